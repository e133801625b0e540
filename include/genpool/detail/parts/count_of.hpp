// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

namespace genpool::detail
{

/// A number that a part was given: `std::invalid_argument`, naming part and value, for less than `least`.
template <std::integral Count>
std::uint64_t count_of(char const* part, Count count, int least)
{
    auto const number = +count; // the comparisons of <utility> refuse characters
    if (std::cmp_less(number, least))
        throw std::invalid_argument("genpool::" + std::string(part) + ": the number must be at least " +
                                    std::to_string(least) + ", not " + std::to_string(number));
    return static_cast<std::uint64_t>(number);
}

/// A bound that a part was given: `std::invalid_argument`, naming the part, for `automatic`.
inline std::size_t bound_of(char const* part, limit bound)
{
    if (bound.is_automatic())
        throw std::invalid_argument(
            "genpool::" + std::string(part) +
            ": there is no automatic limit: it must be a number, or limit::unlimited");
    return bound.value();
}

} // namespace genpool::detail
