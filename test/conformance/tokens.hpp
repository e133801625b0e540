// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../support/execution/event.hpp"
#include "../support/execution/tracker_executor.hpp"
#include "../support/maps/observed.hpp"
#include "../support/values/tracking_allocator.hpp"
#include "places.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/consign.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

namespace genpool::test
{

/// Where the handler of a token runs.
enum class handler_place
{
    pool,
    other, ///< on the other context
    off_the_main_thread
};

inline constexpr int other_number = 1;  ///< of the executor of handlers that do not run on the pool
inline constexpr int result_number = 2; ///< of the executor of `on_result`, where it has one of its own

/// Where one operation takes place: its pool, and another context, which the calling thread runs.
class surroundings
{
public:
    explicit surroundings(host& pool) : pool_(pool) {}

    /// Runs both until nothing is left to do, or until `wait` returns where there is no telling. What the
    /// operation needs it must keep busy by itself.
    void work(std::function<void()> const& wait)
    {
        other_.restart();
        other_.poll(); // coroutines get as far as to initiate
        pool_.start();
        other_.run();
        pool_.finish(wait);
    }

    boost::asio::any_io_executor executor(int number)
    {
        return tracker_executor(number, other_.get_executor());
    }

private:
    host& pool_;
    boost::asio::io_context other_;
};

/// What an operation completed with.
template <class X>
struct completion
{
    std::exception_ptr error;
    std::optional<X> value;
};

/// Receives a completion.
template <class X>
class receiver
{
public:
    receiver(completion<X>& where, event& done) : where_(&where), done_(&done) {}

    void operator()(std::exception_ptr error, X value)
    {
        where_->error = std::move(error);
        where_->value.emplace(std::move(value));
        done_->set();
    }

private:
    completion<X>* where_;
    event* done_;
};

/// Starts an operation with a token, observed.
template <class Launch>
struct observed_start
{
    observer& by;
    Launch launch;

    template <class Token>
    auto operator()(Token&& token)
    {
        return launch(observed(by, std::forward<Token>(token)));
    }
};

// The kinds of tokens. `run<X>(s, start)` calls `start(token)`, which starts an operation that completes with
// an `X`, and waits for it.

/// A token made from a callback by `adapt(s, callback)`.
template <class Derived>
struct made_of_callback
{
    static constexpr auto place = handler_place::pool;

    template <class X, class Start>
    static completion<X> run(surroundings& s, Start start)
    {
        completion<X> result;
        event done;
        Derived::launch(s, receiver<X>(result, done), start);
        s.work([&] { done.wait(); });
        return result;
    }
};

struct callback_token : made_of_callback<callback_token>
{
    template <class Callback, class Start>
    static void launch(surroundings&, Callback callback, Start& start)
    {
        start(std::move(callback));
    }
};

struct deferred_token : made_of_callback<deferred_token>
{
    template <class Callback, class Start>
    static void launch(surroundings&, Callback callback, Start& start)
    {
        auto operation = start(boost::asio::deferred);
        std::move(operation)(std::move(callback));
    }
};

struct bind_executor_token : made_of_callback<bind_executor_token>
{
    static constexpr auto place = handler_place::other;

    template <class Callback, class Start>
    static void launch(surroundings& s, Callback callback, Start& start)
    {
        start(boost::asio::bind_executor(s.executor(other_number), std::move(callback)));
    }
};

struct consign_token
{
    static constexpr auto place = handler_place::pool;

    template <class X, class Start>
    static completion<X> run(surroundings& s, Start start)
    {
        completion<X> result;
        event done;
        auto consigned = std::make_shared<int>();
        std::weak_ptr<int> const watched = consigned;
        bool alive = false;
        auto look = [&, receive = receiver<X>(result, done)](std::exception_ptr error, X value) mutable {
            alive = !watched.expired();
            receive(std::move(error), std::move(value));
        };
        start(boost::asio::consign(std::move(look), std::move(consigned)));
        s.work([&] { done.wait(); });
        BOOST_TEST(alive, "what was consigned died before the handler had run");
        return result;
    }
};

struct bind_allocator_token
{
    static constexpr auto place = handler_place::pool;

    template <class X, class Start>
    static completion<X> run(surroundings& s, Start start)
    {
        completion<X> result;
        event done;
        allocations memory;
        int in_use = -1;
        auto look = [&, receive = receiver<X>(result, done)](std::exception_ptr error, X value) mutable {
            in_use = memory.in_use;
            receive(std::move(error), std::move(value));
        };
        start(boost::asio::bind_allocator(tracking_allocator<void>(memory), std::move(look)));
        s.work([&] { done.wait(); });
        BOOST_TEST(in_use == 0, "the handler was called with memory still allocated");
        return result;
    }
};

struct bind_cancellation_slot_token
{
    static constexpr auto place = handler_place::pool;

    template <class X, class Start>
    static completion<X> run(surroundings& s, Start start)
    {
        completion<X> result;
        event done;
        boost::asio::cancellation_signal signal;
        bool cleared = false;
        auto look = [&, receive = receiver<X>(result, done)](std::exception_ptr error, X value) mutable {
            cleared = !signal.slot().has_handler();
            receive(std::move(error), std::move(value));
        };
        start(boost::asio::bind_cancellation_slot(signal.slot(), std::move(look)));
        s.work([&] { done.wait(); });
        BOOST_TEST(cleared, "the handler was called with something still in its cancellation slot");
        return result;
    }
};

struct use_future_token
{
    static constexpr auto place = handler_place::off_the_main_thread; // the system executor

    template <class X, class Start>
    static completion<X> run(surroundings& s, Start start)
    {
        completion<X> result;
        std::future<X> future = start(boost::asio::use_future);
        s.work([&] { future.wait(); });
        try {
            result.value.emplace(future.get());
        } catch (...) {
            result.error = std::current_exception();
        }
        return result;
    }
};

/// Nobody is told but the observer.
struct detached_token
{
    static constexpr auto place = handler_place::pool;

    template <class X, class Start>
    static completion<X> run(surroundings& s, Start start)
    {
        start(boost::asio::detached);
        s.work([&] { start.by.wait(); });
        return {};
    }
};

struct use_awaitable_token
{
    static constexpr auto place = handler_place::other;

    template <class X, class Start>
    static completion<X> run(surroundings& s, Start start)
    {
        completion<X> result;
        auto const body = [&]() -> boost::asio::awaitable<void> {
            try {
                X value = co_await start(boost::asio::use_awaitable);
                result.value.emplace(std::move(value));
            } catch (...) {
                result.error = std::current_exception();
            }
        };
        boost::asio::co_spawn(s.executor(other_number), body, boost::asio::detached);
        s.work([] {});
        return result;
    }
};

struct as_tuple_token
{
    static constexpr auto place = handler_place::other;

    template <class X, class Start>
    static completion<X> run(surroundings& s, Start start)
    {
        completion<X> result;
        auto const body = [&]() -> boost::asio::awaitable<void> {
            std::tuple<std::exception_ptr, X> all =
                co_await start(boost::asio::as_tuple(boost::asio::use_awaitable));
            result.error = std::get<0>(all);
            result.value.emplace(std::get<1>(std::move(all)));
        };
        boost::asio::co_spawn(s.executor(other_number), body, boost::asio::detached);
        s.work([] {});
        return result;
    }
};

struct yield_token
{
    static constexpr auto place = handler_place::other;

    template <class X, class Start>
    static completion<X> run(surroundings& s, Start start)
    {
        completion<X> result;
        auto const body = [&](boost::asio::yield_context yield) {
            auto [error, value] = start(boost::asio::as_tuple(yield));
            result.error = error;
            result.value.emplace(std::move(value));
        };
        boost::asio::spawn(s.executor(other_number), body, boost::asio::detached);
        s.work([] {});
        return result;
    }
};

} // namespace genpool::test
