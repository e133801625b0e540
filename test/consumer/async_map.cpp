// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_map.hpp>
#include <genpool/generator.hpp>

#include "support/execution/event.hpp"
#include "support/maps/usual.hpp"
#include "support/values/describe.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

namespace consumer_async_map_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::async_map;

BOOST_FIXTURE_TEST_SUITE(mapping, two_threads)

BOOST_AUTO_TEST_CASE(it_collects_everything_in_input_order)
{
    auto const square = [](std::size_t i) { return i * i; };
    auto const all = async_map(pool, numbers(20'000), square, asio::use_future).get();
    BOOST_TEST_REQUIRE(all.size() == 20'000u);
    for (std::size_t i = 0; i != all.size(); ++i)
        BOOST_TEST_REQUIRE(all[i] == i * i);
}

BOOST_AUTO_TEST_CASE(it_collects_in_completion_order_when_asked)
{
    auto all = async_map(pool, numbers(20'000), std::identity(), {.order = genpool::order::completion},
                         asio::use_future)
                   .get();
    std::ranges::sort(all);
    BOOST_TEST_REQUIRE(all.size() == 20'000u);
    for (std::size_t i = 0; i != all.size(); ++i)
        BOOST_TEST_REQUIRE(all[i] == i);
}

BOOST_AUTO_TEST_CASE(results_may_be_movable_only)
{
    auto const box = [](std::size_t i) { return std::make_unique<std::size_t>(i); };
    auto const all = async_map(pool, numbers(100), box, asio::use_future).get();
    for (std::size_t i = 0; i != 100; ++i)
        BOOST_TEST(*all.at(i) == i);
}

BOOST_AUTO_TEST_CASE(a_function_that_returns_nothing_completes_without_results)
{
    std::atomic<std::size_t> sum{0};
    std::future<void> done = async_map(
        pool, numbers(100), [&](std::size_t i) { sum += i; }, asio::use_future);
    done.get();
    BOOST_TEST(sum == 4950u);
}

BOOST_AUTO_TEST_CASE(a_deferred_map_touches_nothing_until_it_is_started)
{
    std::atomic<bool> touched{false};
    auto const body = [](std::atomic<bool>& flag) -> genpool::generator<std::string> {
        flag = true;
        co_yield "a";
        co_yield "b";
    };
    auto later = async_map(pool, body(touched), &std::string::size, asio::deferred);
    event done;
    std::size_t results = 0;
    BOOST_TEST(!touched);
    std::move(later)([&](std::exception_ptr, std::vector<std::size_t> all) {
        results = all.size();
        done.set();
    });
    done.wait();
    BOOST_TEST(results == 2u);
}

BOOST_AUTO_TEST_CASE(a_deferred_map_that_is_dropped_never_starts)
{
    std::atomic<bool> touched{false};
    auto const owned = std::make_shared<int>();
    {
        auto const call = [&, owned](std::size_t i) {
            touched = true;
            return i;
        };
        [[maybe_unused]] auto const later = async_map(pool, numbers(5), call, asio::deferred);
    }
    pool.join();
    BOOST_TEST(!touched);
    BOOST_TEST(owned.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(arguments_that_are_lvalues_are_copied_and_not_moved_from)
{
    auto const owned = std::make_shared<int>();
    std::vector<std::string> const words{"one", "two"};
    auto const view = std::views::all(words);
    auto function = [owned](std::string const& s) { return owned ? s.size() : 0; };
    tally done;
    std::vector<std::size_t> sizes;
    auto handler = [&, owned](std::exception_ptr, std::vector<std::size_t> all) {
        if (owned)
            sizes = std::move(all);
        done.add();
    };
    for (std::size_t times = 1; times <= 3; ++times) {
        async_map(pool, view, function, handler);
        done.wait_for(times);
        BOOST_TEST((sizes == std::vector<std::size_t>{3, 3}));
    }
    async_map(pool, std::ref(words), std::as_const(function), std::as_const(handler));
    done.wait_for(4);
    async_map(pool, std::ref(words), function, std::ref(handler));
    done.wait_for(5);
    BOOST_TEST(words.at(0) == "one");
}

BOOST_AUTO_TEST_CASE(it_keeps_an_io_context_running_until_it_has_completed)
{
    asio::io_context context;
    std::size_t results = 0;
    async_map(context, numbers(1000), std::identity(),
              [&](std::exception_ptr, std::vector<std::size_t> all) { results = all.size(); });
    BOOST_TEST(results == 0u); // never inside the initiating function
    context.run();
    BOOST_TEST(results == 1000u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace consumer_async_map_tests
