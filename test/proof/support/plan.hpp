// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace genpool::proof
{

// What they are, tables.hpp says.
enum class source_kind : std::uint8_t
{
    range,
    generator,
    waiting_generator,
    async_next,
    stage,
    waiting_stage,
    on,
    held_generator,
    coro,
    pipe,
    chunked,
    merged,
    charged,
    pushed,
    worklist,
    channel
};

enum class function_kind : std::uint8_t
{
    plain,
    stop_aware,
    awaitable,
    attempted,
    retried
};

enum class consumer_kind : std::uint8_t
{
    callback,
    no_callback,
    collect,
    next,
    try_first,
    slow_next,
    coroutine,
    collected,
    reduced,
    first,
    consumed
};

/// What the harness may do to a map, at most once and at any moment.
enum class action : std::uint8_t
{
    stop,
    cancel_total,
    cancel_partial,
    cancel_terminal,
    close,
    take,   ///< `try_next`, whatever else the consumer does
    look,   ///< `stats`
    narrow, ///< both limits become 1
    widen,  ///< both limits become what they were
    drain,
    drop,
    destroy_pool,
    destroy_consumer,
    destroy_third
};

/// A set of them.
class actions
{
public:
    constexpr actions() noexcept = default;
    constexpr actions(std::initializer_list<action> all) noexcept
    {
        for (auto a : all)
            insert(a);
    }

    constexpr void insert(action a) noexcept { bits_ |= bit(a); }
    constexpr void erase(action a) noexcept { bits_ &= ~bit(a); }
    constexpr bool contains(action a) const noexcept { return (bits_ & bit(a)) != 0; }
    constexpr bool empty() const noexcept { return bits_ == 0; }

    friend constexpr bool operator==(actions, actions) noexcept = default;

private:
    static constexpr std::uint32_t bit(action a) noexcept { return 1u << static_cast<unsigned>(a); }

    std::uint32_t bits_ = 0;
};

/// What the source yields, for every item something else; what the stage before makes of that; and the function.
constexpr std::size_t value_of(std::size_t item) noexcept { return 3 * item + 1; }
constexpr std::size_t passed_on(std::size_t value) noexcept { return value + 100'000; }
constexpr std::size_t result_of(std::size_t value) noexcept { return 7 * value + 2; }

/// What is to happen in one run.
struct plan
{
    std::size_t items = 3;
    std::size_t concurrency = 2;
    std::size_t window = 2;
    genpool::order order = genpool::order::input;
    source_kind source = source_kind::range;
    function_kind function = function_kind::plain;
    consumer_kind consumer = consumer_kind::callback;

    std::uint64_t failing_calls = 0;         ///< a bit for each of the first 64 items
    std::uint64_t broken_calls = 0;          ///< likewise: what they await is destroyed; awaitable ones only
    std::uint64_t parked_calls = 0;          ///< likewise: they wait until they are told to stop
    std::uint64_t lingering_calls = 0;       ///< likewise: they take long, until another one has failed
    std::optional<std::size_t> source_fails; ///< instead of yielding this item, or ending
    std::optional<std::size_t> consumer_fails; ///< the callback, given the result of this item
    actions happens;                           ///< what the oracle may make happen
    bool inside = false;                       ///< also inside the source, a call and the callback
    bool long_calls = false;                   ///< so long that each gets a task of its own
    bool racing = false; ///< run by several threads: the log may be a little late, and says not all

    bool call_fails(std::size_t item) const noexcept { return is_in(failing_calls, item); }
    bool call_breaks(std::size_t item) const noexcept { return is_in(broken_calls, item); }
    bool call_parks(std::size_t item) const noexcept { return is_in(parked_calls, item); }
    bool call_lingers(std::size_t item) const noexcept { return is_in(lingering_calls, item); }

    genpool::options options() const
    {
        return {.concurrency = concurrency, .window = window, .order = order};
    }

    /// How many items the source yields, if it is let.
    std::size_t yields() const noexcept
    {
        return source_fails && *source_fails < items ? *source_fails : items;
    }

    friend bool operator==(plan const&, plan const&) = default;

private:
    static bool is_in(std::uint64_t set, std::size_t item) noexcept
    {
        return item < 64 && ((set >> item) & 1) != 0;
    }
};

/// In words: `source=range function=plain …`; what does not happen is left out.
std::string describe(plan const& p);

/// The reverse. Throws `std::invalid_argument`.
plan parse_plan(std::string_view words);

} // namespace genpool::proof
