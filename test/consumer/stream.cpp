// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_submit.hpp>
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"
#include "support/values/describe.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

namespace consumer_stream_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::map_stream;

BOOST_FIXTURE_TEST_SUITE(streams, two_threads)

BOOST_AUTO_TEST_CASE(a_second_async_next_fails_with_already_started_and_the_first_goes_on)
{
    event go_on;
    auto const waits = [&](std::size_t i) {
        go_on.wait();
        return i;
    };
    auto s = map_stream(pool, endless(), waits, {.concurrency = 1}); // one thread is left for the handlers
    next_call first(s);
    for (int times = 0; times != 3; ++times) {
        next_call another(s);
        BOOST_TEST(another.error() == "already started");
        BOOST_TEST(!another.item());
    }
    BOOST_TEST(!first.done());
    go_on.set();
    BOOST_TEST(first.error() == "ok");
    BOOST_TEST(first.item().value() == 0u);
    BOOST_TEST(next_of(s).value() == 1u);
    close(s); // what is called uses this test's event
}

BOOST_AUTO_TEST_CASE(try_next_throws_already_started_while_an_async_next_is_outstanding)
{
    event go_on;
    auto s = map_stream(pool, endless(), [&](std::size_t i) {
        go_on.wait();
        return i;
    });
    next_call first(s);
    BOOST_TEST(outcome_of([&] { s.try_next(); }) == "already started");
    go_on.set();
    BOOST_TEST(first.item().value() == 0u);
    while (s.stats().ready == 0)
        std::this_thread::yield();
    BOOST_TEST(s.try_next().value() == 1u);
    close(s); // what is called uses this test's event
}

BOOST_AUTO_TEST_CASE(a_handler_may_ask_again_and_may_try)
{
    asio::io_context context;
    auto s = map_stream(context, numbers(10), std::identity());
    std::size_t taken = 0;
    std::function<void(std::exception_ptr, std::optional<std::size_t>)> step =
        [&](std::exception_ptr, std::optional<std::size_t> item) {
            for (; item; item = s.try_next())
                taken += *item == taken;
            if (taken != 10)
                s.async_next(step);
        };
    s.async_next(step);
    context.run();
    BOOST_TEST(taken == 10u);
}

BOOST_AUTO_TEST_CASE(try_next_is_empty_for_not_now_ended_and_failed_alike)
{
    event go_on;
    auto const waits_then_fails = [&](std::size_t i) {
        go_on.wait();
        if (i == 1)
            throw std::runtime_error("call");
        return i;
    };
    auto s = map_stream(pool, numbers(3), waits_then_fails, {.concurrency = 1});
    BOOST_TEST(!s.try_next()); // not now
    go_on.set();
    while (s.stats().ready == 0)
        std::this_thread::yield();
    BOOST_TEST(s.try_next().value() == 0u);
    while (s.stats().failed == 0)
        std::this_thread::yield();
    BOOST_TEST(!s.try_next()); // failed
    BOOST_TEST(end_of(s) == "call");

    auto empty = map_stream(pool, numbers(0), std::identity());
    BOOST_TEST(end_of(empty) == "ok");
    BOOST_TEST(!empty.try_next()); // ended
}

BOOST_AUTO_TEST_CASE(the_handler_runs_on_its_executor_else_on_the_pool)
{
    asio::thread_pool other(1);
    auto const strand = asio::make_strand(other);
    auto s = map_stream(pool, endless(), std::identity());
    auto const where = [&](auto bind, auto runs_there) {
        event done;
        bool right = false;
        s.async_next(bind([&](std::exception_ptr, std::optional<std::size_t>) {
            right = runs_there();
            done.set();
        }));
        done.wait();
        return right;
    };
    for (int i = 0; i != 20; ++i) {
        BOOST_TEST(
            where([](auto f) { return f; }, [&] { return pool.get_executor().running_in_this_thread(); }));
        BOOST_TEST(where([&](auto f) { return asio::bind_executor(strand, f); },
                         [&] { return strand.running_in_this_thread(); }));
    }
}

BOOST_AUTO_TEST_CASE(it_can_be_awaited_and_gives_futures)
{
    auto const sum = [&]() -> asio::awaitable<std::size_t> {
        auto s = map_stream(pool, numbers(100), std::identity());
        std::size_t total = 0;
        while (auto const item = co_await s.async_next(asio::use_awaitable))
            total += *item;
        co_return total;
    };
    BOOST_TEST(genpool::async_submit(pool, sum, asio::use_future).get() == 4950u);

    auto s = map_stream(pool, numbers(1), std::identity());
    BOOST_TEST(s.async_next(asio::use_future).get().value() == 0u);
    BOOST_TEST(!s.async_next(asio::use_future).get().has_value());
}

BOOST_AUTO_TEST_CASE(a_deferred_async_next_does_nothing_until_it_is_started)
{
    auto s = map_stream(pool, numbers(2), std::identity());
    auto later = s.async_next(asio::deferred);
    BOOST_TEST(next_of(s).value() == 0u);
    event done;
    std::size_t item = 0;
    std::move(later)([&](std::exception_ptr, std::optional<std::size_t> i) {
        item = i.value();
        done.set();
    });
    done.wait();
    BOOST_TEST(item == 1u);
}

BOOST_AUTO_TEST_CASE(handlers_are_copied_when_they_are_lvalues_and_referred_to_by_ref)
{
    auto s = map_stream(pool, endless(), std::identity());
    tally called;
    auto const owned = std::make_shared<int>();
    auto handler = [&called, owned](std::exception_ptr, std::optional<std::size_t>) {
        if (owned)
            called.add();
    };
    s.async_next(handler);
    called.wait_for(1);
    s.async_next(std::as_const(handler));
    called.wait_for(2);
    s.async_next(std::ref(handler));
    called.wait_for(3);
    tally closed;
    auto const at_close = [&closed, owned](std::exception_ptr, genpool::summary) {
        if (owned)
            closed.add();
    };
    s.async_close(at_close);
    closed.wait_for(1);
    s.async_close(std::ref(at_close));
    closed.wait_for(2);
    BOOST_TEST(called.count() == 3u);
}

BOOST_AUTO_TEST_CASE(it_tells_its_limits_its_executor_and_how_far_it_is)
{
    event go_on;
    tally started;
    auto const call = [&](std::size_t i) {
        started.add();
        go_on.wait();
        return i;
    };
    asio::thread_pool three(3);
    auto s = map_stream(three, endless(), call, {.concurrency = 2, .window = 7});
    BOOST_TEST(s.concurrency() == 2u);
    BOOST_TEST(s.window() == 7u);
    BOOST_TEST((s.get_executor() == three.get_executor()));
    started.wait_for(2);
    while (s.stats().pulled != 7)
        std::this_thread::yield();
    auto const before = s.stats();
    BOOST_TEST(before.running == 2u);
    BOOST_TEST(before.waiting == 5u);
    BOOST_TEST(before.ready == 0u);
    BOOST_TEST(before.delivered == 0u);
    go_on.set();
    while (s.stats().ready != 7)
        std::this_thread::yield();
    BOOST_TEST(next_of(s).has_value());
    while (s.stats().pulled != 8)
        std::this_thread::yield();
    auto const after = s.stats();
    BOOST_TEST(after.delivered == 1u);
    BOOST_TEST(after.failed == 0u);
}

BOOST_AUTO_TEST_CASE(it_declares_its_executor_as_asios_own_objects_do)
{
    using stream = genpool::stream<int>;
    static_assert(std::is_same_v<stream::executor_type, asio::any_io_executor>);
    static_assert(std::is_same_v<stream::value_type, int>);
    static_assert(std::is_nothrow_move_constructible_v<stream> && !std::is_copy_constructible_v<stream>);
    auto s = map_stream(pool, numbers(1), std::identity());
    BOOST_TEST(next_of(s).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace consumer_stream_tests
