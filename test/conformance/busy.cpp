// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_for_each.hpp>
#include <genpool/async_map.hpp>
#include <genpool/async_submit.hpp>
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "../support/execution/held_operation.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>
#include <optional>
#include <ranges>
#include <utility>
#include <vector>

namespace conformance_busy_tests
{

namespace asio = boost::asio;
namespace test = genpool::test;
using genpool::async_for_each;
using genpool::generator;
using genpool::map_stream;
using genpool::summary;

namespace
{

auto const numbers = std::views::iota(0, 10);
auto const same = [](int i) { return i; };
genpool::options const narrow{.concurrency = 1, .window = 2};

/// Runs what is ready. False: the context has run out of work, so that its `run()` would have returned.
bool busy_after_poll(asio::io_context& context)
{
    context.poll();
    return !context.stopped();
}

using void_operation = test::held_operation<void()>;

generator<int> waiting_numbers(void_operation& operation)
{
    for (int i = 0; i != 3; ++i) {
        co_await operation.async_hold(asio::deferred);
        co_yield i;
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(busy)

BOOST_AUTO_TEST_CASE(the_pool_is_kept_while_results_wait_for_another_context)
{
    asio::io_context pool;
    asio::io_context other;
    std::vector<int> results;
    bool ended = false;
    auto const on_result = [&](int i) { results.push_back(i); };
    async_for_each(pool, numbers, same, asio::bind_executor(other, on_result), narrow,
                   [&](std::exception_ptr, summary) { ended = true; });
    while (!ended) {
        BOOST_TEST_REQUIRE((busy_after_poll(pool) || ended));
        other.poll();
    }
    BOOST_TEST(results.size() == 10U);
    BOOST_TEST(!busy_after_poll(pool));
    BOOST_TEST(!busy_after_poll(other));
}

BOOST_AUTO_TEST_CASE(the_pool_is_kept_while_results_go_to_the_handlers_context)
{
    asio::io_context pool;
    asio::io_context other;
    bool ended = false;
    async_for_each(
        pool, numbers, same, [](int) {}, narrow,
        asio::bind_executor(other, [&](std::exception_ptr, summary) { ended = true; }));
    while (!ended) {
        bool const busy = busy_after_poll(pool);
        BOOST_TEST_REQUIRE((busy_after_poll(other) || ended));
        BOOST_TEST_REQUIRE((busy || ended));
    }
    BOOST_TEST(!busy_after_poll(pool));
}

BOOST_AUTO_TEST_CASE(the_handlers_context_is_kept_while_the_pool_works)
{
    asio::io_context pool;
    asio::io_context other;
    bool ended = false;
    genpool::async_map(
        pool, numbers, same, narrow,
        asio::bind_executor(other, [&](std::exception_ptr, std::vector<int>) { ended = true; }));
    BOOST_TEST(busy_after_poll(other));
    pool.run();
    other.run();
    BOOST_TEST(ended);
}

BOOST_AUTO_TEST_CASE(every_stage_is_kept_until_it_has_ended)
{
    asio::io_context first;
    asio::io_context second;
    asio::io_context other;
    bool ended = false;
    auto stage = map_stream(first, numbers, same, narrow);
    async_for_each(second, std::move(stage), same, asio::bind_executor(other, [](int) {}), narrow,
                   [&](std::exception_ptr, summary) { ended = true; });
    // What has run out of work runs nothing more: a stage let go too early would never end.
    for (int turn = 0; turn != 100 && !ended; ++turn) {
        first.poll();
        second.poll();
        other.poll();
    }
    BOOST_TEST(ended);
    BOOST_TEST(!busy_after_poll(first));
    BOOST_TEST(!busy_after_poll(second));
}

BOOST_AUTO_TEST_CASE(the_pool_is_kept_while_the_source_waits)
{
    asio::io_context pool;
    void_operation operation;
    bool ended = false;
    async_for_each(pool, waiting_numbers(operation), same,
                   [&](std::exception_ptr, summary) { ended = true; });
    for (int i = 0; i != 3; ++i) {
        BOOST_TEST_REQUIRE(busy_after_poll(pool));
        BOOST_TEST_REQUIRE(operation.held());
        operation.complete();
    }
    BOOST_TEST(!busy_after_poll(pool));
    BOOST_TEST(ended);
}

BOOST_AUTO_TEST_CASE(the_pool_is_kept_while_a_streams_source_waits)
{
    asio::io_context pool;
    void_operation operation;
    auto stream = map_stream(pool, waiting_numbers(operation), same);
    BOOST_TEST(busy_after_poll(pool));
    BOOST_TEST(operation.held());
}

BOOST_AUTO_TEST_CASE(the_pool_is_kept_while_a_call_waits)
{
    asio::io_context pool;
    void_operation operation;
    bool ended = false;
    auto const wait = [&]() -> asio::awaitable<void> { co_await operation.async_hold(asio::use_awaitable); };
    genpool::async_submit(pool, wait, [&](std::exception_ptr) { ended = true; });
    BOOST_TEST(busy_after_poll(pool));
    operation.complete();
    BOOST_TEST(!busy_after_poll(pool));
    BOOST_TEST(ended);
}

BOOST_AUTO_TEST_CASE(a_stalled_stream_keeps_nothing)
{
    asio::io_context pool;
    auto stream = map_stream(pool, numbers, same, narrow);
    BOOST_TEST(!busy_after_poll(pool));
    BOOST_TEST(stream.stats().pulled == 2U);
}

BOOST_AUTO_TEST_CASE(an_outstanding_next_keeps_both_contexts)
{
    asio::io_context pool;
    asio::io_context other;
    void_operation operation;
    auto stream = map_stream(pool, waiting_numbers(operation), same);
    std::optional<int> got;
    stream.async_next(asio::bind_executor(other, [&](std::exception_ptr, std::optional<int> i) { got = i; }));
    BOOST_TEST(busy_after_poll(pool));
    BOOST_TEST(busy_after_poll(other));
    operation.complete();
    pool.poll();
    BOOST_TEST(!busy_after_poll(other));
    BOOST_TEST((got == 0));
}

BOOST_AUTO_TEST_CASE(an_outstanding_close_keeps_both_contexts)
{
    asio::io_context pool;
    asio::io_context other;
    void_operation operation;
    auto stream = map_stream(pool, waiting_numbers(operation), same);
    pool.poll();
    bool closed = false;
    stream.async_close(asio::bind_executor(other, [&](std::exception_ptr, summary) { closed = true; }));
    BOOST_TEST(busy_after_poll(pool));
    BOOST_TEST(busy_after_poll(other));
    operation.complete();
    BOOST_TEST(!busy_after_poll(pool));
    BOOST_TEST(!busy_after_poll(other));
    BOOST_TEST(closed);
}

BOOST_AUTO_TEST_CASE(joining_a_pool_waits_for_the_operation)
{
    asio::thread_pool pool(1);
    asio::io_context other;
    bool ended = false;
    auto const on_result = [](int) {};
    async_for_each(pool, numbers, same, asio::bind_executor(other, on_result), narrow,
                   [&](std::exception_ptr, summary) { ended = true; });
    other.run(); // until the last result has been given
    pool.join();
    BOOST_TEST(ended);
}

BOOST_AUTO_TEST_CASE(an_operation_whose_handler_is_gone_lets_the_pool_go)
{
    asio::io_context pool;
    {
        asio::io_context other;
        async_for_each(pool, numbers, same, narrow,
                       asio::bind_executor(other, [](std::exception_ptr, summary) {}));
        pool.poll();
    }
    BOOST_TEST(!busy_after_poll(pool));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace conformance_busy_tests
