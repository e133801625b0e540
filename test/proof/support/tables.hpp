// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Everything that a plan can be made of. What stands here takes part in every harness; recorded_sources.hpp and
// recorded_calls.hpp say how sources and functions are made, consumers.hpp and ends.hpp who consumes.
#pragma once

#include <genpool/summary.hpp>

#include "log.hpp"
#include "plan.hpp"

#include <cstddef>
#include <iterator>

namespace genpool::proof
{

struct source_row
{
    source_kind kind;
    char const* name;
    bool waits;                  ///< in the third context, between its items
    place where;                 ///< it is advanced
    std::size_t upstream_window; ///< of a stage before
    bool endless;                ///< waits at the end until it is cancelled
    bool part;                   ///< a part stands behind what yields the items
    std::size_t ahead;           ///< as many items may be in the parts, where the map does not count them
};

inline constexpr source_row sources[] = {
    {source_kind::range, "range", false, place::pool, 0, false, false, 0},
    {source_kind::generator, "generator", false, place::pool, 0, false, false, 0},
    {source_kind::waiting_generator, "waiting_generator", true, place::pool, 0, false, false, 0},
    {source_kind::async_next, "async_next", true, place::pool, 0, false, false, 0},
    {source_kind::stage, "stage", false, place::pool, 1, false, false, 0},
    {source_kind::waiting_stage, "waiting_stage", true, place::pool, 2, false, false, 0},
    {source_kind::on, "on", true, place::third, 1, false, false, 0},
    {source_kind::held_generator, "held_generator", true, place::pool, 0, true, false, 0},
    {source_kind::coro, "coro", false, place::pool, 0, false, false, 0},
    {source_kind::pipe, "pipe", false, place::pool, 0, false, true, 0},
    {source_kind::chunked, "chunked", false, place::pool, 0, false, true, 2},
    {source_kind::merged, "merged", true, place::pool, 0, false, true, 0},
    {source_kind::charged, "charged", false, place::pool, 0, false, true, 1},
    {source_kind::pushed, "pushed", true, place::pool, 0, false, true, 0},
    {source_kind::worklist, "worklist", false, place::pool, 0, false, true, 0},
    {source_kind::channel, "channel", true, place::pool, 0, false, false, 0},
};

struct function_row
{
    function_kind kind;
    char const* name;
    bool waits; ///< other calls may run meanwhile, on the same thread
    bool part;  ///< a part stands around it
};

inline constexpr function_row functions[] = {
    {function_kind::plain, "plain", false, false},
    {function_kind::stop_aware, "stop_aware", false, false},
    {function_kind::awaitable, "awaitable", true, false},
    {function_kind::attempted, "attempted", false, true},
    {function_kind::retried, "retried", true, true},
};

struct consumer_row
{
    consumer_kind kind;
    char const* name;
    bool stream;   ///< its end is that of an `async_close`
    bool sees_all; ///< and each result at the instant at which it is handed over
    bool callback; ///< that may throw
    bool meddles;  ///< it may be stopped and cancelled from outside
    place where;   ///< it is given results
    bool of_pipe;  ///< it ends a pipe: it is a map of its own, with a window of its own
};

inline constexpr consumer_row consumers[] = {
    {consumer_kind::callback, "callback", false, true, true, true, place::consumer, false},
    {consumer_kind::no_callback, "no_callback", false, false, false, true, place::consumer, false},
    {consumer_kind::collect, "collect", false, false, false, true, place::consumer, false},
    {consumer_kind::next, "next", true, true, false, true, place::consumer, false},
    {consumer_kind::try_first, "try_first", true, true, false, true, place::consumer, false},
    {consumer_kind::slow_next, "slow_next", true, true, false, true, place::consumer, false},
    {consumer_kind::coroutine, "coroutine", true, true, false, false, place::consumer, false},
    {consumer_kind::collected, "collected", false, false, false, true, place::consumer, true},
    {consumer_kind::reduced, "reduced", false, false, true, true, place::pool, true},
    {consumer_kind::first, "first", false, false, false, true, place::consumer, true},
    {consumer_kind::consumed, "consumed", false, false, true, true, place::consumer, true},
};

struct action_row
{
    action kind;
    char const* name;
    what logged;
    bool of_operations; ///< of async_for_each, async_map and the ends of pipes
    bool of_streams;
    bool destroys;
};

inline constexpr action_row action_table[] = {
    {action::stop, "stop", what::stop, false, true, false},
    {action::cancel_total, "cancel_total", what::cancel_total, true, true, false},
    {action::cancel_partial, "cancel_partial", what::cancel_partial, true, true, false},
    {action::cancel_terminal, "cancel_terminal", what::cancel_terminal, true, true, false},
    {action::close, "close", what::close, false, true, false},
    {action::take, "take", what::take, false, true, false},
    {action::look, "look", what::look, false, true, false},
    {action::narrow, "narrow", what::narrow, false, true, false},
    {action::widen, "widen", what::widen, false, true, false},
    {action::drain, "drain", what::drain, false, true, false},
    {action::drop, "drop", what::drop, false, true, true},
    {action::destroy_pool, "destroy_pool", what::destroy_pool, true, true, true},
    {action::destroy_consumer, "destroy_consumer", what::destroy_consumer, true, true, true},
    {action::destroy_third, "destroy_third", what::destroy_third, true, true, true},
};

inline constexpr genpool::order orders[] = {genpool::order::input, genpool::order::completion};

constexpr source_row const& row(source_kind k) noexcept { return sources[static_cast<std::size_t>(k)]; }
constexpr function_row const& row(function_kind k) noexcept { return functions[static_cast<std::size_t>(k)]; }
constexpr consumer_row const& row(consumer_kind k) noexcept { return consumers[static_cast<std::size_t>(k)]; }
constexpr action_row const& row(action k) noexcept { return action_table[static_cast<std::size_t>(k)]; }

/// What a plan makes of an item in the end.
constexpr std::size_t final_value_of(plan const& p, std::size_t item) noexcept
{
    auto const value = value_of(item);
    bool const passed = p.source == source_kind::stage || p.source == source_kind::waiting_stage;
    return result_of(passed ? passed_on(value) : value);
}

/// Whether they are tried together: parts of sources with two kinds of functions, those of functions with a range, or
/// there would be too many templates.
constexpr bool together(source_row const& s, function_row const& f) noexcept
{
    return (!s.part || f.kind == function_kind::plain || f.kind == function_kind::awaitable) &&
           (!f.part || s.kind == source_kind::range);
}

/// The account of a plan's map in that of its consumer.
inline summary const& account_of_map(plan const& p, summary const& s) noexcept
{
    return row(p.consumer).of_pipe && !s.upstream.empty() ? s.upstream.front() : s;
}

/// Whether a map may say that so many were pulled, of which its source has yielded some more.
constexpr bool may_be_all(plan const& p, std::size_t pulled, std::size_t yielded) noexcept
{
    return pulled <= yielded && yielded <= pulled + row(p.source).ahead;
}

/// Whether an action can be taken in a plan.
constexpr bool applies(action_row const& a, plan const& p) noexcept
{
    auto const& c = row(p.consumer);
    return (c.stream ? a.of_streams : a.of_operations) &&
           (c.meddles || (a.destroys && a.kind != action::drop)) &&
           (a.kind != action::destroy_third || row(p.source).waits);
}

} // namespace genpool::proof
