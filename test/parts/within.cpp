// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Calls that must end within a time.
#include <genpool/async_collect.hpp>
#include <genpool/map.hpp>
#include <genpool/within.hpp>

#include "functions.hpp"
#include "support.hpp"
#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"
#include "support/values/describe.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <memory>
#include <ranges>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace parts_within_tests
{

using namespace genpool;
using namespace genpool::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

BOOST_FIXTURE_TEST_SUITE(parts_within, two_threads)

BOOST_AUTO_TEST_CASE(within_lets_pass_what_is_in_time)
{
    auto const check = [&](auto f) {
        auto all = async_collect(ints{0, 1} | genpool::map(pool, within(never, f)), asio::use_future).get();
        BOOST_TEST((all == ints{0, 10}));
        BOOST_TEST(outcome_of([&] {
                       async_collect(ints{2} | genpool::map(pool, within(never, f)), asio::use_future).get();
                   }) == "two");
    };
    check(plain);
    check(stop_aware);
    check(awaited);
}

BOOST_AUTO_TEST_CASE(within_no_time_every_call_is_late)
{
    auto const late = [&](auto limit, auto f) {
        auto const collect = [&] {
            async_collect(ints{0} | genpool::map(pool, within(limit, f)), asio::use_future).get();
        };
        BOOST_CHECK_THROW(collect(), call_timed_out);
    };
    for (auto const limit : {std::chrono::steady_clock::duration::min(), -1ns, 0ns}) {
        late(limit, plain);
        late(limit, waits_for_stop);
        late(limit, waits_for_cancel);
    }
}

BOOST_AUTO_TEST_CASE(within_gives_results_that_can_only_be_moved)
{
    auto const boxed = [](int i) { return std::make_unique<int>(i); };
    auto const all =
        async_collect(ints{1, 2} | genpool::map(pool, within(never, boxed)), asio::use_future).get();
    BOOST_TEST(*all.at(0) == 1);
    BOOST_TEST(*all.at(1) == 2);
}

BOOST_AUTO_TEST_CASE(within_keeps_an_item_that_is_referred_to_as_long_as_its_call)
{
    std::vector<std::string> const words{"one that has no place in a short string",
                                         "and another one of the kind"};
    auto const refers = [](std::string&& word) -> asio::awaitable<std::string> {
        co_await awaited_void(1);
        co_return word;
    };
    auto const stop_aware_too = [](std::string const& word, std::stop_token) -> asio::awaitable<std::string> {
        co_await awaited_void(1);
        co_return word;
    };
    auto const kept = [&](auto f) {
        return async_collect(words | std::views::all | genpool::map(pool, within(never, f)), asio::use_future)
            .get();
    };
    BOOST_TEST((kept(refers) == words));
    BOOST_TEST((kept(stop_aware_too) == words));
}

BOOST_AUTO_TEST_CASE(within_tells_what_is_late_to_stop_and_fails)
{
    auto const check = [&](auto f) {
        auto late = async_collect(ints{1} | genpool::map(pool, within(soon, f)), asio::use_future);
        BOOST_CHECK_THROW(late.get(), call_timed_out);
    };
    check(waits_for_stop);
    check(waits_for_cancel);
    check(waits_for_either);
    BOOST_TEST(told_either_way == 1);
    check([](int i) {
        std::this_thread::sleep_for(5ms);
        return i;
    });
}

BOOST_AUTO_TEST_CASE(within_passes_a_stop_on)
{
    event begun;
    auto const waits = [&](int i, std::stop_token stop) {
        begun.set();
        return waits_for_stop(i, stop);
    };
    auto s = ints{1} | genpool::map(pool, within(never, waits));
    begun.wait();
    BOOST_TEST((close(s).account.ended == end_reason::stopped));
    auto a = ints{1} | genpool::map(pool, within(never, waits_for_cancel));
    while (a.stats().running == 0)
        std::this_thread::yield();
    BOOST_TEST((close(a).account.ended == end_reason::stopped));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace parts_within_tests
