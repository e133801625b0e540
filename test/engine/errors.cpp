// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Fail fast, deliver in place: what a call that throws does to a map.
#include <genpool/async_map.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <new>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace engine_errors_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::async_map;
using genpool::end_reason;
using genpool::map_stream;
using genpool::order;

namespace
{

[[noreturn]] void fail(std::size_t i) { throw std::runtime_error("call " + std::to_string(i)); }

auto failing_at(std::size_t where)
{
    return [where](std::size_t i) {
        if (i == where)
            fail(i);
        return i;
    };
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(errors_of_calls, four_threads)

BOOST_AUTO_TEST_CASE(in_input_order_all_results_before_the_error_are_delivered_and_none_after)
{
    for (std::size_t window : {1u, 2u, 5u, 64u, 1000u})
        for (std::size_t where : {0u, 1u, 2u, 50u, 98u, 99u})
            for (std::size_t concurrency : {1u, 2u, 4u}) {
                auto const map = collect_map(pool, numbers(100), failing_at(where),
                                             {.concurrency = concurrency, .window = window});
                BOOST_TEST(map.error == "call " + std::to_string(where));
                BOOST_TEST(map.results.size() == where);
                for (std::size_t i = 0; i != map.results.size(); ++i)
                    BOOST_TEST(map.results[i] == i);
                BOOST_TEST(balanced(map.account));
                BOOST_TEST(map.account.delivered == where);
                BOOST_TEST(map.account.failed == 1u);
                BOOST_TEST(map.account.first_error_index.value() == where);
                BOOST_TEST((map.account.ended == end_reason::failed));
            }
}

BOOST_AUTO_TEST_CASE(in_completion_order_what_is_ready_is_delivered_then_the_error)
{
    for (std::size_t where : {0u, 1u, 50u, 99u}) {
        auto const map =
            collect_map(pool, numbers(100), failing_at(where), {.window = 8, .order = order::completion});
        BOOST_TEST(map.error == "call " + std::to_string(where));
        std::set<std::size_t> const unique(map.results.begin(), map.results.end());
        BOOST_TEST(unique.size() == map.results.size());
        BOOST_TEST(!unique.contains(where));
        BOOST_TEST(balanced(map.account));
        BOOST_TEST(map.account.first_error_index.value() == where);
    }
}

BOOST_AUTO_TEST_CASE(in_completion_order_a_result_that_is_ready_comes_before_the_error)
{
    event others_done;
    tally done;
    auto const fails_last = [&](std::size_t i) {
        if (i == 0) {
            others_done.wait();
            fail(i);
        }
        done.add();
        return i;
    };
    auto s = map_stream(pool, numbers(4), fails_last, {.window = 8, .order = order::completion});
    done.wait_for(3);
    while (s.stats().ready != 3)
        std::this_thread::yield();
    others_done.set();
    while (s.stats().failed != 1)
        std::this_thread::yield();
    std::set<std::size_t> results;
    for (int i = 0; i != 3; ++i)
        results.insert(next_of(s).value());
    BOOST_TEST((results == std::set<std::size_t>{1, 2, 3}));
    BOOST_TEST(end_of(s) == "call 0");
}

BOOST_AUTO_TEST_CASE(of_several_failures_the_lowest_index_is_reported_in_input_order)
{
    event last_failed;
    auto const fail_backwards = [&](std::size_t i) {
        if (i == 1 || i == 3) {
            if (i == 1)
                last_failed.wait();
            else
                last_failed.set();
            fail(i);
        }
        return i;
    };
    auto const map = collect_map(pool, numbers(4), fail_backwards, {.concurrency = 4, .window = 4});
    BOOST_TEST(map.error == "call 1");
    BOOST_TEST((map.results == std::vector<std::size_t>{0}));
    BOOST_TEST(map.account.failed == 2u);
    BOOST_TEST(map.account.cancelled == 1u);
    BOOST_TEST(map.account.first_error_index.value() == 1u);
}

BOOST_AUTO_TEST_CASE(of_several_failures_the_first_in_time_is_reported_in_completion_order)
{
    event first_began; // else it would not start after the failure
    event reported;
    std::string error;
    auto const fail_backwards = [&](std::size_t i) {
        if (i == 0) {
            first_began.set();
            reported.wait();
        } else {
            first_began.wait();
        }
        fail(i);
    };
    auto s = map_stream(pool, numbers(2), fail_backwards,
                        {.concurrency = 2, .window = 2, .order = order::completion});
    BOOST_TEST(!next_of(s, &error));
    BOOST_TEST(error == "call 1");
    reported.set();
    auto const end = close(s);
    BOOST_TEST(end.error == "ok"); // it has been told
    BOOST_TEST(end.account.failed == 2u);
    BOOST_TEST(end.account.first_error_index.value() == 1u);
    BOOST_TEST(end_of(s) == "call 1");
}

BOOST_AUTO_TEST_CASE(an_error_is_repeated_by_every_later_async_next)
{
    for (auto how : both_orders) {
        auto s = map_stream(pool, numbers(10), failing_at(3), {.concurrency = 1, .order = how});
        for (std::size_t i = 0; i != 3; ++i)
            BOOST_TEST(next_of(s).value() == i);
        for (int times = 0; times != 5; ++times) {
            BOOST_TEST(!s.try_next());
            BOOST_TEST(end_of(s) == "call 3");
        }
        BOOST_TEST(close(s).error == "ok"); // it has been told
        BOOST_TEST(end_of(s) == "call 3");  // and still is, once closed
    }
}

BOOST_AUTO_TEST_CASE(async_map_completes_with_the_error_and_the_prefix)
{
    event ended;
    std::string error;
    std::vector<std::size_t> prefix;
    async_map(pool, numbers(100), failing_at(20), {.window = 8},
              [&](std::exception_ptr e, std::vector<std::size_t> all) {
                  error = describe(e);
                  prefix = std::move(all);
                  ended.set();
              });
    ended.wait();
    BOOST_TEST(error == "call 20");
    BOOST_TEST(prefix.size() == 20u);
    BOOST_TEST(outcome_of(async_map(pool, numbers(100), failing_at(20), asio::use_future), pool) ==
               "call 20");
}

BOOST_AUTO_TEST_CASE(an_awaitable_call_fails_like_a_plain_one_and_cancels_none_before_it)
{
    for (std::size_t where : {0u, 1u, 50u, 99u}) {
        auto const call = [&](std::size_t i) -> asio::awaitable<std::size_t> {
            asio::steady_timer timer(co_await asio::this_coro::executor,
                                     asio::steady_timer::time_point::min());
            co_await timer.async_wait(asio::use_awaitable);
            if (i == where)
                fail(i);
            co_return i;
        };
        auto const map = collect_map(pool, numbers(100), call, {.concurrency = 10, .window = 20});
        BOOST_TEST(map.error == "call " + std::to_string(where));
        BOOST_TEST(map.results.size() == where);
        BOOST_TEST(balanced(map.account));
        BOOST_TEST(map.account.failed == 1u);
        BOOST_TEST(map.account.first_error_index.value() == where);
    }
}

BOOST_AUTO_TEST_CASE(a_failed_allocation_in_a_call_is_an_error)
{
    auto const out_of_memory = [](std::size_t i) {
        if (i == 5)
            throw std::bad_alloc();
        return i;
    };
    auto const map = collect_map(pool, numbers(10), out_of_memory);
    BOOST_TEST(map.error == "no memory");
    BOOST_TEST(map.results.size() == 5u);
}

BOOST_AUTO_TEST_CASE(operation_aborted_is_an_error_where_nobody_has_stopped_the_map)
{
    auto const aborts = [](std::size_t i) {
        if (i == 5)
            throw boost::system::system_error(asio::error::operation_aborted);
        return i;
    };
    auto const map = collect_map(pool, numbers(10), aborts);
    BOOST_TEST(map.results.size() == 5u);
    BOOST_TEST((map.account.ended == genpool::end_reason::failed));
    BOOST_TEST(map.account.failed == 1u);
}

BOOST_AUTO_TEST_CASE(an_exception_of_any_type_is_an_error)
{
    auto const throws_a_number = [](std::size_t i) {
        if (i == 2)
            throw 42;
        return i;
    };
    auto all = async_map(pool, numbers(10), throws_a_number, asio::use_future);
    pool.join(); // see `outcome_of`
    BOOST_CHECK_EXCEPTION(all.get(), int, [](int value) { return value == 42; });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_errors_tests
