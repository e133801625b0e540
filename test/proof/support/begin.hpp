// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// How what is planned is begun, in a world of any kind. Included where that is compiled, for its templates are many.
#pragma once

#include <genpool/async_for_each.hpp>
#include <genpool/async_map.hpp>
#include <genpool/budget.hpp>
#include <genpool/chunk.hpp>
#include <genpool/coro.hpp>
#include <genpool/flatten.hpp>
#include <genpool/map_stream.hpp>
#include <genpool/merge.hpp>
#include <genpool/on.hpp>

#include "channel_source.hpp"
#include "consumers.hpp"
#include "ends.hpp"
#include "pipes.hpp"
#include "recorded_calls.hpp"
#include "recorded_sources.hpp"
#include "tables.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/coro.hpp>

#include <chrono>
#include <concepts>
#include <utility>

namespace genpool::proof
{

template <class World>
auto pass_on(World& w, generator<item> source)
{
    options const limits{.concurrency = 1, .window = row(w.planned.source).upstream_window};
    return map_stream(w.pool(), std::move(source), plain_call(w, 1), limits);
}

/// The items as a coro of Asio's, on the pool. One that is given up is destroyed there, perhaps after the completion.
template <class Executor>
boost::asio::experimental::coro<item> coro_of(Executor, run& r)
{
    counted const frame(r.record.others_alive);
    for (;;) {
        advancing now(r);
        if (at_end(r)) {
            now.end();
            co_return;
        }
        auto next = now.yield();
        co_yield std::move(next);
    }
}

/// Calls `f` with the source.
template <class World, class F>
void with_source(World& w, F f)
{
    switch (w.planned.source) {
    case source_kind::range:
        return f(recorded_range(w));
    case source_kind::generator:
        return f(generator_of(w));
    case source_kind::waiting_generator:
        return f(waiting_generator_of(w, turn_of_third(w)));
    case source_kind::async_next:
        return f(recorded_async_source(w, turn_of_third(w)));
    case source_kind::stage:
        return f(pass_on(w, generator_of(w)));
    case source_kind::waiting_stage:
        return f(pass_on(w, waiting_generator_of(w, turn_of_third(w))));
    case source_kind::on:
        return f(generator_of(w) | on(w.third_executor()));
    case source_kind::held_generator:
        return f(held_generator_of(w, turn_of_third(w), hold_of_third(w)));
    case source_kind::coro:
        return f(coro_of(w.pool().get_executor(), w));
    case source_kind::pipe:
        return f(through_parts(generator_of(w)));
    case source_kind::chunked:
        return f(generator_of(w) | chunk(2, std::chrono::hours(1)) | flatten());
    case source_kind::merged:
        return f(generator_of(w) | merge(nothing_after(turn_of_third(w))));
    case source_kind::charged:
        return f(generator_of(w) | charge(w.record.shares, weight_of));
    case source_kind::pushed:
        return f(pushed_from(w, w.third_executor()));
    case source_kind::worklist:
        return f(worked_off(w));
    case source_kind::channel:
        return f(received_items(w, w.third_executor()));
    }
}

/// Calls `f` with the function, if it is tried together with such a source.
template <class Source, class F>
void with_function(run& w, F f)
{
    constexpr bool of_parts = is_pipe<Source>;
    constexpr bool simple = std::same_as<Source, recorded_range>;
    switch (w.planned.function) {
    case function_kind::plain:
        return f(plain_call(w));
    case function_kind::stop_aware:
        if constexpr (!of_parts)
            return f(stop_aware_call(w));
        return;
    case function_kind::awaitable:
        return f(awaitable_call(w));
    case function_kind::attempted:
        if constexpr (simple)
            return f(attempted_call(w));
        return;
    case function_kind::retried:
        if constexpr (simple)
            return f(retried_call(w));
        return;
    }
}

template <class World, class Source, class Function>
stream<item> begin_stream(World& w, Source source, Function function)
{
    initiating const scope(w);
    return map_stream(w.pool(), std::move(source), std::move(function), w.planned.options());
}

template <class World, class Source, class Function>
void begin_operation(World& w, Source source, Function function)
{
    auto const& p = w.planned;
    auto handler = boost::asio::bind_executor(w.consumer_executor(),
                                              boost::asio::bind_cancellation_slot(w.slot(), on_end(w)));
    initiating const scope(w);
    if (p.consumer == consumer_kind::callback)
        async_for_each(w.pool(), std::move(source), std::move(function), on_result(w), p.options(),
                       std::move(handler));
    else if (p.consumer == consumer_kind::no_callback)
        async_for_each(w.pool(), std::move(source), std::move(function), p.options(), std::move(handler));
    else
        async_map(w.pool(), std::move(source), std::move(function), p.options(), std::move(handler));
}

template <class World, class Source, class Function>
void begin(World& w, Source source, Function function)
{
    auto const& consumer = row(w.planned.consumer);
    if (!consumer.stream && !consumer.of_pipe)
        return begin_operation(w, std::move(source), std::move(function));
    auto results = begin_stream(w, std::move(source), std::move(function));
    if (consumer.of_pipe)
        return end_pipe(w, std::move(results));
    if (w.planned.consumer == consumer_kind::coroutine)
        boost::asio::co_spawn(w.consumer_executor(), read_all(w, std::move(results)), boost::asio::detached);
    else
        w.read(std::move(results));
}

template <class World>
void begin_map_in(World& w)
{
    with_source(w, [&]<class Source>(Source&& source) {
        with_function<Source>(w, [&](auto&& function) { begin(w, std::move(source), std::move(function)); });
    });
}

} // namespace genpool::proof
