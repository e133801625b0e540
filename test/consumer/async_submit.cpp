// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_submit.hpp>
#include <genpool/error.hpp>

#include "support/execution/event.hpp"
#include "support/maps/usual.hpp"
#include "support/values/describe.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>
#include <future>
#include <memory>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace consumer_async_submit_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::async_submit;

namespace
{

/// Throws when it is moved for the last time that it can be; what was made by default can be moved for ever.
struct moved_so_often
{
    explicit moved_so_often(int moves = -1) : left(moves) {}
    moved_so_often(moved_so_often&& other) : left(other.left - (other.left > 0))
    {
        if (left == 0)
            throw std::runtime_error("moved too often");
    }

    int left;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(submit, one_thread)

BOOST_AUTO_TEST_CASE(it_completes_with_the_result)
{
    BOOST_TEST(async_submit(
                   pool, [] { return 7; }, asio::use_future)
                   .get() == 7);
    auto const captured = std::make_shared<int>(8);
    auto boxed = [box = std::make_unique<int>(9), captured]() mutable { return std::move(box); };
    BOOST_TEST(*async_submit(pool, std::move(boxed), asio::use_future).get() == 9);
    BOOST_TEST(async_submit(
                   pool.get_executor(), [] { return std::string("x"); }, asio::use_future)
                   .get() == "x");
}

BOOST_AUTO_TEST_CASE(it_completes_with_the_exception)
{
    auto const throws = []() -> int { throw std::runtime_error("call"); };
    auto const throws_nothing_back = [] { throw std::bad_alloc(); };
    auto second = async_submit(pool, throws_nothing_back, asio::use_future);
    BOOST_TEST(outcome_of(async_submit(pool, throws, asio::use_future), pool) == "call");
    BOOST_TEST(outcome_of(std::move(second), pool) == "no memory");
}

BOOST_AUTO_TEST_CASE(a_function_that_returns_nothing_completes_without_a_result)
{
    bool called = false;
    std::future<void> done = async_submit(
        pool, [&] { called = true; }, asio::use_future);
    done.get();
    BOOST_TEST(called);
}

BOOST_AUTO_TEST_CASE(an_awaitable_function_is_awaited)
{
    auto const waits = [this]() -> asio::awaitable<std::unique_ptr<int>> {
        asio::steady_timer timer(pool, asio::steady_timer::time_point::min());
        co_await timer.async_wait(asio::use_awaitable);
        co_return std::make_unique<int>(5);
    };
    BOOST_TEST(*async_submit(pool, waits, asio::use_future).get() == 5);
    auto const throws = [this]() -> asio::awaitable<void> {
        asio::steady_timer timer(pool, asio::steady_timer::time_point::min());
        co_await timer.async_wait(asio::use_awaitable);
        throw std::runtime_error("awaited");
    };
    BOOST_TEST(outcome_of(async_submit(pool, throws, asio::use_future), pool) == "awaited");
}

BOOST_AUTO_TEST_CASE(a_function_that_may_take_a_stop_token_or_nothing_is_called_with_nothing)
{
    struct both
    {
        int operator()() const { return 0; }
        int operator()(std::stop_token) const { return 1; }
    };
    BOOST_TEST(async_submit(pool, both(), asio::use_future).get() == 0);
}

BOOST_AUTO_TEST_CASE(the_function_is_destroyed_before_the_handler_is_called)
{
    auto const owned = std::make_shared<int>();
    event ended;
    long left = 0;
    async_submit(
        pool, [alive = owned] {}, // of a type that is moved, not copied
        [&](std::exception_ptr) {
            left = owned.use_count();
            ended.set();
        });
    ended.wait();
    BOOST_TEST(left == 1);
}

BOOST_AUTO_TEST_CASE(a_pool_that_is_destroyed_first_is_told_to_a_handler_elsewhere)
{
    asio::io_context elsewhere;
    std::string result;
    {
        asio::io_context never_run;
        async_submit(
            never_run, [] {},
            asio::bind_executor(elsewhere, [&](std::exception_ptr error) { result = describe(error); }));
    }
    elsewhere.run();
    BOOST_TEST(result == "pool gone");
}

BOOST_AUTO_TEST_CASE(a_pool_that_is_destroyed_first_is_told_to_a_future)
{
    std::future<int> told;
    {
        asio::io_context never_run;
        told = async_submit(
            never_run, [] { return 1; }, asio::use_future);
    }
    BOOST_CHECK_THROW(told.get(), genpool::pool_gone);
}

BOOST_AUTO_TEST_CASE(a_pool_that_is_destroyed_first_destroys_a_handler_of_its_own)
{
    auto const owned = std::make_shared<int>();
    bool called = false;
    {
        asio::io_context never_run;
        async_submit(
            never_run, [] {}, [&, alive = owned](std::exception_ptr) { called = true; });
        BOOST_TEST(owned.use_count() == 2);
    }
    BOOST_TEST(owned.use_count() == 1);
    BOOST_TEST(!called);
}

BOOST_AUTO_TEST_CASE(a_handler_is_called_on_the_pool_and_not_inside_the_call)
{
    asio::io_context later;
    int called = 0;
    async_submit(
        later, [] { return 1; },
        [&](std::exception_ptr, int) { called += later.get_executor().running_in_this_thread() ? 1 : 2; });
    BOOST_TEST(called == 0);
    later.run();
    BOOST_TEST(called == 1);
}

// Each call has one turn in the queue of the pool, and its handler does not wait for the calls behind it.
template <class F>
void check_that_each_ends_before_the_next_begins(F call)
{
    asio::io_context later, elsewhere;
    int ended = 0;
    std::vector<int> ended_before;
    for (int i = 0; i != 4; ++i)
        async_submit(
            later,
            [&, call] {
                elsewhere.poll();
                elsewhere.restart();
                ended_before.push_back(ended);
                return call();
            },
            asio::bind_executor(elsewhere, [&](std::exception_ptr) { ++ended; }));
    later.run();
    BOOST_TEST(ended_before == (std::vector{0, 1, 2, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_handler_elsewhere_is_called_before_the_next_call_begins)
{
    check_that_each_ends_before_the_next_begins([] {});
    check_that_each_ends_before_the_next_begins([]() -> asio::awaitable<void> { co_return; });
}

BOOST_AUTO_TEST_CASE(a_result_that_cannot_be_moved_on_is_an_error)
{
    std::string told = "moved too often";
    for (int moves = 1; told != "ok"; ++moves) {
        BOOST_TEST(told == "moved too often");
        event ended;
        async_submit(
            pool, [moves] { return moved_so_often(moves); },
            [&](std::exception_ptr error, moved_so_often const&) {
                told = describe(error);
                ended.set();
            });
        ended.wait();
        BOOST_REQUIRE(moves < 100);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace consumer_async_submit_tests
