// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// The parts that wait: for time, or for the first of several.
#include <genpool/chunk.hpp>
#include <genpool/map.hpp>
#include <genpool/merge.hpp>
#include <genpool/push_source.hpp>
#include <genpool/throttle.hpp>

#include "support.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"
#include "support/values/describe.hpp"

#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace parts_timed_tests
{

using namespace genpool;
using namespace genpool::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace
{

using clock_type = std::chrono::steady_clock;

} // namespace

BOOST_AUTO_TEST_SUITE(parts_timed)

BOOST_FIXTURE_TEST_CASE(throttle_lets_no_more_go_in_any_period, puller)
{
    auto bound = detail::make_source(std::views::iota(0, 9) | throttle(3, 5ms));
    bound.bind(host);
    std::vector<clock_type::time_point> times;
    while (host.next(bound))
        times.push_back(clock_type::now());
    BOOST_TEST_REQUIRE(times.size() == 9u);
    for (std::size_t i = 3; i != times.size(); ++i)
        BOOST_TEST((times[i] - times[i - 2] > 0ms));
    BOOST_TEST((times[8] - times[0] >= 10ms)); // it is said never to be faster
    BOOST_TEST((all(slow_items(3) | throttle(1, 1us)) == ints{0, 1, 2}));
}

BOOST_FIXTURE_TEST_CASE(throttle_can_be_stopped_while_it_waits, two_threads)
{
    for (auto const period : {clock_type::duration(1h), clock_type::duration::max()}) {
        auto s = std::views::iota(0) | throttle(1, period) | genpool::map(pool, std::identity());
        BOOST_TEST(next_of(s).value() == 0);
        s.request_stop();
        BOOST_TEST(end_of(s) == "stopped");
    }
    auto over = std::views::iota(0) | genpool::map(pool, std::identity()) | throttle(1, 1h) |
                genpool::map(pool, std::identity());
    BOOST_TEST(next_of(over).value() == 0);
    auto const end = close(over);
    BOOST_TEST((end.account.ended == end_reason::stopped));
    BOOST_TEST(balanced(end.account));
}

BOOST_AUTO_TEST_CASE(a_pool_that_goes_ends_a_throttle_that_waits)
{
    std::optional<asio::thread_pool> pool(std::in_place, 1);
    auto s = std::views::iota(0) | throttle(1, 1h) | genpool::map(*pool, std::identity());
    BOOST_TEST(next_of(s).value() == 0);
    pool.reset();
    BOOST_TEST(end_of(s) == "pool gone");
}

BOOST_AUTO_TEST_CASE(no_rate_at_all_is_refused)
{
    BOOST_CHECK_THROW(throttle(0, 1s), std::invalid_argument);
    BOOST_CHECK_THROW(throttle(1, 0s), std::invalid_argument);
}

BOOST_FIXTURE_TEST_CASE(a_chunk_that_has_begun_waits_no_longer_than_it_may, two_threads)
{
    push_source<int> queue(10);
    auto s = queue | chunk(3, 2ms) | genpool::map(pool, std::identity());
    for (int i = 0; i != 4; ++i)
        queue.try_push(i);
    BOOST_TEST((next_of(s).value() == ints{0, 1, 2}));
    BOOST_TEST((next_of(s).value() == ints{3})); // the queue is open still
    queue.try_push(4);
    BOOST_TEST((next_of(s).value() == ints{4}));
    next_call another(s);
    BOOST_TEST(!another.done());
    queue.try_push(5);
    queue.close();
    BOOST_TEST((another.item().value() == ints{5}));
    BOOST_TEST(end_of(s) == "ok");
}

BOOST_FIXTURE_TEST_CASE(chunk_with_a_time_gives_what_chunk_gives, puller)
{
    for (auto const within : {clock_type::duration(1h), clock_type::duration::max()})
        BOOST_TEST((all(slow_items(5) | chunk(2, within)) == std::vector<ints>{{0, 1}, {2, 3}, {4}}));
    BOOST_TEST((all(std::views::iota(0, 4) | chunk(3, 1h)) == std::vector<ints>{{0, 1, 2}, {3}}));
    int pulled = 0;
    BOOST_TEST((all(counted_items(pulled, 3, true) | chunk(2, 1h)) == std::vector<ints>{{0, 1}, {2}}));
    BOOST_TEST(error == "the source failed");
    BOOST_CHECK_THROW(chunk(0, 1s), std::invalid_argument);
    BOOST_CHECK_THROW(chunk(1, -1s), std::invalid_argument);
}

BOOST_FIXTURE_TEST_CASE(chunk_with_a_time_is_stopped_and_dropped_while_it_waits, two_threads)
{
    push_source<int> queue(10);
    queue.try_push(1);
    auto s = queue | chunk(2, 1h) | genpool::map(pool, std::identity());
    BOOST_TEST((close(s).account.ended == end_reason::stopped));
    for (int i = 0; i != 20; ++i)
        auto dropped = slow_items(1'000'000) | chunk(1'000'000, 1h) | genpool::map(pool, std::identity());
    std::optional<asio::thread_pool> other(std::in_place, 2);
    auto gone = slow_items(1'000'000) | chunk(1'000'000, 1h) | genpool::map(*other, std::identity());
    other.reset();
    BOOST_TEST(end_of(gone) == "pool gone");
}

BOOST_FIXTURE_TEST_CASE(merge_gives_all_of_all, puller)
{
    int pulled = 0;
    auto items = all(std::views::iota(0, 3) | merge(slow_items(4), ints{7, 8}, counted_items(pulled, 2)));
    BOOST_TEST(error == "");
    BOOST_TEST((ints(items.begin(), items.begin() + 3) == ints{0, 7, 0})); // whoever has something, in turn
    std::ranges::sort(items);
    BOOST_TEST((items == ints{0, 0, 0, 1, 1, 1, 2, 2, 3, 7, 8}));
}

BOOST_FIXTURE_TEST_CASE(merge_does_not_wait_for_one_while_another_has_something, two_threads)
{
    push_source<int> silent(1), busy(1);
    auto s = silent | merge(busy) | genpool::map(pool, std::identity());
    for (int i = 0; i != 5; ++i) {
        busy.async_push(i, asio::use_future).get();
        BOOST_TEST(next_of(s).value() == i);
    }
    busy.close();
    silent.try_push(9);
    BOOST_TEST(next_of(s).value() == 9);
    silent.close();
    BOOST_TEST(end_of(s) == "ok");
}

BOOST_FIXTURE_TEST_CASE(merge_fails_with_the_first_that_does, puller)
{
    int pulled = 0;
    auto const items = all(counted_items(pulled, 1, true) | merge(std::views::iota(0)));
    BOOST_TEST(error == "the source failed");
    BOOST_TEST((items == ints{0, 0}));
}

BOOST_FIXTURE_TEST_CASE(merge_is_stopped_while_all_wait_and_maps_in_it_are_closed, two_threads)
{
    push_source<int> silent(1);
    auto s = silent | merge(std::views::iota(0, 3) | genpool::map(pool, std::identity()), slow_items(1)) |
             genpool::map(pool, std::identity());
    for (int i = 0; i != 4; ++i)
        next_of(s);
    auto const end = close(s);
    BOOST_TEST((end.account.ended == end_reason::stopped));
    BOOST_TEST_REQUIRE(end.account.upstream.size() == 1u);
    BOOST_TEST((end.account.upstream[0].ended == end_reason::completed));
    BOOST_TEST(!silent.try_push(1));
}

BOOST_FIXTURE_TEST_CASE(merge_is_dropped_while_some_wait, two_threads)
{
    for (int i = 0; i != 50; ++i) {
        auto s = slow_items(1'000'000) | merge(std::views::iota(0), slow_items(1'000'000)) |
                 genpool::map(pool, std::identity());
        next_of(s);
    }
    std::optional<asio::thread_pool> other(std::in_place, 2);
    auto s = slow_items(1'000'000) | merge(std::views::iota(0)) | genpool::map(*other, std::identity());
    next_of(s);
    other.reset();
    BOOST_TEST(end_of(s) == "pool gone");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace parts_timed_tests
