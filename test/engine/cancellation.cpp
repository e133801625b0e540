// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// async_for_each and async_map: partial pulls nothing more, terminal also starts nothing more and signals stop
// tokens, total is ignored; both wait for running calls.
#include <genpool/generator.hpp>

#include "support/execution/event.hpp"
#include "support/maps/cancellable_map.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/usual.hpp"
#include "support/values/describe.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <ranges>
#include <stop_token>
#include <thread>
#include <vector>

namespace engine_cancellation_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using asio::cancellation_type;

namespace
{

constexpr auto ignore = [](std::size_t) {};

} // namespace

BOOST_FIXTURE_TEST_SUITE(cancellation, three_threads)

BOOST_AUTO_TEST_CASE(before_the_first_pull_nothing_is_pulled)
{
    for (auto type : {cancellation_type::terminal, cancellation_type::partial, cancellation_type::all}) {
        asio::io_context later;
        bool touched = false;
        auto const source = endless() | std::views::transform([&](std::size_t i) {
                                touched = true;
                                return i;
                            });
        cancellable_map map(later, source, std::identity(), {}, ignore);
        map.cancel(type);
        map.cancel(type); // twice is once
        later.run();
        BOOST_TEST(map.wait() == "stopped");
        BOOST_TEST(!touched);
        BOOST_TEST(map.account.pulled == 0u);
        BOOST_TEST((map.account.ended == genpool::end_reason::stopped));
        BOOST_TEST(map.slot_was_clear);
    }
}

BOOST_AUTO_TEST_CASE(total_is_ignored_at_every_moment)
{
    for (auto how : both_orders) {
        event started, go_on;
        auto const waits = [&](std::size_t i, std::stop_token token) {
            started.set();
            go_on.wait();
            return token.stop_requested() ? 1000 : i;
        };
        std::size_t sum = 0;
        cancellable_map map(pool, numbers(100), waits, {.window = 4, .order = how},
                            [&](std::size_t i) { sum += i; });
        map.cancel(cancellation_type::total);
        started.wait();
        map.cancel(cancellation_type::total);
        go_on.set();
        map.cancel(cancellation_type::total);
        BOOST_TEST(map.wait() == "ok");
        BOOST_TEST(sum == 4950u);
        BOOST_TEST(map.account.delivered == 100u);
    }
}

BOOST_AUTO_TEST_CASE(partial_pulls_nothing_more_but_runs_and_delivers_what_was_pulled)
{
    for (auto how : both_orders)
        for (std::size_t window : {1u, 3u, 8u}) {
            tally pulled;
            event started, go_on;
            std::atomic<bool> signalled{false};
            auto const source = endless() | std::views::transform([&](std::size_t i) {
                                    pulled.add();
                                    return i;
                                });
            auto const waits = [&](std::size_t i, std::stop_token token) {
                started.set();
                go_on.wait();
                if (token.stop_requested())
                    signalled = true;
                return i;
            };
            std::size_t delivered = 0;
            cancellable_map map(pool, source, waits, {.concurrency = 2, .window = window, .order = how},
                                [&](std::size_t) { ++delivered; });
            started.wait();
            pulled.wait_for(window);
            map.cancel(cancellation_type::partial);
            go_on.set();
            BOOST_TEST(map.wait() == "stopped");
            BOOST_TEST(pulled.count() == window);
            BOOST_TEST(delivered == window);
            BOOST_TEST(map.account.delivered == window);
            BOOST_TEST(map.account.cancelled == 0u);
            BOOST_TEST(!signalled);
            BOOST_TEST(map.slot_was_clear);
        }
}

BOOST_AUTO_TEST_CASE(terminal_starts_nothing_more_signals_stop_tokens_and_waits_for_running_calls)
{
    for (auto how : both_orders)
        for (auto type : {cancellation_type::terminal, cancellation_type::all}) {
            tally started, told;
            event go_on;
            std::atomic<int> returned{0};
            auto const waits = [&](std::size_t i, std::stop_token token) {
                std::stop_callback const tell(token, [&] { told.add(); });
                started.add();
                go_on.wait();
                ++returned;
                return i;
            };
            cancellable_map map(pool, endless(), waits, {.concurrency = 2, .window = 8, .order = how},
                                ignore);
            started.wait_for(2);
            map.cancel(type);
            told.wait_for(2); // while they run
            BOOST_TEST(!map.has_ended());
            go_on.set();
            BOOST_TEST(map.wait() == "stopped");
            BOOST_TEST(returned == 2);
            BOOST_TEST(started.count() == 2u);
            BOOST_TEST(balanced(map.account));
            BOOST_TEST(map.account.failed == 0u);
            BOOST_TEST(map.account.delivered <= 2u);
        }
}

BOOST_AUTO_TEST_CASE(terminal_still_delivers_running_calls_whose_predecessors_are_there)
{
    event go_on;
    tally started;
    auto const waits = [&](std::size_t i) {
        started.add();
        go_on.wait();
        return i;
    };
    std::vector<std::size_t> results;
    cancellable_map map(pool, endless(), waits, {.concurrency = 3, .window = 8},
                        [&](std::size_t i) { results.push_back(i); });
    started.wait_for(3);
    map.cancel(cancellation_type::terminal);
    go_on.set();
    BOOST_TEST(map.wait() == "stopped");
    BOOST_TEST((results == std::vector<std::size_t>{0, 1, 2}));
    BOOST_TEST(map.account.delivered == 3u);
}

BOOST_AUTO_TEST_CASE(terminal_after_partial_is_still_terminal)
{
    tally started;
    auto const until_stop = [&](std::size_t i, std::stop_token token) {
        started.add();
        while (!token.stop_requested())
            std::this_thread::yield();
        return i;
    };
    cancellable_map map(pool, endless(), until_stop, {.concurrency = 2, .window = 8}, ignore);
    started.wait_for(2);
    map.cancel(cancellation_type::partial);
    map.cancel(cancellation_type::terminal);
    BOOST_TEST(map.wait() == "stopped");
    BOOST_TEST(started.count() == 2u);
}

BOOST_AUTO_TEST_CASE(what_had_ended_with_nothing_missing_is_a_success)
{
    for (auto type : {cancellation_type::terminal, cancellation_type::partial}) {
        asio::thread_pool two(2);
        event at_its_end, called, go_on;
        auto const one_item = [](event& at_end) -> genpool::generator<std::size_t> {
            co_yield 0;
            at_end.set();
        };
        auto const waits = [&](std::size_t i) {
            called.set();
            go_on.wait();
            return i;
        };
        cancellable_map map(two, one_item(at_its_end), waits, {.concurrency = 1, .window = 8}, ignore);
        at_its_end.wait();
        called.wait();
        event pull_is_over; // on the thread that has pulled: the other one is in the call
        asio::post(two, [&] { pull_is_over.set(); });
        pull_is_over.wait();
        map.cancel(type);
        go_on.set();
        BOOST_TEST(map.wait() == "ok");
        BOOST_TEST(map.account.delivered == 1u);
        BOOST_TEST((map.account.ended == genpool::end_reason::completed));
        map.cancel(type); // after the end
    }
}

BOOST_AUTO_TEST_CASE(a_cancellation_in_the_callback_stops_after_what_was_pulled)
{
    for (auto how : both_orders)
        for (auto type : {cancellation_type::terminal, cancellation_type::partial}) {
            std::atomic<std::size_t> pulled{0};
            std::size_t pulled_before = 0;
            event handed, can_go;
            cancellable_map* running = nullptr;
            auto const source = endless() | std::views::transform([&](std::size_t i) {
                                    ++pulled;
                                    return i;
                                });
            cancellable_map map(pool, source, std::identity(), {.window = 4, .order = how}, [&](std::size_t) {
                can_go.wait();
                if (!handed.is_set()) {
                    running->cancel(type);
                    pulled_before = pulled;
                    handed.set();
                }
            });
            running = &map;
            can_go.set();
            BOOST_TEST(map.wait() == "stopped");
            BOOST_TEST(pulled <= pulled_before + 1); // that one was being pulled
            BOOST_TEST(balanced(map.account));
            if (type == cancellation_type::partial)
                BOOST_TEST(map.account.delivered == map.account.pulled);
        }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_cancellation_tests
