// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_for_each.hpp>
#include <genpool/async_submit.hpp>
#include <genpool/blocking.hpp>
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/usual.hpp"
#include "support/values/describe.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace consumer_blocking_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::blocking;
using genpool::map_stream;

BOOST_FIXTURE_TEST_SUITE(blocking_range, two_threads)

BOOST_AUTO_TEST_CASE(a_plain_for_gets_every_result_in_order)
{
    std::size_t expected = 0;
    for (auto& item : blocking(map_stream(pool, numbers(5000), std::identity())))
        BOOST_TEST_REQUIRE(item == expected++);
    BOOST_TEST(expected == 5000u);
    for (auto& item : blocking(map_stream(pool, numbers(0), std::identity())))
        BOOST_FAIL("there is no item " << item);
}

BOOST_AUTO_TEST_CASE(it_is_an_input_range_of_results_that_can_only_be_moved)
{
    auto const box = [](std::size_t i) { return std::make_unique<std::size_t>(i); };
    auto range = blocking(map_stream(pool, numbers(100), box));
    static_assert(std::ranges::input_range<decltype(range)>);
    std::vector<std::unique_ptr<std::size_t>> kept;
    for (auto& item : range)
        kept.push_back(std::move(item));
    for (std::size_t i = 0; i != 100; ++i)
        BOOST_TEST(*kept.at(i) == i);
}

BOOST_AUTO_TEST_CASE(leaving_the_loop_early_closes_and_waits_until_nothing_of_the_map_is_left)
{
    for (std::size_t items = 1; items <= 20; ++items) {
        auto const owned = std::make_shared<int>(); // by the source, the function and the items
        std::atomic<int> running{0};
        auto const source = [](std::shared_ptr<int> mine) -> genpool::generator<std::shared_ptr<int>> {
            for (;;)
                co_yield mine;
        };
        auto const function = [&running, owned](std::shared_ptr<int> item) {
            ++running;
            std::this_thread::yield();
            --running;
            return item;
        };
        std::size_t taken = 0;
        long const before = owned.use_count();
        for (auto& item : blocking(map_stream(pool, source(owned), function, {.window = 8}))) {
            BOOST_TEST((item == owned));
            if (++taken == items)
                break;
        }
        BOOST_TEST(running == 0);
        BOOST_TEST(owned.use_count() == before);
    }
}

BOOST_AUTO_TEST_CASE(an_exception_out_of_the_loop_body_closes_and_waits_too)
{
    auto const owned = std::make_shared<int>();
    auto const loop = [&] {
        for (auto& item : blocking(map_stream(pool, numbers(1000), [owned](std::size_t i) { return i; })))
            if (item == 10)
                throw std::runtime_error("body");
    };
    BOOST_TEST(outcome_of(loop) == "body");
    BOOST_TEST(owned.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(a_step_throws_what_async_next_would_complete_with)
{
    auto const loop = [&](auto stream) {
        std::size_t taken = 0;
        auto const error = outcome_of([&] {
            for (auto& item : blocking(std::move(stream)))
                taken += item == taken;
        });
        return std::to_string(taken) + " " + error;
    };
    auto const throws = [](std::size_t i) {
        if (i == 7)
            throw std::runtime_error("call");
        return i;
    };
    auto const fails = []() -> genpool::generator<std::size_t> {
        co_yield 0;
        co_yield 1;
        throw std::runtime_error("source");
    };
    BOOST_TEST(loop(map_stream(pool, numbers(100), throws)) == "7 call");
    BOOST_TEST(loop(map_stream(pool, fails(), std::identity())) == "2 source: source");
    auto stopped = map_stream(pool, std::views::iota(std::size_t(0)), std::identity(), {.window = 3});
    while (stopped.stats().ready != 3)
        std::this_thread::yield();
    stopped.request_stop();
    BOOST_TEST(loop(std::move(stopped)) == "3 stopped");
}

BOOST_AUTO_TEST_CASE(a_pool_that_is_destroyed_is_told_too)
{
    std::optional<asio::thread_pool> gone(std::in_place, 1);
    auto range =
        blocking(map_stream(*gone, std::views::iota(std::size_t(0)), std::identity(), {.window = 3}));
    auto const destroyer = std::async(std::launch::async, [&] { gone.reset(); });
    auto const error = outcome_of([&] {
        for (auto& item : range)
            static_cast<void>(item);
    });
    BOOST_TEST(error == "pool gone");
}

BOOST_AUTO_TEST_CASE(a_thread_of_the_pool_is_refused)
{
    auto const on = [](auto executor, auto f) {
        std::packaged_task<std::string()> task([&] { return outcome_of(f); });
        auto answer = task.get_future();
        asio::post(executor, [&] { task(); });
        return answer.get();
    };
    auto const make = [&] { blocking(map_stream(pool, numbers(3), std::identity())); };
    BOOST_TEST(on(pool.get_executor(), make) == "would deadlock");

    auto const strand = asio::make_strand(pool);
    auto const make_on_strand = [&] { blocking(map_stream(strand, numbers(3), std::identity())); };
    BOOST_TEST(on(strand, make_on_strand) == "would deadlock");

    asio::thread_pool other(1);
    BOOST_TEST(on(other.get_executor(), make) == "ok");
    auto const two_stages = [&] {
        blocking(map_stream(pool, map_stream(other, numbers(3), std::identity()), std::identity()));
    };
    BOOST_TEST(on(other.get_executor(), two_stages) == "would deadlock"); // of the earlier stage

    asio::any_io_executor const any = pool.get_executor();
    auto const make_on_any = [&] { blocking(map_stream(any, numbers(3), std::identity())); };
    BOOST_TEST(on(any, make_on_any) == "would deadlock");
}

BOOST_AUTO_TEST_CASE(inside_user_code_that_genpool_calls_it_is_refused_whatever_the_pool)
{
    asio::thread_pool other(1);
    auto const refused = [&] {
        return outcome_of([&] { blocking(map_stream(other, numbers(3), std::identity())); });
    };
    auto const answer = [&] { return refused(); };
    BOOST_TEST(genpool::async_submit(pool, answer, asio::use_future).get() == "would deadlock");

    std::string of_source;
    auto const source = numbers(1) | std::views::transform([&](std::size_t i) {
                            of_source = refused();
                            return i;
                        });
    std::string of_callback;
    event ended;
    genpool::async_for_each(
        pool, source, std::identity(), [&](std::size_t) { of_callback = refused(); },
        [&](std::exception_ptr, genpool::summary) { ended.set(); });
    ended.wait();
    BOOST_TEST(of_source == "would deadlock");
    BOOST_TEST(of_callback == "would deadlock");
}

BOOST_AUTO_TEST_CASE(each_step_is_refused_too_and_the_destructor_never_throws)
{
    auto range = std::make_unique<genpool::blocking_range<std::size_t>>(
        blocking(map_stream(pool, std::views::iota(std::size_t(0)), std::identity(), {.window = 3})));
    auto position = range->begin();
    BOOST_TEST(*position == 0u);
    event ended;
    std::string error;
    asio::post(pool, [&] {
        error = outcome_of([&] {
            for (;;) // what is there needs no waiting
                ++position;
        });
        ended.set();
    });
    ended.wait();
    BOOST_TEST(error == "would deadlock");
    range.reset();
}

BOOST_AUTO_TEST_CASE(it_is_a_view_like_any_other)
{
    using range = genpool::blocking_range<std::size_t>;
    static_assert(std::ranges::view<range> && std::ranges::input_range<range>);
    static_assert(std::ranges::viewable_range<range> && std::ranges::viewable_range<range&>);
    auto const odd = [](std::size_t i) { return i % 2 == 1; };
    auto const square = [](std::size_t i) { return i * i; };
    std::vector<std::size_t> seen;
    for (std::size_t i : blocking(map_stream(pool, endless(), std::identity())) | std::views::filter(odd) |
                             std::views::transform(square) | std::views::drop(1) | std::views::take(3))
        seen.push_back(i);
    BOOST_TEST(seen == (std::vector<std::size_t>{9, 25, 49}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(taking_some_waits_for_no_more)
{
    auto const three = []() -> genpool::generator<std::size_t> {
        for (std::size_t i = 0; i != 3; ++i)
            co_yield i;
        asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
        co_await never.async_wait(asio::deferred);
    };
    std::size_t taken = 0;
    for (auto& i : blocking(map_stream(pool, three(), std::identity())) | std::views::take(3))
        taken += i == taken;
    BOOST_TEST(taken == 3u);

    auto range = blocking(map_stream(pool, three(), std::identity()));
    for (auto& i : range | std::views::take(0))
        BOOST_ERROR("there is no item " << i);
    for (auto& i : range | std::views::take(1)) // the rest stays
        BOOST_TEST(i == 0u);
    for (auto& i : range | std::views::take(2))
        taken += i;
    BOOST_TEST(taken == 6u);
}

BOOST_AUTO_TEST_CASE(a_loop_goes_on_after_the_item_at_which_the_last_one_was_left)
{
    auto range = blocking(map_stream(pool, numbers(4), std::identity()));
    BOOST_TEST((range.begin() != range.end())); // nobody has looked at the first
    for (auto& i : range)
        if (i == 1)
            break;
    std::vector<std::size_t> rest;
    for (auto& i : range)
        rest.push_back(i);
    BOOST_TEST(rest == (std::vector<std::size_t>{2, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_last_copy_closes_and_waits)
{
    auto const owned = std::make_shared<int>();
    auto first = std::make_unique<genpool::blocking_range<std::size_t>>(
        blocking(map_stream(pool, endless(), [owned](std::size_t i) { return i; })));
    auto second = *first;
    BOOST_TEST(*first->begin() == 0u);
    first.reset();
    BOOST_TEST(*second.begin() == 1u);
    second = blocking(map_stream(pool, numbers(1), std::identity()));
    BOOST_TEST(owned.use_count() == 1);
    BOOST_TEST(*second.begin() == 0u);
}

BOOST_AUTO_TEST_CASE(results_need_not_be_assignable)
{
    struct constant
    {
        std::size_t const value;
    };
    std::size_t sum = 0;
    for (constant const& c :
         genpool::blocking(map_stream(pool, numbers(3), [](std::size_t i) { return constant{i}; })))
        sum += c.value;
    BOOST_TEST(sum == 3u);
}

BOOST_AUTO_TEST_CASE(a_range_may_be_moved_before_it_is_read)
{
    auto first = blocking(map_stream(pool, numbers(10), std::identity()));
    auto second = std::move(first);
    std::size_t expected = 0;
    for (auto& item : second)
        BOOST_TEST(item == expected++);
    BOOST_TEST(expected == 10u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace consumer_blocking_tests
