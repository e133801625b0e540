// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Closed means closed, also for results that the consumer had claimed; and what a stream says that was moved from.
#include <genpool/async_map.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace consumer_closed_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::end_reason;
using genpool::map_stream;

namespace
{

/// On the heap, so that reading one that was destroyed is seen.
std::string text_of(std::size_t i) { return "the result of item number " + std::to_string(i); }

/// A stream of which the consumer has taken one result, and has claimed the others.
auto stream_with_claimed_results(asio::thread_pool& pool, genpool::options o)
{
    auto s = map_stream(pool, numbers(16), text_of, o);
    while (s.stats().ready != 16)
        std::this_thread::yield();
    BOOST_TEST(next_of(s).has_value());
    return s;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(closed, two_threads)

BOOST_AUTO_TEST_CASE(nothing_is_handed_over_once_a_close_has_been_asked_for)
{
    for (auto how : both_orders) {
        auto s = stream_with_claimed_results(pool, {.window = 64, .order = how});
        auto closing = s.async_close(asio::use_future);
        BOOST_TEST(!s.try_next());
        std::string error;
        BOOST_TEST(!next_of(s, &error));
        BOOST_TEST(error == "stopped");
        BOOST_TEST(closing.get().delivered == 1u);
        for (int i = 0; i != 3; ++i) {
            BOOST_TEST(!s.try_next());
            BOOST_TEST(end_of(s) == "stopped");
        }
        BOOST_TEST(close(s).account.delivered == 1u);
        BOOST_TEST(s.stats().ready == 0u);
    }
}

BOOST_AUTO_TEST_CASE(a_closed_stream_gives_a_stage_nothing)
{
    for (bool const finished : {true, false}) {
        auto s = stream_with_claimed_results(pool, {.window = 64});
        auto closing = s.async_close(asio::use_future);
        if (finished)
            closing.get();
        auto const map = collect_map(pool, std::move(s), std::identity());
        BOOST_TEST(map.results.empty());
        BOOST_TEST(map.error == "source: stopped");
        BOOST_TEST((map.account.ended == end_reason::source_failed));
    }
}

BOOST_AUTO_TEST_CASE(a_close_beside_an_async_next_that_runs_lets_it_touch_nothing)
{
    for (int round = 0; round != 300; ++round)
        for (bool const destroyed : {false, true}) {
            auto s = std::make_unique<genpool::stream<std::string>>(
                stream_with_claimed_results(pool, {.window = 64}));
            std::string got = text_of(1);
            event told;
            s->async_next([&](std::exception_ptr, std::optional<std::string> result) {
                if (result)
                    got = *result;
                told.set();
            });
            for (std::atomic<int> spin = 0; spin < round % 40 * 20; ++spin) {
            }
            if (destroyed)
                s.reset();
            else
                close(*s);
            told.wait();
            BOOST_REQUIRE(got == text_of(1));
        }
}

BOOST_AUTO_TEST_CASE(an_async_next_after_the_close_waits_for_the_end_and_says_what_it_is)
{
    event begun, failing;
    auto const call = [&](std::size_t i) {
        begun.set();
        failing.wait();
        throw std::runtime_error("failed late");
        return i;
    };
    auto s = map_stream(pool, numbers(1), call);
    begun.wait();
    auto closing = s.async_close(asio::use_future);
    next_call<std::size_t> before_the_end(s);
    BOOST_TEST(!before_the_end.done());
    failing.set();
    BOOST_TEST(before_the_end.error() == "failed late");
    BOOST_TEST(end_of(s) == "failed late");
    closing.wait();
    BOOST_TEST(end_of(s) == "failed late");
}

BOOST_AUTO_TEST_CASE(closing_twice_and_from_inside_a_handler_is_the_same)
{
    auto s = stream_with_claimed_results(pool, {.window = 64});
    event both;
    s.async_close([&](std::exception_ptr, genpool::summary first) {
        BOOST_TEST(first.delivered == 1u);
        BOOST_TEST(!s.try_next());
        s.async_close([&](std::exception_ptr error, genpool::summary second) {
            BOOST_TEST(!error);
            BOOST_TEST(second.delivered == 1u);
            both.set();
        });
    });
    both.wait();
    BOOST_TEST(end_of(s) == "stopped");
}

BOOST_AUTO_TEST_CASE(a_completed_stream_stays_completed_when_it_is_closed)
{
    auto s = map_stream(pool, numbers(3), text_of);
    BOOST_TEST(end_of(s) == "ok");
    BOOST_TEST((close(s).account.ended == end_reason::completed));
    BOOST_TEST(end_of(s) == "ok");
}

// What was moved from.

BOOST_AUTO_TEST_CASE(a_stream_that_was_moved_from_has_no_map)
{
    auto moved = map_stream(pool, numbers(3), text_of);
    auto const s = std::move(moved);
    for (int i = 0; i != 2; ++i) {
        BOOST_TEST(end_of(moved) == "stopped");
        BOOST_TEST(!moved.try_next());
        moved.request_stop();
        auto const stats = moved.stats();
        BOOST_TEST((stats.pulled == 0 && stats.delivered == 0 && stats.running == 0 && stats.ready == 0));
        BOOST_TEST(moved.concurrency() == 0u);
        BOOST_TEST(moved.window() == 0u);
        auto const end = close(moved);
        BOOST_TEST(end.error == "ok");
        BOOST_TEST((end.account.ended == end_reason::stopped));
        BOOST_TEST(end.account.pulled == 0u);
    }
    BOOST_TEST((moved.get_executor() != asio::any_io_executor()));
    BOOST_TEST(outcome_of([&] { moved.async_next(asio::use_future).get(); }) == "stopped");
}

BOOST_AUTO_TEST_CASE(a_stream_that_was_moved_from_completes_on_the_handlers_executor_after_the_call)
{
    asio::io_context context;
    auto moved = map_stream(pool, numbers(3), text_of);
    auto const s = std::move(moved);
    int told = 0;
    moved.async_next(asio::bind_executor(
        context, [&](std::exception_ptr error, std::optional<std::string>) { told += error != nullptr; }));
    moved.async_close(
        asio::bind_executor(context, [&](std::exception_ptr error, genpool::summary) { told += !error; }));
    BOOST_TEST(told == 0);
    context.run();
    BOOST_TEST(told == 2);
}

BOOST_AUTO_TEST_CASE(a_stream_that_was_moved_from_may_be_assigned_to)
{
    auto s = map_stream(pool, numbers(3), text_of);
    auto other = std::move(s);
    s = std::move(other);
    BOOST_TEST(*next_of(s) == text_of(0));
    s = map_stream(pool, numbers(3), text_of);
    BOOST_TEST(*next_of(s) == text_of(0));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace consumer_closed_tests
