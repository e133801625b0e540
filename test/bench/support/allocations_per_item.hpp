// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "allocations.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>

namespace bench
{

/// A longer map may see its window fuller, or start another thread's cache: that is a few blocks more, but not for
/// each item.
inline constexpr double no_allocation = 0.001;

/// How many blocks of memory an item costs once a map runs: what a map of many items takes more than one of few.
inline double allocations_per_item(std::function<void(std::size_t items)> const& map)
{
    constexpr std::size_t few = 100'000, many = 300'000;
    auto const taken_by = [&](std::size_t items) {
        auto const before = allocations();
        map(items);
        return static_cast<double>(allocations() - before);
    };
    auto const less = taken_by(few);
    return std::max(taken_by(many) - less, 0.0) / static_cast<double>(many - few);
}

} // namespace bench
