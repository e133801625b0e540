// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_map.hpp>
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"
#include "support/values/parcel.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <barrier>
#include <cstddef>
#include <functional>
#include <future>
#include <limits>
#include <list>
#include <ranges>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace engine_limits_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::async_map;
using genpool::limit;
using genpool::map_stream;
using genpool::order;

namespace
{

constexpr std::size_t threads = 4;
constexpr std::size_t windows[] = {1, 2, 3, threads - 1, threads, threads + 1, 64, 1'000'000};

auto counted_numbers(std::size_t count, ledger& account)
{
    return numbers(count) | std::views::transform([&](std::size_t i) {
               account.pull();
               return i;
           });
}

genpool::generator<std::size_t> counted_generator(std::size_t count, ledger& account)
{
    for (std::size_t i = 0; i != count; ++i) {
        account.pull();
        co_yield i;
    }
}

auto counted_call(ledger& account)
{
    return [&](std::size_t i) {
        account.begin_call();
        if (i % 7 == 0)
            std::this_thread::yield();
        account.end_call();
        return parcel(i, account);
    };
}

struct pool_of_four
{
    asio::thread_pool pool{threads};
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(limits, pool_of_four)

BOOST_AUTO_TEST_CASE(pulled_minus_handed_over_never_exceeds_the_window_nor_running_the_concurrency)
{
    std::size_t const count = 1500;
    for (auto how : {order::input, order::completion})
        for (std::size_t concurrency : {1u, 2u, 4u})
            for (std::size_t window : windows) {
                BOOST_TEST_CONTEXT("window " << window << ", concurrency " << concurrency)
                {
                    ledger account(window);
                    std::size_t delivered = 0;
                    bool early = false;
                    auto const map =
                        run_map(pool, counted_numbers(count, account), counted_call(account),
                                {.concurrency = concurrency, .window = window, .order = how}, [&](parcel) {
                                    ++delivered;
                                    early = early || account.pulled() > delivered + window;
                                });
                    BOOST_TEST(map.error == "ok");
                    BOOST_TEST(!account.overrun());
                    BOOST_TEST(!early);
                    BOOST_TEST(account.most_running() <= std::min(concurrency, window));
                    BOOST_TEST(account.advanced() == count);
                    BOOST_TEST(delivered == count);
                }
            }
}

BOOST_AUTO_TEST_CASE(the_window_holds_for_generators_and_streams)
{
    std::size_t const count = 1000;
    for (auto how : {order::input, order::completion})
        for (std::size_t window : windows) {
            ledger account(window);
            auto s = map_stream(pool, counted_generator(count, account), counted_call(account),
                                {.window = window, .order = how});
            std::size_t delivered = 0;
            while (delivered % 5 == 0 ? next_of(s) : s.try_next()) // both ways of taking
                ++delivered;
            BOOST_TEST(delivered <= count);
            while (next_of(s))
                ++delivered;
            BOOST_TEST(delivered == count);
            BOOST_TEST(!account.overrun());
            BOOST_TEST(account.advanced() == count);
        }
}

BOOST_AUTO_TEST_CASE(each_stage_keeps_its_own_window)
{
    std::size_t const count = 3000;
    ledger first(3), second(5);
    auto parcels = map_stream(pool, counted_numbers(count, first), counted_call(first), {.window = 3});
    auto const unpack = [&](parcel p) {
        second.begin_call();
        second.end_call();
        return parcel(p.index(), second);
    };
    std::size_t delivered = 0;
    bool early = false;
    auto const map = run_map(pool, std::move(parcels), unpack, {.window = 5}, [&](parcel) {
        ++delivered;
        early = early || first.handed_over() > delivered + 5;
    });
    BOOST_TEST(map.error == "ok");
    BOOST_TEST(!first.overrun());
    BOOST_TEST(!early);
    BOOST_TEST(delivered == count);
}

BOOST_AUTO_TEST_CASE(as_many_calls_run_at_once_as_the_limits_allow)
{
    for (std::size_t concurrency : {2u, 3u, 4u})
        for (std::size_t window : {concurrency, concurrency + 1, std::size_t(64)}) {
            std::barrier all(static_cast<std::ptrdiff_t>(concurrency));
            auto const together = [&](std::size_t) { all.arrive_and_wait(); };
            auto const map = collect_map(pool, numbers(50 * concurrency), together,
                                         {.concurrency = concurrency, .window = window});
            BOOST_TEST(map.account.delivered == 50 * concurrency);
        }
}

BOOST_AUTO_TEST_CASE(a_window_below_the_concurrency_bounds_the_calls_that_run)
{
    ledger account(2);
    auto const map = run_map(pool, counted_numbers(2000, account), counted_call(account),
                             {.concurrency = 4, .window = 2}, [](parcel) {});
    BOOST_TEST(map.error == "ok");
    BOOST_TEST(account.most_running() <= 2u);
}

BOOST_AUTO_TEST_CASE(an_infinite_source_is_only_pulled_within_the_window)
{
    for (std::size_t window : {std::size_t(1), std::size_t(64)}) {
        ledger account(window);
        auto endless = std::views::iota(std::size_t(0)) | std::views::transform([&](std::size_t i) {
                           account.pull();
                           return i;
                       });
        auto s = map_stream(pool, endless, counted_call(account), {.window = window});
        for (std::size_t i = 0; i != 1000; ++i)
            BOOST_TEST_REQUIRE(next_of(s)->index() == i);
        auto const end = close(s);
        BOOST_TEST(end.error == "ok");
        BOOST_TEST(end.account.delivered == 1000u);
        BOOST_TEST(end.account.pulled <= 1000 + window);
        BOOST_TEST(!account.overrun());
    }
}

BOOST_AUTO_TEST_CASE(an_empty_source_completes)
{
    auto const empty_generator = []() -> genpool::generator<std::size_t> { co_return; };
    auto const nothing = collect_map(pool, std::vector<std::size_t>(), std::identity());
    BOOST_TEST(nothing.error == "ok");
    BOOST_TEST(nothing.results.empty());
    BOOST_TEST(nothing.account.pulled == 0u);
    BOOST_TEST((nothing.account.ended == genpool::end_reason::completed));
    BOOST_TEST(collect_map(pool, empty_generator(), std::identity()).error == "ok");
    BOOST_TEST(async_map(pool, std::vector<std::size_t>(), std::identity(), asio::use_future).get().empty());
    auto s = map_stream(pool, empty_generator(), std::identity());
    BOOST_TEST(end_of(s) == "ok");
}

BOOST_AUTO_TEST_CASE(awaitable_functions_occupy_a_place_but_no_thread)
{
    constexpr std::size_t calls = 100;
    asio::thread_pool one(1);
    ledger account(1000);
    std::list<asio::steady_timer> timers; // all of this only on the one thread
    auto const wait_for_all = [&](std::size_t) -> asio::awaitable<void> {
        account.begin_call();
        auto& timer = timers.emplace_back(one, asio::steady_timer::time_point::max());
        boost::system::error_code ignored;
        if (timers.size() % calls == 0)
            for (auto& t : timers)
                t.cancel();
        else
            co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        account.end_call();
    };
    auto const map =
        collect_map(one, numbers(5 * calls), wait_for_all, {.concurrency = calls, .window = 1000});
    BOOST_TEST(map.error == "ok");
    BOOST_TEST(map.results.size() == 5 * calls);
    BOOST_TEST(account.most_running() == calls);
}

BOOST_AUTO_TEST_CASE(the_limits_hold_for_awaitable_functions)
{
    for (std::size_t concurrency : {1u, 3u, 10u})
        for (std::size_t window : {1u, 2u, 64u}) {
            ledger account(window);
            auto const call = [&](std::size_t i) -> asio::awaitable<std::size_t> {
                account.begin_call();
                asio::steady_timer timer(pool, asio::steady_timer::time_point::min());
                co_await timer.async_wait(asio::use_awaitable);
                account.end_call();
                co_return i;
            };
            std::size_t delivered = 0;
            bool early = false;
            auto const map = run_map(pool, counted_numbers(500, account), call,
                                     {.concurrency = concurrency, .window = window}, [&](std::size_t) {
                                         account.hand_over();
                                         early = early || account.pulled() > ++delivered + window;
                                     });
            BOOST_TEST(map.error == "ok");
            BOOST_TEST(!early);
            BOOST_TEST(account.most_running() <= std::min(concurrency, window));
        }
}

BOOST_AUTO_TEST_CASE(the_default_concurrency_is_what_the_executor_says_that_it_can_run)
{
    auto const concurrency = [](auto& p) { return map_stream(p, numbers(0), std::identity()).concurrency(); };
    auto const hardware = std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
    BOOST_TEST(concurrency(pool) == threads);
    asio::any_io_executor any = pool.get_executor();
    BOOST_TEST(concurrency(any) == threads);
    auto strand = asio::make_strand(pool);
    BOOST_TEST(concurrency(strand) == 1u);
    any = strand;
    BOOST_TEST(concurrency(any) == 1u);
    asio::io_context context;
    BOOST_TEST(concurrency(context) == hardware);
}

BOOST_AUTO_TEST_CASE(the_default_window_is_four_times_the_concurrency_and_at_most_4096)
{
    asio::io_context never_run;
    auto const window = [&](std::size_t concurrency) {
        return map_stream(never_run, numbers(0), std::identity(), {.concurrency = concurrency}).window();
    };
    BOOST_TEST(window(1) == 4u);
    BOOST_TEST(window(3) == 12u);
    BOOST_TEST(window(5000) == 4096u);
}

BOOST_AUTO_TEST_CASE(a_limit_below_one_is_refused_by_name)
{
    auto const names = [](std::string value) {
        return [value](std::invalid_argument const& e) {
            return std::string(e.what()).find(value) != std::string::npos;
        };
    };
    BOOST_CHECK_EXCEPTION(limit(0), std::invalid_argument, names("0"));
    BOOST_CHECK_EXCEPTION(limit(-3), std::invalid_argument, names("-3"));
    BOOST_TEST(limit(std::numeric_limits<unsigned long long>::max()).is_unlimited());
    BOOST_TEST(limit::unlimited.is_unlimited());
    BOOST_TEST(!limit(1).is_automatic());
    BOOST_TEST(genpool::automatic.is_automatic());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_limits_tests
