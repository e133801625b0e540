// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What the failure of one call means for the others: those whose results nobody will get are told to stop, those that
// had returned are delivered, and the destruction of what a call awaits fails that call alone.
#include <genpool/async_for_each.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <set>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

namespace engine_errors_of_others_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::end_reason;
using genpool::map_stream;
using genpool::order;

namespace
{

[[noreturn]] void fail() { throw std::runtime_error("failed"); }

void wait_for_stop(std::stop_token const& token)
{
    while (!token.stop_requested())
        std::this_thread::yield();
}

asio::awaitable<void> wait_for_cancellation()
{
    asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
    co_await timer.async_wait(asio::use_awaitable);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(errors_of_others, four_threads)

BOOST_AUTO_TEST_CASE(in_input_order_a_failure_tells_the_calls_behind_it_and_not_those_before)
{
    for (int round = 0; round != 20; ++round) {
        tally running;
        event behind_returned;
        std::atomic<bool> told_before{false};
        auto const call = [&](std::size_t i, std::stop_token token) {
            running.add();
            running.wait_for(4);
            if (i == 1)
                fail();
            if (i == 0) {
                behind_returned.wait(); // so that there was time to be told
                told_before = token.stop_requested();
            } else {
                wait_for_stop(token);
                if (i == 3)
                    behind_returned.set();
            }
            return i;
        };
        auto const map = collect_map(pool, numbers(4), call, {.concurrency = 4, .window = 4});
        BOOST_TEST(map.error == "failed");
        BOOST_TEST(map.account.delivered == 1u);
        BOOST_TEST(*map.account.first_error_index == 1u);
        BOOST_TEST(!told_before);
    }
}

BOOST_AUTO_TEST_CASE(in_completion_order_a_failure_tells_all_calls)
{
    tally running;
    auto const call = [&](std::size_t i, std::stop_token token) {
        running.add();
        running.wait_for(4);
        if (i == 2)
            fail();
        wait_for_stop(token);
        return i;
    };
    auto const map =
        collect_map(pool, numbers(4), call, {.concurrency = 4, .window = 4, .order = order::completion});
    BOOST_TEST(map.error == "failed");
    BOOST_TEST(map.account.failed == 1u);
    BOOST_TEST(map.account.cancelled == 3u);
}

BOOST_AUTO_TEST_CASE(an_earlier_failure_tells_those_between_it_and_the_later_one)
{
    tally running;
    event later_failed;
    auto const call = [&](std::size_t i, std::stop_token token) {
        running.add();
        running.wait_for(4);
        if (i == 2)
            fail();
        if (i == 3) {
            wait_for_stop(token);
            later_failed.set();
        } else if (i == 0) {
            later_failed.wait();
            throw std::runtime_error("the first");
        } else {
            wait_for_stop(token); // of 1, told by the failure of 0 alone
        }
        return i;
    };
    auto const map = collect_map(pool, numbers(4), call, {.concurrency = 4, .window = 4});
    BOOST_TEST(map.error == "the first");
    BOOST_TEST(*map.account.first_error_index == 0u);
}

BOOST_AUTO_TEST_CASE(calls_before_the_failure_that_start_after_it_are_not_told)
{
    for (int round = 0; round != 20; ++round) {
        event failed;
        std::atomic<int> told{0};
        auto const call = [&](std::size_t i, std::stop_token token) {
            if (i == 900)
                failed.set();
            if (i >= 900)
                fail();
            if (i == 500)
                failed.wait();
            told += token.stop_requested();
            return i;
        };
        auto const map = collect_map(pool, numbers(1000), call, {.concurrency = 4, .window = 1000});
        BOOST_TEST(map.error == "failed");
        BOOST_TEST(map.account.delivered == 900u);
        BOOST_TEST(told == 0);
    }
}

BOOST_AUTO_TEST_CASE(awaitable_calls_are_told_by_their_cancellation_and_by_their_stop_token)
{
    for (auto how : both_orders) {
        tally running;
        event go_on;
        auto const call = [&](std::size_t i, std::stop_token token) -> asio::awaitable<std::size_t> {
            running.add();
            if (i == 0) {
                running.wait_for(4);
                fail();
            }
            if (i % 2 == 0) {
                co_await wait_for_cancellation();
            } else {
                asio::steady_timer timer(co_await asio::this_coro::executor);
                while (!token.stop_requested()) {
                    timer.expires_after(std::chrono::milliseconds(1));
                    co_await timer.async_wait(asio::use_awaitable);
                }
            }
            co_return i;
        };
        auto const map = collect_map(pool, numbers(4), call, {.concurrency = 4, .window = 4, .order = how});
        BOOST_TEST(map.error == "failed");
        BOOST_TEST(map.account.failed == 1u);
        BOOST_TEST(map.account.cancelled == 3u);
    }
}

BOOST_AUTO_TEST_CASE(an_awaitable_call_before_the_failure_is_not_cancelled)
{
    event failed;
    auto const call = [&](std::size_t i) -> asio::awaitable<std::size_t> {
        if (i == 1) {
            failed.set();
            fail();
        }
        asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(1));
        while (!failed.is_set()) {
            timer.expires_after(std::chrono::milliseconds(1));
            co_await timer.async_wait(asio::use_awaitable);
        }
        timer.expires_after(std::chrono::milliseconds(20));
        co_await timer.async_wait(asio::use_awaitable);
        co_return i;
    };
    auto const map = collect_map(pool, numbers(2), call, {.concurrency = 2, .window = 2});
    BOOST_TEST(map.error == "failed");
    BOOST_TEST(map.account.delivered == 1u);
}

BOOST_AUTO_TEST_CASE(a_failing_callback_tells_all_calls)
{
    tally running;
    auto const call = [&](std::size_t i, std::stop_token token) {
        if (i != 0) {
            running.add();
            wait_for_stop(token);
        }
        return i;
    };
    auto const end = run_map(pool, numbers(3), call, {.concurrency = 3, .window = 3}, [&](std::size_t) {
        running.wait_for(2);
        fail();
    });
    BOOST_TEST(end.error == "failed");
}

BOOST_AUTO_TEST_CASE(a_failure_tells_the_calls_of_earlier_stages)
{
    tally running;
    auto const first = [&](std::size_t i, std::stop_token token) {
        if (i != 0) {
            running.add();
            wait_for_stop(token);
        }
        return i;
    };
    auto const second = [&](std::size_t i) {
        running.wait_for(2);
        fail();
        return i;
    };
    auto stage = map_stream(pool, numbers(3), first, {.concurrency = 2, .window = 3});
    auto const map = collect_map(pool, std::move(stage), second, {.concurrency = 1, .window = 3});
    BOOST_TEST(map.error == "failed");
    BOOST_TEST(map.account.upstream.at(0).pulled == 3u);
}

BOOST_AUTO_TEST_CASE(a_failure_behind_an_end_that_has_been_told_changes_nothing)
{
    event waits, fails, go_on;
    auto const call = [&](std::size_t i, std::stop_token token) {
        if (i == 0) {
            waits.set();
            wait_for_stop(token);
            throw boost::system::system_error(asio::error::operation_aborted);
        }
        fails.set();
        go_on.wait();
        fail();
        return i;
    };
    auto s = map_stream(pool, numbers(2), call, {.concurrency = 2, .window = 2});
    waits.wait(); // a call that has not begun when the map is stopped never does
    fails.wait();
    s.request_stop();
    BOOST_TEST(end_of(s) == "stopped");
    go_on.set();
    while (s.stats().failed != 1)
        std::this_thread::yield();
    BOOST_TEST(end_of(s) == "stopped");
    auto const end = close(s);
    BOOST_TEST(end.error == "ok");
    BOOST_TEST((end.account.ended == end_reason::stopped));
    BOOST_TEST(end_of(s) == "stopped");
}

// In completion order, what had returned before the failing call is delivered first, published or not.

BOOST_AUTO_TEST_CASE(results_that_nobody_had_looked_at_come_before_the_failure)
{
    constexpr std::size_t count = 3000;
    for (int round = 0; round != 5; ++round) {
        std::atomic<std::size_t> returned{0};
        event fails, failed;
        auto const call = [&](std::size_t i) {
            if (i < count)
                ++returned;
            else if (i == count)
                failed.wait();
            else {
                fails.wait();
                fail();
            }
            return i;
        };
        auto s = map_stream(pool, numbers(count + 2), call,
                            {.concurrency = 2, .window = 1024, .order = order::completion});
        std::set<std::size_t> got;
        while (got.size() < count - 500)
            got.insert(*next_of(s));
        while (returned != count) // all have been called, and but for the last moment have returned
            std::this_thread::yield();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        fails.set();
        while (s.stats().failed != 1)
            std::this_thread::yield();
        failed.set();
        std::string error;
        while (auto const result = next_of(s, &error))
            got.insert(*result);
        BOOST_TEST(error == "failed");
        BOOST_TEST(got.size() == count);
    }
}

// What a call awaits is destroyed, by whoever had begun it, while the pool lives.

BOOST_AUTO_TEST_CASE(an_awaited_operation_that_is_destroyed_fails_its_call_at_its_index)
{
    for (auto how : both_orders)
        for (bool const at_once : {true, false}) {
            std::shared_ptr<void> kept; // the handler
            event begun;
            auto const never_completed = [&](auto& token) {
                return asio::async_initiate<decltype(token), void()>(
                    [&](auto handler) {
                        if (!at_once)
                            kept = std::make_shared<decltype(handler)>(std::move(handler));
                        begun.set();
                    },
                    token);
            };
            auto const call = [&](std::size_t i) -> asio::awaitable<std::size_t> {
                if (i == 5)
                    co_await never_completed(asio::use_awaitable);
                co_return i;
            };
            auto s = map_stream(pool, numbers(10), call, {.concurrency = 4, .window = 10, .order = how});
            begun.wait();
            kept.reset();
            std::size_t delivered = 0;
            std::string error;
            while (next_of(s, &error))
                ++delivered;
            BOOST_TEST(error == "stopped"); // operation_aborted, of the call
            auto const end = close(s);
            BOOST_TEST((end.account.ended == end_reason::failed));
            BOOST_TEST(end.account.failed == 1u);
            BOOST_TEST(*end.account.first_error_index == 5u);
            BOOST_TEST((delivered == 5u || how == order::completion));
        }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_errors_of_others_tests
