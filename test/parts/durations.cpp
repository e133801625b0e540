// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_collect.hpp>
#include <genpool/async_for_each.hpp>
#include <genpool/attempt.hpp>
#include <genpool/map.hpp>
#include <genpool/timed.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace parts_durations_tests
{

using namespace genpool;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace
{

using ints = std::vector<int>;

template <class F>
auto results_of(F function)
{
    asio::thread_pool pool(2);
    return async_collect(ints{1, 2, 3} | genpool::map(pool, std::move(function)), asio::use_future).get();
}

} // namespace

BOOST_AUTO_TEST_SUITE(parts_durations)

BOOST_AUTO_TEST_CASE(quantiles_are_at_most_a_sixteenth_too_long)
{
    call_durations all;
    BOOST_TEST(all.quantile(0.5).count() == 0);
    for (std::int64_t ns = 1; ns < std::numeric_limits<std::int64_t>::max() / 3; ns = 3 * ns + 1) {
        call_durations one;
        one.add(std::chrono::nanoseconds(ns));
        auto const told = one.quantile(1).count();
        BOOST_TEST(told >= ns);
        BOOST_TEST(told - ns <= ns / 16);
    }
    for (int ms = 1; ms <= 100; ++ms)
        all.add(std::chrono::milliseconds(ms));
    BOOST_TEST(all.count() == 100U);
    for (double const share : {0.01, 0.5, 0.9, 0.99, 1.0}) {
        std::chrono::nanoseconds const right = std::chrono::milliseconds(std::lround(100 * share));
        BOOST_TEST((all.quantile(share) >= right && all.quantile(share) <= right + right / 16));
    }
    BOOST_TEST((all.quantile(0) == all.quantile(0.01)));
}

BOOST_AUTO_TEST_CASE(the_shortest_and_the_longest_that_there_is_are_counted)
{
    call_durations d;
    d.add(std::chrono::nanoseconds::max());
    BOOST_TEST((d.quantile(1) == std::chrono::nanoseconds::max()));
    d.add(-1ns); // of a clock that was set
    BOOST_TEST((d.quantile(0) == 0ns));
}

BOOST_AUTO_TEST_CASE(a_share_that_is_none_is_refused_by_its_value)
{
    call_durations const d;
    for (double const share : {-0.1, 1.5, std::nan("")})
        BOOST_CHECK_EXCEPTION(d.quantile(share), std::invalid_argument, [&](auto const& e) {
            return std::string(e.what()).find(std::to_string(share)) != std::string::npos;
        });
}

BOOST_AUTO_TEST_CASE(calls_of_every_kind_are_counted_with_their_waits)
{
    auto const expect = [](call_durations const& d) {
        BOOST_TEST(d.count() == 3U);
        BOOST_TEST((d.quantile(0) >= 2ms));
    };
    call_durations plain, stopped, awaited;
    auto const sleeps = [](int i) {
        std::this_thread::sleep_for(2ms);
        return std::make_unique<int>(i);
    };
    BOOST_TEST(*results_of(timed(plain, sleeps)).at(2) == 3);
    expect(plain);
    results_of(timed(stopped, [](int i, std::stop_token) {
        std::this_thread::sleep_for(2ms);
        return i;
    }));
    expect(stopped);
    auto const waits = [](int i) -> asio::awaitable<std::unique_ptr<int>> {
        asio::steady_timer timer(co_await asio::this_coro::executor, 2ms);
        co_await timer.async_wait(asio::use_awaitable);
        co_return std::make_unique<int>(i);
    };
    BOOST_TEST(*results_of(timed(awaited, waits)).at(2) == 3);
    expect(awaited);
}

BOOST_AUTO_TEST_CASE(calls_that_fail_are_counted)
{
    call_durations d;
    auto const fails = [](int) -> int { throw std::runtime_error("always"); };
    auto const results = results_of(attempt(timed(d, fails)));
    BOOST_TEST(results.size() == 3U);
    BOOST_TEST((results[0].error() != nullptr));
    BOOST_TEST(d.count() == 3U);
}

BOOST_AUTO_TEST_CASE(of_a_function_without_a_result_too)
{
    call_durations d;
    asio::thread_pool pool(1);
    auto const nothing = [](int) -> asio::awaitable<void> { co_return; };
    async_for_each(pool, ints{1, 2}, timed(d, nothing), asio::use_future).get();
    BOOST_TEST(d.count() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace parts_durations_tests
