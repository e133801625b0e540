// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/piped.hpp>

#include <genpool/detail/parts/count_of.hpp>
#include <genpool/detail/parts/departures.hpp>
#include <genpool/detail/parts/throttle_source.hpp>

#include <chrono>
#include <concepts>
#include <stdexcept>
#include <string>

namespace genpool
{

/// What it does: lets at most `count` items of the source to its left go in any `period`; the others wait, which occupies
/// no thread. Of 256 and more, the times are kept of a 128th of them together, so that one item in 64 may have to wait
/// although it need not.
///
///     auto pages = std::move(urls) | genpool::throttle(10, 1s) | genpool::map(pool, fetch); // ten requests a second
///
/// Parameters: `count`: any integer from 1 up; `period`: longer than nothing.
/// Executor: it waits in the strand of whoever pulls.
/// Cancellation: ends the wait.
/// Errors: those of the source. `std::invalid_argument`, naming the value, for a count below 1, or no period.
/// Object lifetimes: see `piped`.
/// Thread safety: safe.
/// Exception safety: strong.
template <std::integral Count>
auto throttle(Count count, std::chrono::steady_clock::duration period)
{
    if (period <= period.zero())
        throw std::invalid_argument("genpool::throttle: the period must be longer than nothing, not " +
                                    std::to_string(period.count()) + " ns");
    return detail::part<detail::throttle_source, detail::rate>(
        {detail::count_of("throttle", count, 1), period});
}

} // namespace genpool
