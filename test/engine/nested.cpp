// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Maps inside maps: no thread of a pool is ever blocked, so one thread is enough.
#include <genpool/async_for_each.hpp>
#include <genpool/async_map.hpp>
#include <genpool/async_submit.hpp>
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <ranges>
#include <utility>
#include <vector>

namespace engine_nested_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::async_for_each;
using genpool::async_map;
using genpool::async_submit;
using genpool::map_stream;

namespace
{

constexpr std::size_t breadth = 5;

std::size_t sum(std::vector<std::size_t> const& all)
{
    std::size_t total = 0;
    for (auto one : all)
        total += one;
    return total;
}

/// Counts the leaves of a tree, one map for each node, on the pools in turn.
asio::awaitable<std::size_t> leaves(std::array<asio::thread_pool*, 2> pools, std::size_t depth)
{
    if (depth == 0)
        co_return 1;
    auto const below = [pools, depth](std::size_t) { return leaves({pools[1], pools[0]}, depth - 1); };
    genpool::options const o{.concurrency = 2, .window = 3};
    auto counts = co_await async_map(*pools[0], numbers(breadth), below, o, asio::use_awaitable);
    co_return sum(counts);
}

/// The same with completions alone: `done` is called once for each leaf.
void plant(asio::thread_pool& pool, std::size_t depth, tally& done)
{
    if (depth == 0)
        return done.add();
    async_for_each(
        pool, numbers(breadth), [&pool, depth, &done](std::size_t) { plant(pool, depth - 1, done); },
        [](std::exception_ptr, genpool::summary) {});
}

} // namespace

BOOST_AUTO_TEST_SUITE(nested)

BOOST_AUTO_TEST_CASE(maps_finished_by_co_await_work_four_deep_on_one_thread)
{
    for (std::size_t threads : {1u, 2u, 4u}) {
        asio::thread_pool pool(threads);
        auto const whole = [&] { return leaves({&pool, &pool}, 4); };
        BOOST_TEST(async_submit(pool, whole, asio::use_future).get() ==
                   breadth * breadth * breadth * breadth);
    }
}

BOOST_AUTO_TEST_CASE(maps_finished_by_completion_work_four_deep_on_one_thread)
{
    for (std::size_t threads : {1u, 2u, 4u}) {
        tally done;
        asio::thread_pool pool(threads);
        plant(pool, 4, done);
        done.wait_for(breadth * breadth * breadth * breadth);
        pool.join();
        BOOST_TEST(done.count() == breadth * breadth * breadth * breadth);
    }
}

BOOST_AUTO_TEST_CASE(maps_nest_across_pools_of_one_thread)
{
    asio::thread_pool first(1), second(1);
    auto const whole = [&] { return leaves({&first, &second}, 4); };
    BOOST_TEST(async_submit(first, whole, asio::use_future).get() == breadth * breadth * breadth * breadth);
}

BOOST_AUTO_TEST_CASE(a_map_may_be_started_in_a_completion_handler)
{
    asio::thread_pool pool(1);
    struct chain
    {
        asio::thread_pool& pool;
        int left;
        event ended;

        void operator()()
        {
            async_for_each(pool, numbers(10), std::identity(), [this](std::exception_ptr, genpool::summary) {
                if (--left == 0)
                    ended.set();
                else
                    (*this)();
            });
        }
    } maps{pool, 1000, {}};
    maps();
    maps.ended.wait();
}

BOOST_AUTO_TEST_CASE(a_function_may_be_a_stage_that_awaits_the_results_of_another_map)
{
    asio::thread_pool pool(1);
    auto const total = [&](std::size_t n) -> asio::awaitable<std::size_t> {
        auto s = map_stream(pool, numbers(n), std::identity(), {.window = 2});
        std::size_t result = 0;
        while (auto const item = co_await s.async_next(asio::use_awaitable))
            result += *item;
        co_return result;
    };
    auto const map = collect_map(pool, numbers(20), total);
    BOOST_TEST(map.error == "ok");
    for (std::size_t n = 0; n != 20; ++n)
        BOOST_TEST(map.results.at(n) == n * (n - (n != 0)) / 2);
}

BOOST_AUTO_TEST_CASE(a_generator_may_pull_a_map_on_its_own_pool)
{
    asio::thread_pool pool(1);
    auto const squares = [](asio::thread_pool& p, std::size_t n) -> genpool::generator<std::size_t> {
        auto inner = map_stream(p, numbers(n), [](std::size_t i) { return i * i; }, {.window = 2});
        while (auto item = co_await genpool::next(inner))
            co_yield *item;
    };
    auto const map = collect_map(pool, squares(pool, 100), std::identity(), {.window = 2});
    BOOST_TEST(map.error == "ok");
    for (std::size_t i = 0; i != 100; ++i)
        BOOST_TEST(map.results.at(i) == i * i);
}

BOOST_AUTO_TEST_CASE(a_hundred_maps_on_one_pool_all_progress)
{
    for (std::size_t threads : {1u, 2u}) {
        constexpr std::size_t maps = 100;
        constexpr std::size_t each = 200;
        asio::thread_pool pool(threads);
        std::atomic<std::size_t> fed{0}; // maps that have delivered enough: none ends before all have
        tally ended;
        bool all_stopped = true;
        for (std::size_t m = 0; m != maps; ++m) {
            auto const delivered = std::make_shared<std::size_t>(0);
            async_for_each(
                pool, std::views::iota(std::size_t(0)) | std::views::take_while([&](std::size_t) {
                          return fed != maps;
                      }),
                std::identity(),
                [&, delivered](std::size_t) {
                    if (++*delivered == each)
                        ++fed;
                },
                {.concurrency = 2, .window = 16},
                [&](std::exception_ptr error, genpool::summary s) {
                    if (error || s.delivered < each)
                        all_stopped = false;
                    ended.add();
                });
        }
        ended.wait_for(maps);
        BOOST_TEST(all_stopped);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_nested_tests
