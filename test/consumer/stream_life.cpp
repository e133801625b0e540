// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Stopping a stream, moving it, and destroying it, wherever that happens.
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace consumer_stream_life_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::map_stream;

BOOST_FIXTURE_TEST_SUITE(stream_life, two_threads)

BOOST_AUTO_TEST_CASE(request_stop_delivers_what_has_started_and_then_ends)
{
    event go_on;
    tally started;
    auto const call = [&](std::size_t i) {
        started.add();
        go_on.wait();
        return i;
    };
    auto s = map_stream(pool, endless(), call, {.concurrency = 2, .window = 8});
    started.wait_for(2);
    s.request_stop();
    go_on.set();
    BOOST_TEST(next_of(s).value() == 0u);
    BOOST_TEST(next_of(s).value() == 1u);
    for (int times = 0; times != 3; ++times)
        BOOST_TEST(end_of(s) == "stopped");
    auto const end = close(s);
    BOOST_TEST(end.error == "ok");
    BOOST_TEST(end.account.delivered == 2u);
    BOOST_TEST(started.count() == 2u);
}

BOOST_AUTO_TEST_CASE(request_stop_and_stats_may_be_called_from_any_thread)
{
    for (int round = 0; round != 50; ++round) {
        auto s = map_stream(pool, endless(), std::identity(), {.window = 16});
        std::vector<std::jthread> others;
        tally ready;
        for (int t = 0; t != 3; ++t)
            others.emplace_back([&] {
                ready.add();
                for (int i = 0; i != 20; ++i) {
                    auto const now = s.stats();
                    if (now.pulled - now.delivered > s.window() + 4096)
                        std::terminate();
                    static_cast<void>(s.concurrency());
                    static_cast<void>(s.get_executor());
                }
                s.request_stop();
            });
        ready.wait_for(3);
        BOOST_TEST(end_of(s) == "stopped");
    }
}

BOOST_AUTO_TEST_CASE(the_destructor_never_blocks_and_the_state_of_running_calls_lives_on)
{
    for (auto how : both_orders) {
        auto const owned = std::make_shared<int>(7);
        tally started, told;
        event go_on;
        std::atomic<int> sum{0};
        {
            auto const call = [&, owned](std::size_t i, std::stop_token token) {
                std::stop_callback const tell(token, [&] { told.add(); });
                started.add();
                go_on.wait();
                sum += *owned;
                return i;
            };
            auto const s = map_stream(pool, endless(), call, {.concurrency = 2, .window = 8, .order = how});
            started.wait_for(2);
        }
        told.wait_for(2); // the destructor has returned; the calls run, and know
        BOOST_TEST(owned.use_count() > 1);
        go_on.set();
        while (owned.use_count() != 1)
            std::this_thread::yield();
        BOOST_TEST(sum == 14);
        BOOST_TEST(started.count() == 2u);
    }
}

BOOST_AUTO_TEST_CASE(a_stream_may_be_closed_inside_its_own_handler)
{
    auto s = map_stream(pool, endless(), std::identity(), {.window = 4});
    event closed;
    genpool::summary account;
    s.async_next([&](std::exception_ptr, std::optional<std::size_t>) {
        s.async_close([&](std::exception_ptr, genpool::summary a) {
            account = std::move(a);
            closed.set();
        });
    });
    closed.wait();
    BOOST_TEST(account.delivered == 1u);
    BOOST_TEST(balanced(account));
}

BOOST_AUTO_TEST_CASE(a_stream_may_be_destroyed_inside_its_own_handler)
{
    for (int round = 0; round != 200; ++round) {
        auto s = std::make_unique<genpool::stream<std::size_t>>(
            map_stream(pool, endless(), std::identity(), {.window = 4}));
        event destroyed;
        s->async_next([&](std::exception_ptr, std::optional<std::size_t>) {
            s.reset();
            destroyed.set();
        });
        destroyed.wait();
        BOOST_TEST(!s);
    }
}

BOOST_AUTO_TEST_CASE(a_stream_may_be_destroyed_inside_a_call_of_its_own)
{
    for (int round = 0; round != 100; ++round) {
        event made, destroyed;
        std::unique_ptr<genpool::stream<std::size_t>> s;
        std::atomic<int> calls{0};
        auto const call = [&](std::size_t i) {
            if (calls++ == 0) {
                made.wait();
                s.reset();
                destroyed.set();
            }
            return i;
        };
        asio::thread_pool one(1);
        s = std::make_unique<genpool::stream<std::size_t>>(map_stream(one, endless(), call, {.window = 4}));
        made.set();
        destroyed.wait();
        one.join();
        BOOST_TEST(calls == 1);
    }
}

BOOST_AUTO_TEST_CASE(moving_a_stream_moves_the_map_and_assigning_ends_the_one_before)
{
    auto first = map_stream(pool, numbers(10), std::identity());
    BOOST_TEST(next_of(first).value() == 0u);
    auto second = std::move(first);
    BOOST_TEST(next_of(second).value() == 1u);

    auto const owned = std::make_shared<int>();
    auto replaced = map_stream(pool, endless(),
                               std::function<std::size_t(std::size_t)>([owned](std::size_t i) { return i; }));
    replaced = map_stream(pool, endless(),
                          std::function<std::size_t(std::size_t)>([](std::size_t i) { return i + 100; }));
    while (owned.use_count() != 1)
        std::this_thread::yield();
    BOOST_TEST(next_of(replaced).value() == 100u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace consumer_stream_life_tests
