// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Maps that are started inside a call of another map on the same pool, with the handlers that are queued at each
// moment run in an order chosen at random. Nobody can run a handler while another one waits, so a map that
// blocked its pool would never end.
#include <genpool/async_map.hpp>

#include "support/execution/manual_executor.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <functional>
#include <numeric>
#include <random>
#include <ranges>
#include <utility>
#include <vector>

namespace manual_nested_tests
{

namespace asio = boost::asio;
using genpool::order;
using namespace genpool::test;

namespace
{

auto few_from(int first) { return std::views::iota(first, first + 2); }

constexpr std::size_t runs = 2000;

/// Runs what `begin(pool)` starts, and all that follows, in many orders; calls `check` at each end.
template <class Begin, class Check>
void run_in_many_orders(Begin begin, Check check)
{
    std::minstd_rand random; // always with the same seed
    for (std::size_t run = 0; run != runs; ++run) {
        manual_context pool;
        begin(pool.get_executor());
        while (pool.pending() != 0)
            pool.run_one(std::uniform_int_distribution<std::size_t>(0, pool.pending() - 1)(random));
        check();
    }
}

auto const orders = boost::unit_test::data::make({order::input, order::completion});

} // namespace

BOOST_AUTO_TEST_SUITE(nested_by_hand)

BOOST_DATA_TEST_CASE(an_inner_map_that_is_awaited, orders* boost::unit_test::data::make({1, 2}), o,
                     concurrency)
{
    std::vector<int> sums;
    int ends = 0;
    run_in_many_orders(
        [&, o = o, concurrency = concurrency](manual_executor pool) {
            auto const sum_of_inner = [pool](int i) -> asio::awaitable<int> {
                auto const inner =
                    co_await genpool::async_map(pool, few_from(10 * i), std::identity(), asio::use_awaitable);
                co_return std::accumulate(inner.begin(), inner.end(), 0);
            };
            genpool::async_map(pool, few_from(1), sum_of_inner, {.concurrency = concurrency, .order = o},
                               [&](std::exception_ptr error, std::vector<int> all) {
                                   BOOST_TEST(!error);
                                   sums = std::move(all);
                                   ++ends;
                               });
        },
        [&] {
            std::ranges::sort(sums);
            BOOST_TEST(sums == (std::vector{21, 41}), boost::test_tools::per_element());
            BOOST_TEST(std::exchange(ends, 0) == 1);
        });
}

BOOST_DATA_TEST_CASE(an_inner_map_that_ends_by_completion, orders* boost::unit_test::data::make({1, 2}), o,
                     concurrency)
{
    int inner_sum = 0;
    int ends = 0;
    run_in_many_orders(
        [&, o = o, concurrency = concurrency](manual_executor pool) {
            auto const end = [&](std::exception_ptr error, std::vector<int> const& all) {
                BOOST_TEST(!error);
                inner_sum = std::accumulate(all.begin(), all.end(), inner_sum);
                ++ends;
            };
            auto const start_inner = [pool, end](int i) {
                genpool::async_map(pool, few_from(10 * i), std::identity(), end);
                return 0;
            };
            genpool::async_map(pool, few_from(1), start_inner, {.concurrency = concurrency, .order = o}, end);
        },
        [&] {
            BOOST_TEST(std::exchange(inner_sum, 0) == 62);
            BOOST_TEST(std::exchange(ends, 0) == 3);
        });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace manual_nested_tests
