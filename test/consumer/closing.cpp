// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// async_close.
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>

namespace consumer_closing_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::end_reason;
using genpool::map_stream;

namespace
{

template <class R>
void wait_until_ready(genpool::stream<R>& s, std::size_t results)
{
    while (s.stats().ready < results)
        std::this_thread::yield();
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(closing, two_threads)

BOOST_AUTO_TEST_CASE(close_discards_results_that_were_not_taken_and_counts_them_as_cancelled)
{
    for (auto how : both_orders) {
        auto s = map_stream(pool, endless(), std::identity(), {.window = 5, .order = how});
        BOOST_TEST(next_of(s).has_value());
        wait_until_ready(s, 5);
        auto const end = close(s);
        BOOST_TEST(end.error == "ok");
        BOOST_TEST(end.account.pulled == 6u);
        BOOST_TEST(end.account.delivered == 1u);
        BOOST_TEST(end.account.cancelled == 5u);
        BOOST_TEST((end.account.ended == end_reason::stopped));
        BOOST_TEST(!s.try_next());
        BOOST_TEST(end_of(s) == "stopped");
    }
}

BOOST_AUTO_TEST_CASE(close_completes_after_every_running_call_has_returned)
{
    tally started;
    event go_on;
    std::atomic<int> returned{0};
    auto const call = [&](std::size_t i) {
        started.add();
        go_on.wait();
        ++returned;
        return i;
    };
    auto s = map_stream(pool, endless(), call, {.concurrency = 2, .window = 8});
    started.wait_for(2);
    std::atomic<bool> closed{false};
    int returned_before = 0;
    event done;
    s.async_close([&](std::exception_ptr, genpool::summary) {
        returned_before = returned;
        closed = true;
        done.set();
    });
    BOOST_TEST(!closed);
    go_on.set();
    done.wait();
    BOOST_TEST(returned_before == 2);
    BOOST_TEST(started.count() == 2u);
}

BOOST_AUTO_TEST_CASE(close_signals_stop_tokens_and_cancels_what_calls_await)
{
    tally running;
    auto const until_stop = [&](std::size_t i, std::stop_token token) {
        running.add();
        while (!token.stop_requested())
            std::this_thread::yield();
        return i;
    };
    auto s = map_stream(pool, endless(), until_stop);
    running.wait_for(2);
    BOOST_TEST(close(s).error == "ok");

    tally waiting;
    auto const waits = [&](std::size_t i) -> asio::awaitable<std::size_t> {
        asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
        waiting.add();
        co_await timer.async_wait(asio::use_awaitable);
        co_return i;
    };
    auto awaiting = map_stream(pool, endless(), waits, {.concurrency = 10});
    waiting.wait_for(10);
    auto const end = close(awaiting);
    BOOST_TEST(end.error == "ok"); // what was asked for is not a failure
    BOOST_TEST((end.account.ended == end_reason::stopped));
    BOOST_TEST(balanced(end.account));
}

BOOST_AUTO_TEST_CASE(close_may_be_called_again_and_all_closes_complete)
{
    tally started, closed;
    event go_on;
    auto const call = [&](std::size_t i) {
        started.add();
        go_on.wait();
        return i;
    };
    auto s = map_stream(pool, endless(), call, {.concurrency = 1, .window = 8});
    started.wait_for(1);
    while (s.stats().pulled != 8)
        std::this_thread::yield();
    for (int times = 0; times != 3; ++times)
        s.async_close([&](std::exception_ptr, genpool::summary) { closed.add(); });
    go_on.set();
    closed.wait_for(3);
    for (int times = 0; times != 3; ++times) {
        auto const end = close(s);
        BOOST_TEST(end.error == "ok");
        BOOST_TEST(end.account.cancelled == 8u);
    }
}

BOOST_AUTO_TEST_CASE(close_completes_an_outstanding_async_next_with_operation_aborted)
{
    event started, go_on;
    auto const call = [&](std::size_t i) {
        started.set();
        go_on.wait();
        return i;
    };
    auto s = map_stream(pool, endless(), call, {.concurrency = 1});
    next_call waiting(s);
    started.wait();
    event closed;
    s.async_close([&](std::exception_ptr, genpool::summary) { closed.set(); });
    BOOST_TEST(waiting.error() == "stopped"); // before the calls return
    BOOST_TEST(!closed.is_set());
    go_on.set();
    closed.wait();
}

BOOST_AUTO_TEST_CASE(close_while_async_next_completes_on_another_thread_loses_no_account)
{
    struct witness // whose untimely end the sanitizers see
    {
        explicit witness(std::size_t i) : value(std::make_unique<std::size_t>(i)) {}
        std::unique_ptr<std::size_t> value;
    };
    std::size_t delivered = 0, aborted = 0;
    while (delivered < 500 || aborted < 500) {
        event go_on;
        auto const call = [&](std::size_t i) {
            go_on.wait();
            return witness(i);
        };
        auto s = map_stream(pool, numbers(100), call, {.concurrency = 1, .window = 4});
        std::atomic<bool> got{false};
        event done;
        std::string error;
        s.async_next([&](std::exception_ptr e, std::optional<witness> w) {
            error = describe(e);
            if (w)
                got = *w->value == 0;
            done.set();
        });
        go_on.set();
        for (auto n = delivered < aborted ? 2000 : 0; n != 0 && s.stats().ready == 0; --n)
            std::this_thread::yield();
        auto const end = close(s);
        done.wait();
        BOOST_TEST_REQUIRE(error == (got ? "ok" : "stopped"));
        BOOST_TEST_REQUIRE(end.account.delivered == (got ? 1u : 0u));
        BOOST_TEST_REQUIRE(balanced(end.account));
        ++(got ? delivered : aborted);
    }
}

BOOST_AUTO_TEST_CASE(destroying_the_stream_while_async_next_completes_on_another_thread_is_safe)
{
    for (int round = 0; round != 1000; ++round) {
        auto s = std::make_unique<genpool::stream<std::unique_ptr<std::size_t>>>(map_stream(
            pool, endless(), [](std::size_t i) { return std::make_unique<std::size_t>(i); }, {.window = 4}));
        event done;
        s->async_next([&](std::exception_ptr, std::optional<std::unique_ptr<std::size_t>>) { done.set(); });
        for (int n = round % 64; n != 0; --n)
            std::this_thread::yield();
        s.reset();
        done.wait();
        BOOST_TEST(done.is_set());
    }
}

BOOST_AUTO_TEST_CASE(close_reports_the_error_that_no_async_next_delivered)
{
    auto const fails = [](std::size_t i) {
        if (i == 1)
            throw std::runtime_error("call");
        return i;
    };
    auto broken = []() -> genpool::generator<std::size_t> {
        throw std::runtime_error("broken");
        co_yield 0;
    };
    auto s = map_stream(pool, numbers(10), fails, {.concurrency = 1});
    BOOST_TEST(next_of(s).value() == 0u);
    while (s.stats().failed != 1)
        std::this_thread::yield();
    for (int times = 0; times != 2; ++times) {
        auto const end = close(s);
        BOOST_TEST(end.error == "call");
        BOOST_TEST((end.account.ended == end_reason::failed));
        BOOST_TEST(end.account.first_error_index.value() == 1u);
    }
    auto told = map_stream(pool, numbers(10), fails, {.concurrency = 1});
    BOOST_TEST(end_of(told) == "call");
    BOOST_TEST(close(told).error == "ok");

    auto of_source = map_stream(pool, broken(), std::identity());
    BOOST_TEST(end_of(of_source) == "source: broken");
    BOOST_TEST(close(of_source).error == "ok");
}

BOOST_AUTO_TEST_CASE(close_after_the_end_says_completed)
{
    auto s = map_stream(pool, numbers(10), std::identity());
    BOOST_TEST(end_of(s) == "ok");
    auto const end = close(s);
    BOOST_TEST(end.error == "ok");
    BOOST_TEST((end.account.ended == end_reason::completed));
    BOOST_TEST(end.account.delivered == 10u);
    BOOST_TEST(end_of(s) == "ok"); // the end is the end, closed or not
}

BOOST_AUTO_TEST_CASE(close_ignores_cancellation)
{
    for (auto type : {asio::cancellation_type::terminal, asio::cancellation_type::partial,
                      asio::cancellation_type::total}) {
        event started, go_on, closed;
        auto const call = [&](std::size_t i) {
            started.set();
            go_on.wait();
            return i;
        };
        auto s = map_stream(pool, endless(), call, {.concurrency = 1});
        started.wait();
        asio::cancellation_signal signal;
        std::string error;
        s.async_close(
            asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr e, genpool::summary) {
                error = describe(e);
                closed.set();
            }));
        signal.emit(type);
        BOOST_TEST(!closed.is_set());
        go_on.set();
        closed.wait();
        BOOST_TEST(error == "ok");
    }
}

BOOST_AUTO_TEST_CASE(close_works_with_futures_and_awaitables)
{
    auto s = map_stream(pool, endless(), std::identity(), {.window = 3});
    wait_until_ready(s, 3);
    BOOST_TEST(s.async_close(asio::use_future).get().cancelled == 3u);
    BOOST_TEST(s.async_close(asio::use_future).get().cancelled == 3u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace consumer_closing_tests
