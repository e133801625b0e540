// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// How many items a turn pulls before its first call: one for each call that may run, if that takes no time.
#include <genpool/async_map.hpp>

#include "support/execution/manual_executor.hpp"

#include <boost/asio/detached.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <ranges>
#include <thread>
#include <vector>

namespace manual_places_tests
{

namespace asio = boost::asio;
using namespace genpool::test;

namespace
{

constexpr std::size_t concurrency = 4;
constexpr std::size_t many = 100;

// Now and then a thread is interrupted for as long as a pull may take, and then pulls less.
constexpr int most_attempts = 1000;

/// How many items of the source that `make_source(pulled)` gives have been pulled when the second call runs.
template <class MakeSource>
std::size_t pulled_before_the_second_call(MakeSource make_source)
{
    manual_context pool;
    std::size_t pulled = 0, at_second_call = 0, calls = 0;
    genpool::async_map(
        pool, make_source(pulled),
        [&](std::size_t i) {
            if (++calls == 2)
                at_second_call = pulled;
            return i;
        },
        {.concurrency = concurrency}, asio::detached);
    pool.run();
    BOOST_TEST(pulled == many);
    return at_second_call;
}

} // namespace

BOOST_AUTO_TEST_SUITE(places)

// A thread that pulls a single item wakes the next thread for the next item; many threads then wait for one another. The
// first item comes alone: the source may block, and has not shown yet that it is fast.
BOOST_AUTO_TEST_CASE(one_turn_pulls_for_every_call_that_may_run)
{
    auto const fast = [](std::size_t& pulled) {
        return std::views::iota(std::size_t(0), many) |
               std::views::transform([&pulled](std::size_t i) { return ++pulled, i; });
    };
    std::size_t before = 0;
    for (int attempt = 0; attempt != most_attempts && before != 1 + concurrency; ++attempt) {
        before = pulled_before_the_second_call(fast);
        BOOST_TEST(before <= 1 + concurrency);
    }
    BOOST_TEST(before == 1 + concurrency);
}

BOOST_AUTO_TEST_CASE(an_item_of_a_slow_source_does_not_wait_for_the_next)
{
    auto const slow = [](std::size_t& pulled) {
        return std::views::iota(std::size_t(0), many) | std::views::transform([&pulled](std::size_t i) {
                   std::this_thread::sleep_for(std::chrono::microseconds(100));
                   return ++pulled, i;
               });
    };
    BOOST_TEST(pulled_before_the_second_call(slow) == 2u);
}

BOOST_AUTO_TEST_CASE(no_thread_is_woken_for_a_source_whose_elements_are_there)
{
    std::size_t woken = 1;
    for (int attempt = 0; attempt != most_attempts && woken != 0; ++attempt) {
        manual_context pool;
        bool called = false;
        genpool::async_map(
            pool, std::vector{1}, [&](int i) { return called = true, woken = pool.pending(), i; },
            {.concurrency = concurrency}, asio::detached);
        pool.run();
        BOOST_TEST(called);
    }
    BOOST_TEST(woken == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace manual_places_tests
