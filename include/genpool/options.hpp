// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <concepts>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

namespace genpool
{

/// What it does: holds a bound on how many, given as any integer, `automatic` or `limit::unlimited`.
///
/// Parameters: any integral value from 1 up; values beyond `std::size_t` are clamped to unlimited.
/// Errors: `std::invalid_argument`, naming the value, for zero and below.
/// Thread safety: distinct objects: safe. Shared objects: unsafe.
/// Exception safety: a constructor that throws leaves nothing behind.
class limit
{
public:
    template <std::integral I>
    constexpr limit(I value) : value_(checked(value))
    {}

    /// The value that stands for "no bound".
    static limit const unlimited;

    /// Whether genpool is to choose.
    constexpr bool is_automatic() const noexcept { return value_ == 0; }

    /// Whether there is no bound.
    constexpr bool is_unlimited() const noexcept { return value_ == max; }

    /// The bound; 0 while `is_automatic()`.
    constexpr std::size_t value() const noexcept { return value_; }

    friend constexpr bool operator==(limit, limit) noexcept = default;

private:
    friend constexpr limit make_automatic_limit() noexcept;

    static constexpr std::size_t max = (std::numeric_limits<std::size_t>::max)();

    constexpr limit() noexcept = default;

    template <std::integral I>
    static constexpr std::size_t checked(I value)
    {
        if constexpr (std::same_as<I, bool>)
            static_assert(!std::same_as<I, bool>, "genpool::limit: a bool is not a number of items");
        auto const number = +value; // the comparisons of <utility> refuse characters
        if (std::cmp_less(number, 1))
            throw std::invalid_argument("genpool: a limit must be at least 1, not " + std::to_string(number));
        return std::cmp_greater(number, max) ? max : static_cast<std::size_t>(number);
    }

    std::size_t value_ = 0;
};

constexpr limit make_automatic_limit() noexcept { return limit(); }

inline constexpr limit limit::unlimited = limit(limit::max);

/// Lets genpool choose: for the concurrency, what the executor can run at once, or 64 calls that are awaited;
/// for the window, four times the concurrency times the current batch, at most 4096 items.
inline constexpr limit automatic = make_automatic_limit();

/// In which order results are handed over.
enum class order : unsigned char
{
    input,     ///< as the source yielded their items
    completion ///< as their calls finish
};

/// What it does: says how a map is to run. An aggregate: `{.concurrency = 4, .window = 64}`.
///
/// Parameters:
/// - `concurrency`: how many calls may run at once. Default: 64 for a function that returns an awaitable,
///   which occupies no thread; for any other 1 for a strand; else what the executor says it can run at once
///   (`execution::occupancy`, or the concurrency hint that an `io_context` was given); else
///   `std::thread::hardware_concurrency()`.
/// - `window`: how many items may have been pulled and not yet handed over: the bound on memory. Default:
///   4 × concurrency × the current batch, at most 4096. The calls that run at once never exceed it.
/// - `order`: in which order results are handed over. Default: input order.
/// Thread safety: distinct objects: safe. Shared objects: unsafe.
struct options
{
    limit concurrency = automatic;
    limit window = automatic;
    genpool::order order = genpool::order::input;
};

} // namespace genpool
