// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// An error of the source comes after everything that it yielded, and is told apart from an error of a call.
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <new>
#include <numeric>
#include <ranges>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace source_errors_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::end_reason;
using genpool::generator;
using genpool::map_stream;
using genpool::order;

namespace
{

/// Yields `count` items, then fails.
generator<std::size_t> failing_after(std::size_t count)
{
    for (std::size_t i = 0; i != count; ++i)
        co_yield i;
    throw std::runtime_error("broken");
}

/// The same, with a wait before each item and before the failure.
generator<std::size_t> waiting_and_failing_after(std::size_t count)
{
    for (std::size_t i = 0;; ++i) {
        asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::min());
        co_await timer.async_wait(asio::deferred);
        if (i == count)
            throw std::runtime_error("broken");
        co_yield i;
    }
}

auto range_failing_after(std::size_t count)
{
    return std::views::iota(std::size_t(0)) | std::views::transform([count](std::size_t i) {
               if (i == count)
                   throw std::runtime_error("broken");
               return i;
           });
}

std::vector<std::size_t> first_numbers(std::size_t count)
{
    std::vector<std::size_t> all(count);
    std::iota(all.begin(), all.end(), std::size_t(0));
    return all;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(errors_of_sources, four_threads)

BOOST_AUTO_TEST_CASE(everything_that_it_yielded_comes_before_its_error)
{
    auto const check = [&](auto make_source) {
        for (auto how : both_orders)
            for (std::size_t window : {1u, 3u, 64u})
                for (std::size_t count : {0u, 1u, 2u, 99u, 100u}) {
                    auto map = collect_map(pool, make_source(count), std::identity(),
                                           {.window = window, .order = how});
                    BOOST_TEST(map.error == "source: broken");
                    if (how == order::completion)
                        std::ranges::sort(map.results);
                    BOOST_TEST((map.results == first_numbers(count)));
                    BOOST_TEST(map.account.pulled == count);
                    BOOST_TEST(map.account.delivered == count);
                    BOOST_TEST(map.account.failed == 0u);
                    BOOST_TEST(!map.account.first_error_index);
                    BOOST_TEST((map.account.ended == end_reason::source_failed));
                }
    };
    check(failing_after);
    check(waiting_and_failing_after);
    check(range_failing_after);
}

BOOST_AUTO_TEST_CASE(it_is_a_source_error_with_the_original_nested)
{
    struct original
    {
        int code;
    };
    auto const fails = []() -> generator<std::size_t> {
        throw original{7};
        co_yield 0;
    };
    event ended;
    std::exception_ptr error;
    genpool::async_for_each(pool, fails(), std::identity(), [&](std::exception_ptr e, genpool::summary) {
        error = e;
        ended.set();
    });
    ended.wait();
    try {
        std::rethrow_exception(error);
    } catch (genpool::source_error const& e) {
        BOOST_CHECK_EXCEPTION(e.rethrow_nested(), original, [](original const& o) { return o.code == 7; });
    }
}

BOOST_AUTO_TEST_CASE(a_failure_of_a_call_before_it_wins_whatever_comes_first_in_time)
{
    event source_failed;
    auto const fails = [](event& has_failed) -> generator<std::size_t> {
        for (std::size_t i = 0; i != 3; ++i)
            co_yield i;
        has_failed.set();
        throw std::runtime_error("broken");
    };
    auto const call = [&](std::size_t i) {
        source_failed.wait();
        if (i == 1)
            throw std::runtime_error("call");
        return i;
    };
    auto const map = collect_map(pool, fails(source_failed), call, {.window = 8});
    BOOST_TEST(map.error == "call");
    BOOST_TEST((map.results == std::vector<std::size_t>{0}));
    BOOST_TEST((map.account.ended == end_reason::failed));
    BOOST_TEST(map.account.first_error_index.value() == 1u);
}

BOOST_AUTO_TEST_CASE(an_error_is_repeated_by_every_later_async_next_and_then_not_by_close)
{
    auto s = map_stream(pool, failing_after(2), std::identity());
    BOOST_TEST(next_of(s).value() == 0u);
    BOOST_TEST(next_of(s).value() == 1u);
    for (int times = 0; times != 5; ++times)
        BOOST_TEST(end_of(s) == "source: broken");
    BOOST_TEST(close(s).error == "ok");
    BOOST_TEST(end_of(s) == "source: broken");
}

BOOST_AUTO_TEST_CASE(it_is_never_advanced_after_its_error_nor_after_its_end)
{
    class counting
    {
    public:
        counting(std::atomic<int>& advanced, int last, bool throws)
            : advanced_(&advanced), last_(last), throws_(throws)
        {}

        struct iterator
        {
            using value_type = int;
            using difference_type = std::ptrdiff_t;
            using iterator_concept = std::input_iterator_tag;

            int operator*() const { return value; }
            iterator& operator++()
            {
                ++*range->advanced_;
                if (++value == range->last_ && range->throws_)
                    throw std::runtime_error("broken");
                return *this;
            }
            void operator++(int) { ++*this; }
            bool operator==(std::default_sentinel_t) const { return value == range->last_; }

            counting const* range = nullptr;
            int value = 0;
        };

        iterator begin() const { return {this, 0}; }
        std::default_sentinel_t end() const { return {}; }

    private:
        std::atomic<int>* advanced_;
        int last_;
        bool throws_;
    };
    for (bool throws : {true, false})
        for (int round = 0; round != 50; ++round) {
            std::atomic<int> advanced{0};
            auto const map =
                collect_map(pool, counting(advanced, 20, throws), std::identity(), {.window = 64});
            BOOST_TEST(map.error == (throws ? "source: broken" : "ok"));
            BOOST_TEST(map.results.size() == 20u);
            BOOST_TEST(advanced == 20);
        }
}

BOOST_AUTO_TEST_CASE(a_failed_allocation_of_the_source_is_an_error)
{
    auto const out_of_memory = []() -> generator<std::size_t> {
        co_yield 0;
        throw std::bad_alloc();
    };
    BOOST_TEST(collect_map(pool, out_of_memory(), std::identity()).error == "source: no memory");
}

BOOST_AUTO_TEST_CASE(an_item_that_cannot_be_moved_into_its_slot_is_an_error_of_the_source)
{
    struct fragile
    {
        explicit fragile(int v) : value(v) {}
        fragile(fragile&& other) : value(other.value)
        {
            if (value == 3)
                throw std::runtime_error("unmovable");
        }
        int value;
    };
    auto const items = []() -> generator<fragile> {
        for (int i = 0;; ++i)
            co_yield fragile(i);
    };
    auto const map = collect_map(pool, items(), [](fragile f) { return f.value; });
    BOOST_TEST(map.error == "source: unmovable");
    BOOST_TEST((map.results == std::vector<int>{0, 1, 2}));
    BOOST_TEST(map.account.pulled == 3u);
    BOOST_TEST(balanced(map.account));
}

BOOST_AUTO_TEST_CASE(the_error_of_an_earlier_stage_comes_after_its_results_and_names_the_source_once)
{
    auto const passes_on = [](std::size_t i) { return i; };
    auto const map = collect_map(
        pool, map_stream(pool, map_stream(pool, failing_after(50), passes_on, {.window = 3}), passes_on),
        passes_on, {.window = 7});
    BOOST_TEST(map.error == "source: broken");
    BOOST_TEST((map.results == first_numbers(50)));
    BOOST_TEST(map.account.upstream.size() == 2u);
    for (auto const& stage : map.account.upstream)
        BOOST_TEST((stage.ended == end_reason::source_failed));
    BOOST_TEST(balanced(map.account));
}

BOOST_AUTO_TEST_CASE(a_failed_call_of_an_earlier_stage_is_an_error_of_the_next_stages_source)
{
    auto const fails = [](std::size_t i) {
        if (i == 30)
            throw std::runtime_error("early call");
        return i;
    };
    auto early = map_stream(pool, std::views::iota(std::size_t(0)), fails, {.window = 4});
    auto const map = collect_map(pool, std::move(early), std::identity(), {.window = 4});
    BOOST_TEST(map.error == "source: early call");
    BOOST_TEST((map.results == first_numbers(30)));
    BOOST_TEST((map.account.ended == end_reason::source_failed));
    BOOST_TEST((map.account.upstream.at(0).ended == end_reason::failed));
    BOOST_TEST(map.account.upstream.at(0).first_error_index.value() == 30u);
    BOOST_TEST(balanced(map.account));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace source_errors_tests
