// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/error.hpp>

#include <genpool/detail/callable.hpp>
#include <genpool/detail/parts/deadline.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <concepts>
#include <functional>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace genpool
{
namespace detail
{

template <class F>
class within_function
{
    using duration = std::chrono::steady_clock::duration;

public:
    within_function(duration limit, F function) : limit_(limit), function_(std::move(function)) {}

    template <class T>
        requires std::invocable<F&, T>
    auto operator()(T&& item)
    {
        using returned = std::invoke_result_t<F&, T>;
        if constexpr (awaited<returned>::value) {
            return await<returned>(function_, limit_, std::decay_t<T>(std::forward<T>(item)));
        } else {
            stopwatch const time(limit_);
            return time.checked([&]() -> returned { return std::invoke(function_, std::forward<T>(item)); });
        }
    }

    template <class T>
        requires(!std::invocable<F&, T> && std::invocable<F&, T, std::stop_token>)
    auto operator()(T&& item, std::stop_token stop)
    {
        using returned = std::invoke_result_t<F&, T, std::stop_token>;
        if constexpr (awaited<returned>::value) {
            return await<returned>(function_, limit_, std::decay_t<T>(std::forward<T>(item)),
                                   std::move(stop));
        } else {
            stop_alarm const alarm(limit_, std::move(stop));
            stopwatch const time(limit_);
            return time.checked(
                [&]() -> returned { return std::invoke(function_, std::forward<T>(item), alarm.token()); });
        }
    }

    template <class T>
        requires(!called_with_items<F, T>)
    void operator()(T&&)
    {
        static_assert(
            called_with_items<F, T>,
            "genpool::within: the function cannot be called with an item of the source (T&&), nor with an "
            "item and a std::stop_token");
    }

private:
    template <class Awaitable, class T, class... Stop>
    static Awaitable await(F& function, duration limit, T item, Stop... stop)
    {
        using namespace boost::asio::experimental::awaitable_operators;
        kept_outcome<typename awaited<Awaitable>::type> outcome;
        linked_stop<Stop...> link(stop...);
        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, limit);
        auto call = link.call(function, std::move(item));
        auto ended = outcome.keep(std::move(call));
        auto late = link.stop_after(timer, typename Awaitable::executor_type(timer.get_executor()));
        auto const first = co_await (std::move(ended) || std::move(late));
        if (first.index() == 1)
            throw call_timed_out();
        co_return outcome.take();
    }

    duration limit_;
    F function_;
};

} // namespace detail

/// What it does: makes of a function one that is told to stop when a call takes longer than `limit`, and fails then with
/// `call_timed_out`. Nothing is abandoned: a call on a thread keeps its place until it returns, and what it then gives
/// is thrown away; a plain function, which cannot be told anything, runs to its end.
///
///     auto pages = std::move(urls) | genpool::map(pool, genpool::within(2s, fetch));
///
/// Parameters: `limit`: from the beginning of each call; where it is nothing or less, as what is left of a time may be, every
///   call that takes any time is late; `function`: plain, stop-aware or awaitable; called as a map
///   calls it. It is owned. `within(1s, retry(f))` limits all attempts together, `retry(within(1s, f))` each of them.
/// Executor: an awaitable function is timed on its call's executor, a stop-aware one, whose call occupies its thread, by a
///   timer of `asio::system_executor`.
/// Cancellation: passed on. An awaitable function that is late is cancelled with type terminal, a stop-aware one by its
///   stop token.
/// Errors: what `function` throws in time, and `call_timed_out`.
/// Object lifetimes: the item lives until its call has ended. GCC 12 destroys a lambda with captures twice if it is
///   written inside a `co_await` expression: name it before.
/// Thread safety: as `function`.
/// Exception safety: strong, but for what was moved in.
template <class Function>
auto within(std::chrono::steady_clock::duration limit, Function&& function)
{
    return detail::within_function<std::decay_t<Function>>(limit, std::forward<Function>(function));
}

} // namespace genpool
