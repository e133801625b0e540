// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Pipes: parts after one another, with maps between them.
#include <genpool/blocking.hpp>
#include <genpool/chunk.hpp>
#include <genpool/drop.hpp>
#include <genpool/enumerate.hpp>
#include <genpool/filter.hpp>
#include <genpool/flatten.hpp>
#include <genpool/map.hpp>
#include <genpool/take.hpp>
#include <genpool/transform.hpp>
#include <genpool/zip.hpp>

#include "support.hpp"
#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <concepts>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

namespace parts_pipes_tests
{

using namespace genpool;
using namespace genpool::test;
namespace asio = boost::asio;

namespace
{

auto const odd = [](auto i) { return i % 2 != 0; };
auto const doubled = [](auto i) { return 2 * i; };

/// Reads a pipe by `genpool::next`.
template <class Source>
generator<int> read(Source source)
{
    while (auto item = co_await next(source))
        co_yield *item;
}

template <class Stream>
ints results(Stream&& s)
{
    ints all;
    for (auto i : blocking(std::forward<Stream>(s)))
        all.push_back(static_cast<int>(i));
    return all;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(parts_pipes, two_threads)

BOOST_AUTO_TEST_CASE(a_map_stands_in_a_pipe)
{
    auto s = std::views::iota(0, 10) | filter(odd) | genpool::map(pool, doubled, {.window = 3});
    static_assert(std::same_as<decltype(s), stream<int>>);
    BOOST_TEST(s.window() == 3u);
    BOOST_TEST((results(std::move(s)) == ints{2, 6, 10, 14, 18}));
}

BOOST_AUTO_TEST_CASE(maps_and_parts_follow_one_another)
{
    auto s = ints{1, 2, 3, 4, 5, 6} | std::views::reverse | genpool::map(pool, doubled) |
             filter([](int i) { return i > 4; }) | drop(1) | genpool::map(pool, std::identity()) | take(2) |
             genpool::map(pool, std::identity());
    BOOST_TEST((results(std::move(s)) == ints{10, 8}));
}

BOOST_AUTO_TEST_CASE(closures_compose_and_can_be_used_twice)
{
    auto const stage = filter(odd) | genpool::map(pool, doubled) | take(3);
    auto const longer = stage | genpool::map(pool, doubled);
    BOOST_TEST((results(std::views::iota(0) | longer) == ints{4, 12, 20}));
    BOOST_TEST((results(std::views::iota(10) | longer) == ints{44, 52, 60}));
    int pulled = 0;
    BOOST_TEST((results(counted_items(pulled, 4) | longer) == ints{4, 12}));
    auto once = transform([box = std::make_unique<int>(7)](int i) { return i + *box; });
    BOOST_TEST((results(std::views::iota(0, 2) | std::move(once) | genpool::map(pool, std::identity())) ==
                ints{7, 8}));
}

BOOST_AUTO_TEST_CASE(a_range_is_owned_copied_or_referred_to_as_for_a_map)
{
    ints const kept{1, 2, 3};
    auto const id = genpool::map(pool, std::identity());
    BOOST_TEST((results(ints(kept) | filter(odd) | id) == ints{1, 3}));
    BOOST_TEST((results(std::ref(kept) | filter(odd) | id) == ints{1, 3}));
    auto const view = std::views::all(kept);
    BOOST_TEST((results(view | filter(odd) | id) == ints{1, 3}));
    BOOST_TEST((results(kept | std::views::filter(odd) | filter(odd) | id) == ints{1, 3}));
}

BOOST_AUTO_TEST_CASE(a_pipe_is_pulled_by_hand_too)
{
    auto pipe = slow_items(3) | transform(doubled);
    BOOST_TEST(pipe.async_next(asio::use_future).get().value() == 0);
    BOOST_TEST(pipe.async_next(asio::use_future).get().value() == 2);
    auto moved = std::move(pipe);
    BOOST_TEST(moved.async_next(asio::use_future).get().value() == 4);
    BOOST_TEST(!moved.async_next(asio::use_future).get());
    BOOST_TEST(!moved.async_next(asio::use_future).get());
    BOOST_CHECK_THROW(static_cast<void>(std::move(moved) | genpool::map(pool, doubled)),
                      std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(next_reads_a_pipe)
{
    auto pipe = slow_items(3) | genpool::map(pool, doubled) | transform(doubled);
    BOOST_TEST((results(read(std::move(pipe)) | genpool::map(pool, std::identity())) == ints{0, 4, 8}));
}

BOOST_AUTO_TEST_CASE(a_pipe_that_was_moved_from_is_refused)
{
    auto pipe = std::views::iota(0) | take(1);
    auto other = std::move(pipe);
    BOOST_CHECK_THROW(static_cast<void>(std::move(pipe) | take(1)), std::invalid_argument);
    BOOST_TEST((results(std::move(other) | genpool::map(pool, doubled)) == ints{0}));
}

BOOST_AUTO_TEST_CASE(summaries_of_all_maps_in_the_pipe_are_reachable_from_its_end)
{
    auto first = std::views::iota(0, 100) | genpool::map(pool, doubled) |
                 filter([](int i) { return i % 4 == 0; }) | genpool::map(pool, doubled) | take(10);
    auto const s = collect_map(pool, std::move(first), doubled).account;
    BOOST_TEST(s.pulled == 10u);
    BOOST_TEST(s.delivered == 10u);
    BOOST_TEST_REQUIRE(s.upstream.size() == 2u);
    BOOST_TEST(s.upstream[0].delivered == 10u);
    BOOST_TEST(s.upstream[1].delivered >= s.upstream[0].pulled);
    BOOST_TEST(balanced(s));
}

BOOST_AUTO_TEST_CASE(zip_of_two_maps_has_the_summaries_of_both_and_waits_for_both)
{
    std::atomic<int> running = 0;
    auto const slow = [&](int i) {
        ++running;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        --running;
        return i;
    };
    auto rows = std::views::iota(0, 5) | genpool::map(pool, doubled) |
                zip(std::views::iota(0) | genpool::map(pool, slow));
    auto const sums = [](std::tuple<int, int> row) { return std::get<0>(row) + std::get<1>(row); };
    auto const map = collect_map(pool, std::move(rows), sums);
    BOOST_TEST(running == 0);
    BOOST_TEST((map.results == ints{0, 3, 6, 9, 12}));
    BOOST_TEST_REQUIRE(map.account.upstream.size() == 2u);
    BOOST_TEST(map.account.upstream[0].delivered == 5u);
    BOOST_TEST((map.account.upstream[1].ended == end_reason::stopped));
    BOOST_TEST(balanced(map.account));
}

BOOST_AUTO_TEST_CASE(cancelling_the_end_cancels_the_pipe_and_waits_for_its_calls)
{
    std::atomic<int> running = 0;
    event begun;
    auto const waits = [&](int i, std::stop_token stop) {
        ++running;
        begun.set();
        while (!stop.stop_requested())
            std::this_thread::yield();
        --running;
        return i;
    };
    auto s = std::views::iota(0) | genpool::map(pool, waits) | filter(odd) | enumerate() |
             genpool::map(pool, [](auto) {});
    begun.wait();
    auto const end = close(s);
    BOOST_TEST(running == 0);
    BOOST_TEST_REQUIRE(end.account.upstream.size() == 1u);
    BOOST_TEST((end.account.upstream[0].ended == end_reason::stopped));
    BOOST_TEST(balanced(end.account));
}

BOOST_AUTO_TEST_CASE(a_filter_that_wants_nothing_of_an_endless_source_can_be_stopped)
{
    event begun;
    auto const nothing = [&](int) {
        begun.set();
        return false;
    };
    auto s = std::views::iota(0) | filter(nothing) | genpool::map(pool, doubled);
    begun.wait();
    s.request_stop();
    BOOST_TEST(end_of(s) == "stopped");
    BOOST_TEST((close(s).account.ended == end_reason::stopped));
    auto d = std::views::iota(0l) | drop(std::numeric_limits<long>::max()) | genpool::map(pool, doubled);
    d.request_stop();
    BOOST_TEST(end_of(d) == "stopped");
}

BOOST_AUTO_TEST_CASE(an_error_of_a_call_before_a_part_is_the_failure_of_the_source)
{
    auto const fails = [](int i) { return i == 5 ? throw std::runtime_error("five") : i; };
    auto const map =
        collect_map(pool, std::views::iota(0) | genpool::map(pool, fails) | filter(odd), doubled);
    BOOST_TEST((map.results == ints{2, 6}));
    BOOST_TEST(map.error == "source: five");
    BOOST_TEST((map.account.upstream.at(0).ended == end_reason::failed));
}

BOOST_AUTO_TEST_CASE(take_stops_the_maps_before_it)
{
    std::atomic<int> calls = 0;
    auto const counted = [&](int i) {
        ++calls;
        return i;
    };
    auto const map = collect_map(
        pool, std::views::iota(0) | genpool::map(pool, counted, {.window = 4}) | take(3), doubled);
    BOOST_TEST((map.results == ints{0, 2, 4}));
    BOOST_TEST(calls <= 3 + 4);
    BOOST_TEST((map.account.upstream.at(0).ended == end_reason::stopped));
}

BOOST_AUTO_TEST_CASE(map_and_flatten_is_a_filter_and_gives_many_for_one)
{
    auto const some = [](int i) { return i % 2 ? std::optional(i) : std::nullopt; };
    auto const many = [](int i) { return ints(static_cast<std::size_t>(i), i); };
    auto s = std::views::iota(0, 5) | genpool::map(pool, some) | flatten() | genpool::map(pool, many) |
             flatten() | genpool::map(pool, std::identity());
    BOOST_TEST((results(std::move(s)) == ints{1, 3, 3, 3}));
}

BOOST_AUTO_TEST_CASE(a_pool_that_goes_ends_a_pipe)
{
    asio::io_context context;
    std::optional<asio::thread_pool> other(std::in_place, 2);
    auto s =
        slow_items(1'000'000) | genpool::map(*other, doubled) | filter(odd) | genpool::map(*other, doubled);
    other.reset();
    BOOST_TEST(end_of(s) == "pool gone");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace parts_pipes_tests
