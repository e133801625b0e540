// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_map.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <functional>
#include <numeric>
#include <random>
#include <ranges>
#include <thread>
#include <utility>
#include <vector>

namespace engine_order_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::map_stream;
using genpool::order;

namespace
{

std::vector<std::size_t> first_numbers(std::size_t count)
{
    std::vector<std::size_t> all(count);
    std::iota(all.begin(), all.end(), std::size_t(0));
    return all;
}

/// Takes very different times, so that calls overtake each other.
std::size_t uneven(std::size_t i)
{
    std::minstd_rand random(static_cast<unsigned>(i));
    for (auto n = random() % 64 == 0 ? random() % 20'000 : random() % 20; n != 0; --n)
        random();
    if (random() % 256 == 0)
        std::this_thread::yield();
    return i;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(order_of_results, four_threads)

BOOST_AUTO_TEST_CASE(in_input_order_results_come_in_the_order_of_their_items)
{
    for (std::size_t window : {1u, 2u, 5u, 64u, 100'000u})
        for (std::size_t concurrency : {1u, 2u, 4u, 7u}) {
            auto const map =
                collect_map(pool, numbers(10'000), uneven, {.concurrency = concurrency, .window = window});
            BOOST_TEST(map.error == "ok");
            BOOST_TEST((map.results == first_numbers(10'000)));
        }
    BOOST_TEST(
        (genpool::async_map(pool, numbers(10'000), uneven, asio::use_future).get() == first_numbers(10'000)));
}

BOOST_AUTO_TEST_CASE(in_completion_order_results_are_all_there_once)
{
    for (std::size_t window : {1u, 2u, 5u, 64u, 100'000u}) {
        auto map = collect_map(pool, numbers(10'000), uneven, {.window = window, .order = order::completion});
        BOOST_TEST(map.error == "ok");
        std::ranges::sort(map.results);
        BOOST_TEST((map.results == first_numbers(10'000)));
    }
}

BOOST_AUTO_TEST_CASE(in_completion_order_results_come_as_their_calls_finish)
{
    tally finished;
    auto const backwards = [&](std::size_t i) {
        finished.wait_for(3 - i);
        return i;
    };
    auto s =
        map_stream(pool, numbers(4), backwards, {.concurrency = 4, .window = 4, .order = order::completion});
    for (std::size_t expected : {3u, 2u, 1u, 0u}) {
        BOOST_TEST(next_of(s).value() == expected);
        finished.add();
    }
    BOOST_TEST(end_of(s) == "ok");
}

BOOST_AUTO_TEST_CASE(results_that_wait_for_the_consumer_come_in_the_order_of_their_completion)
{
    tally finished, returned;
    auto const backwards = [&](std::size_t i) {
        finished.wait_for(3 - i);
        return i;
    };
    auto s =
        map_stream(pool, numbers(4), backwards, {.concurrency = 4, .window = 4, .order = order::completion});
    for (std::size_t ready = 1; ready <= 4; ++ready) {
        while (s.stats().ready != ready)
            std::this_thread::yield();
        finished.add();
    }
    for (std::size_t expected : {3u, 2u, 1u, 0u})
        BOOST_TEST(s.try_next().value() == expected);
}

BOOST_AUTO_TEST_CASE(stages_keep_the_order)
{
    auto doubled = map_stream(pool, numbers(5000), uneven, {.window = 7});
    auto again = map_stream(pool, std::move(doubled), uneven, {.window = 3});
    auto const map = collect_map(pool, std::move(again), uneven);
    BOOST_TEST((map.results == first_numbers(5000)));
}

BOOST_AUTO_TEST_CASE(consumer_callbacks_never_overlap)
{
    asio::thread_pool others(4);
    auto const check = [&](auto bind) {
        for (auto how : {order::input, order::completion}) {
            std::size_t calls = 0; // unsynchronised on purpose
            bool inside = false, overlapped = false;
            auto const on_result = [&](std::size_t) {
                overlapped = overlapped || std::exchange(inside, true);
                ++calls;
                if (calls % 64 == 0)
                    std::this_thread::yield();
                inside = false;
            };
            auto const map =
                run_map(pool, numbers(20'000), uneven, {.window = 64, .order = how}, bind(on_result));
            BOOST_TEST(map.error == "ok");
            BOOST_TEST(calls == 20'000u);
            BOOST_TEST(!overlapped);
        }
    };
    check([](auto f) { return f; });
    check([&](auto f) { return asio::bind_executor(others, f); });
    check([&](auto f) { return asio::bind_executor(asio::make_strand(others), f); });
}

BOOST_AUTO_TEST_CASE(on_result_runs_on_its_own_executor_else_the_handlers_else_the_pool)
{
    asio::thread_pool results(1), handlers(1);
    auto const runs_on = [](asio::thread_pool& p) { return p.get_executor().running_in_this_thread(); };
    auto const map = [&](auto on_result, auto bind) {
        bool right = true;
        event ended;
        bool handler_right = false;
        genpool::async_for_each(pool, numbers(100), std::identity(), on_result(right),
                                bind([&](std::exception_ptr, genpool::summary) {
                                    handler_right = runs_on(handlers) || runs_on(pool);
                                    ended.set();
                                }));
        ended.wait();
        return right && handler_right;
    };
    auto const expecting = [&](asio::thread_pool& expected) {
        return [&](bool& right) { return [&](std::size_t) { right = right && runs_on(expected); }; };
    };
    auto const on_handlers = [&](auto f) { return asio::bind_executor(handlers, f); };
    BOOST_TEST(map([&](bool& right) { return asio::bind_executor(results, expecting(results)(right)); },
                   on_handlers));
    BOOST_TEST(map(expecting(handlers), on_handlers));
    BOOST_TEST(map(expecting(pool), [](auto f) { return f; }));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_order_tests
