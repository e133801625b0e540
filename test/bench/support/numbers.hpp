// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/generator.hpp>

#include <cstddef>
#include <stdexcept>

namespace bench
{

/// 0 … items − 1.
inline genpool::generator<std::size_t> numbers(std::size_t items)
{
    for (std::size_t i = 0; i != items; ++i)
        co_yield i;
}

inline std::size_t nothing(std::size_t i) { return i; }

/// Throws if `sum` is not that of 0 … items − 1.
inline void check_sum(std::size_t items, std::size_t sum)
{
    if (sum != items * (items - 1) / 2)
        throw std::logic_error("a contestant lost an item");
}

} // namespace bench
