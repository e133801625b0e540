// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Cancelling maps whose functions are awaited, and at any time.
#include <genpool/async_map.hpp>

#include "support/execution/event.hpp"
#include "support/maps/cancellable_map.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/usual.hpp"
#include "support/values/describe.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace engine_cancellation_awaited_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using asio::cancellation_type;
using genpool::async_map;
using genpool::order;

namespace
{

constexpr cancellation_type every_type[] = {cancellation_type::terminal, cancellation_type::partial,
                                            cancellation_type::total, cancellation_type::all};

constexpr auto ignore = [](std::size_t) {};

} // namespace

BOOST_FIXTURE_TEST_SUITE(cancellation_awaited, three_threads)

BOOST_AUTO_TEST_CASE(terminal_cancels_what_awaitable_functions_await)
{
    for (auto how : both_orders) {
        tally waiting;
        auto const waits = [&](std::size_t i) -> asio::awaitable<std::size_t> {
            asio::steady_timer timer(co_await asio::this_coro::executor,
                                     asio::steady_timer::time_point::max());
            waiting.add();
            co_await timer.async_wait(asio::use_awaitable);
            co_return i;
        };
        cancellable_map map(pool, endless(), waits, {.concurrency = 5, .window = 8, .order = how}, ignore);
        waiting.wait_for(5);
        map.cancel(cancellation_type::terminal);
        BOOST_TEST(map.wait() == "stopped");
        BOOST_TEST(waiting.count() == 5u);
        BOOST_TEST(map.account.delivered == 0u);
        BOOST_TEST(map.account.failed == 0u); // they did what they were told
        BOOST_TEST(map.account.cancelled == map.account.pulled);
        BOOST_TEST(!map.account.first_error_index);
        BOOST_TEST((map.account.ended == genpool::end_reason::stopped));
    }
}

BOOST_AUTO_TEST_CASE(a_call_that_throws_something_else_after_a_stop_is_still_a_failure)
{
    for (auto how : both_orders) {
        event started;
        auto const call = [&](std::size_t i, std::stop_token token) {
            started.set();
            while (!token.stop_requested())
                std::this_thread::yield();
            if (i == 0)
                throw std::runtime_error("while stopping");
            return i;
        };
        cancellable_map map(pool, endless(), call, {.concurrency = 1, .window = 8, .order = how}, ignore);
        started.wait();
        map.cancel(cancellation_type::terminal);
        BOOST_TEST(map.wait() == "while stopping");
        BOOST_TEST(map.account.failed == 1u);
        BOOST_TEST(map.account.first_error_index.value() == 0u);
    }
}

BOOST_AUTO_TEST_CASE(terminal_before_an_awaitable_call_has_begun_leaves_it_out)
{
    asio::thread_pool one(1);
    std::size_t begun = 0;
    cancellable_map* running = nullptr;
    event ready;
    auto const counts = [&](std::size_t i) -> asio::awaitable<std::size_t> {
        ready.wait();
        if (++begun == 3)
            running->cancel(cancellation_type::terminal);
        co_return i;
    };
    cancellable_map map(one, numbers(100), counts, {.concurrency = 50, .window = 64}, ignore);
    running = &map;
    ready.set();
    BOOST_TEST(map.wait() == "stopped");
    BOOST_TEST(begun == 3u);
    BOOST_TEST(balanced(map.account));
}

BOOST_AUTO_TEST_CASE(partial_lets_awaitable_functions_finish)
{
    event go_on;
    tally waiting;
    auto const waits = [&](std::size_t i) -> asio::awaitable<std::size_t> {
        waiting.add();
        while (!go_on.is_set()) {
            asio::steady_timer timer(co_await asio::this_coro::executor,
                                     asio::steady_timer::time_point::min());
            co_await timer.async_wait(asio::use_awaitable);
        }
        co_return i;
    };
    cancellable_map map(pool, endless(), waits, {.concurrency = 5, .window = 5}, ignore);
    waiting.wait_for(5);
    map.cancel(cancellation_type::partial);
    go_on.set();
    BOOST_TEST(map.wait() == "stopped");
    BOOST_TEST(map.account.delivered == 5u);
}

BOOST_AUTO_TEST_CASE(async_map_completes_with_the_delivered_prefix)
{
    for (auto type : {cancellation_type::terminal, cancellation_type::partial}) {
        asio::cancellation_signal signal;
        event go_on, ended;
        tally started;
        std::string error;
        std::vector<std::size_t> prefix;
        auto const waits = [&](std::size_t i) {
            started.add();
            if (i >= 10)
                go_on.wait();
            return i;
        };
        async_map(pool, endless(), waits, {.concurrency = 2, .window = 4},
                  asio::bind_cancellation_slot(signal.slot(),
                                               [&](std::exception_ptr e, std::vector<std::size_t> all) {
                                                   error = describe(e);
                                                   prefix = std::move(all);
                                                   ended.set();
                                               }));
        started.wait_for(12);
        signal.emit(type);
        go_on.set();
        ended.wait();
        BOOST_TEST(error == "stopped");
        BOOST_TEST(prefix.size() >= 10u);
        BOOST_TEST(prefix.size() <= 14u);
        for (std::size_t i = 0; i != prefix.size(); ++i)
            BOOST_TEST(prefix[i] == i);
    }
}

BOOST_AUTO_TEST_CASE(emissions_at_any_time_leave_a_balanced_account_and_a_prefix)
{
    for (auto how : both_orders)
        for (auto type : every_type)
            for (std::size_t round = 0; round != 100; ++round) {
                std::atomic<std::size_t> called{0};
                std::vector<std::size_t> results;
                cancellable_map map(
                    pool, numbers(300),
                    [&](std::size_t i) {
                        ++called;
                        return i;
                    },
                    {.window = 1 + round % 40, .order = how}, [&](std::size_t i) { results.push_back(i); });
                while (called < 3 * round && !map.has_ended())
                    std::this_thread::yield();
                map.cancel(type);
                auto const error = map.wait();
                map.cancel(type);
                BOOST_TEST(balanced(map.account));
                BOOST_TEST(map.account.delivered == results.size());
                BOOST_TEST((error == "stopped" || (error == "ok" && results.size() == 300)));
                if (how == order::input)
                    for (std::size_t i = 0; i != results.size(); ++i)
                        BOOST_TEST_REQUIRE(results[i] == i);
                if (type == cancellation_type::total)
                    BOOST_TEST(error == "ok");
                if (type == cancellation_type::partial)
                    BOOST_TEST(map.account.cancelled == 0u);
            }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_cancellation_awaited_tests
