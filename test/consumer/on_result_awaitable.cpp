// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Callbacks that return an awaitable: each is awaited before the next result comes.
#include <genpool/async_for_each.hpp>

#include "support/execution/held_operation.hpp"
#include "support/maps/cancellable_map.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <ranges>
#include <stdexcept>
#include <string>
#include <vector>

namespace consumer_on_result_awaitable_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using asio::use_awaitable;
using genpool::async_for_each;
using genpool::end_reason;

namespace
{

asio::awaitable<void> some_turns(std::size_t count)
{
    for (std::size_t i = 0; i != count; ++i)
        co_await asio::post(use_awaitable);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(on_result_awaitable, two_threads)

BOOST_AUTO_TEST_CASE(the_next_result_waits_until_the_last_has_been_dealt_with)
{
    for (auto how : both_orders) {
        std::vector<std::size_t> results;
        std::atomic<int> there{0};
        bool overlapped = false;
        auto const on_result = [&](std::size_t i) -> asio::awaitable<void> {
            overlapped = overlapped || ++there != 1;
            co_await some_turns(i % 3);
            results.push_back(i);
            --there;
        };
        auto const map = run_map(pool, numbers(1000), std::identity(), {.order = how}, on_result);
        BOOST_TEST(map.error == "ok");
        BOOST_TEST(map.account.delivered == 1000u);
        BOOST_TEST(results.size() == 1000u);
        BOOST_TEST(!overlapped);
        if (how == genpool::order::input)
            for (std::size_t i = 0; i != results.size(); ++i)
                BOOST_TEST_REQUIRE(results[i] == i);
    }
}

BOOST_AUTO_TEST_CASE(it_slows_the_source)
{
    std::atomic<std::size_t> pulled{0};
    std::size_t delivered = 0;
    bool early = false;
    auto const source = numbers(300) | std::views::transform([&](std::size_t i) {
                            ++pulled;
                            return i;
                        });
    auto const on_result = [&](std::size_t) -> asio::awaitable<void> {
        ++delivered;
        co_await some_turns(2);
        early = early || pulled > delivered + 4;
    };
    BOOST_TEST(run_map(pool, source, std::identity(), {.window = 4}, on_result).error == "ok");
    BOOST_TEST(!early);
}

BOOST_AUTO_TEST_CASE(the_result_lives_until_it_has_been_dealt_with)
{
    using text = std::unique_ptr<std::string>;
    auto const make = [](std::size_t i) { return std::make_unique<std::string>(100, char('a' + i % 26)); };
    std::size_t sum = 0;
    auto const by_reference = [&](text const& s) -> asio::awaitable<void> {
        co_await some_turns(2);
        sum += s->size();
    };
    BOOST_TEST(run_map(pool, numbers(50), make, {}, by_reference).error == "ok");
    auto const by_rvalue = [&](text&& s) -> asio::awaitable<void> {
        co_await some_turns(2);
        sum += s->size();
    };
    BOOST_TEST(run_map(pool, numbers(50), make, {}, by_rvalue).error == "ok");
    BOOST_TEST(sum == 10000u);
}

BOOST_AUTO_TEST_CASE(a_function_that_returns_nothing_calls_back_with_nothing)
{
    std::size_t called = 0;
    auto const on_result = [&]() -> asio::awaitable<void> {
        co_await some_turns(1);
        ++called;
    };
    auto const nothing = [](std::size_t) {};
    BOOST_TEST(run_map(pool, numbers(10), nothing, {}, on_result).error == "ok");
    BOOST_TEST(called == 10u);
}

BOOST_AUTO_TEST_CASE(it_runs_on_its_own_executor_or_the_handlers_or_the_pool)
{
    asio::thread_pool own(1);
    asio::thread_pool of_handler(1);
    asio::execution_context* seen = nullptr;
    auto const on_result = [&](std::size_t) -> asio::awaitable<void> {
        co_await some_turns(1);
        seen = &asio::query(co_await asio::this_coro::executor, asio::execution::context);
    };
    auto const where = [&](auto callback, auto bind) {
        event ended;
        async_for_each(pool, numbers(1), std::identity(), callback,
                       bind([&](std::exception_ptr, genpool::summary) { ended.set(); }));
        ended.wait();
        return seen;
    };
    auto const plain = [](auto handler) { return handler; };
    auto const bound = [&](auto handler) { return asio::bind_executor(of_handler, handler); };
    asio::any_io_executor const any = own.get_executor();
    BOOST_TEST(where(on_result, plain) == &pool);
    BOOST_TEST(where(on_result, bound) == &of_handler);
    BOOST_TEST(where(asio::bind_executor(own, on_result), bound) == &own);
    BOOST_TEST(where(asio::bind_executor(asio::make_strand(own), on_result), bound) == &own);
    BOOST_TEST(where(asio::bind_executor(any, on_result), bound) == &own);
    auto end = async_for_each(pool, numbers(1), std::identity(), on_result, asio::use_future);
    BOOST_TEST(end.get().delivered == 1u);
    BOOST_TEST(seen == &pool);
}

BOOST_AUTO_TEST_CASE(what_leaves_it_stops_the_map_and_its_item_counts_as_delivered)
{
    for (std::size_t turns : {0u, 2u})
        for (std::size_t window : {1u, 4u, 64u})
            for (std::size_t where : {1u, 7u}) {
                std::size_t delivered = 0;
                auto const on_result = [&](std::size_t) -> asio::awaitable<void> {
                    co_await some_turns(turns);
                    if (++delivered == where)
                        throw std::runtime_error("callback");
                };
                auto const map = run_map(pool, endless(), std::identity(), {.window = window}, on_result);
                BOOST_TEST(map.error == "callback");
                BOOST_TEST(delivered == where);
                BOOST_TEST(map.account.delivered == where);
                BOOST_TEST(map.account.failed == 0u);
                BOOST_TEST((map.account.ended == end_reason::failed));
                BOOST_TEST(balanced(map.account));
            }
}

BOOST_AUTO_TEST_CASE(what_it_throws_before_there_is_an_awaitable_does_so_too)
{
    auto const on_result = [](std::size_t i) {
        if (i == 3)
            throw std::runtime_error("callback");
        return some_turns(1);
    };
    auto const map = run_map(pool, endless(), std::identity(), {}, on_result);
    BOOST_TEST(map.error == "callback");
    BOOST_TEST(map.account.delivered == 4u);
}

BOOST_AUTO_TEST_CASE(an_operation_that_is_destroyed_without_completing_is_a_failure)
{
    held_operation<void()> operation;
    auto const on_result = [&](std::size_t) -> asio::awaitable<void> {
        co_await operation.async_hold(use_awaitable);
    };
    map_end end;
    event ended;
    asio::io_context context; // where nothing runs while the operation is dropped
    auto const handler = [&](std::exception_ptr error, genpool::summary account) {
        end = {describe(error), account};
        ended.set();
    };
    async_for_each(pool, endless(), std::identity(), asio::bind_executor(context, on_result), handler);
    while (!operation.held())
        context.run_one();
    operation.drop();
    context.run();
    ended.wait();
    BOOST_TEST(end.error == "stopped");
    BOOST_TEST((end.account.ended == end_reason::failed));
    BOOST_TEST(end.account.delivered == 1u);
}

BOOST_AUTO_TEST_CASE(many_that_complete_at_once_need_no_stack)
{
    std::size_t called = 0;
    auto const on_result = [&](std::size_t) -> asio::awaitable<void> {
        co_await asio::dispatch(use_awaitable);
        ++called;
    };
    BOOST_TEST(run_map(pool, numbers(20000), std::identity(), {}, on_result).error == "ok");
    BOOST_TEST(called == 20000u);
}

BOOST_AUTO_TEST_CASE(one_thread_is_enough)
{
    asio::io_context context(1);
    std::size_t called = 0;
    auto const on_result = [&](std::size_t) -> asio::awaitable<void> {
        co_await some_turns(1);
        ++called;
    };
    auto end = async_for_each(context, numbers(100), std::identity(), on_result, asio::use_future);
    context.run();
    BOOST_TEST(end.get().delivered == 100u);
    BOOST_TEST(called == 100u);
}

BOOST_AUTO_TEST_CASE(sending_results_over_a_socket_is_one_call)
{
    asio::io_context context;
    using socket = asio::local::stream_protocol::socket;
    socket here(context);
    socket there(context);
    asio::local::connect_pair(here, there);
    auto const text = [](std::size_t i) { return std::to_string(i) + ' '; };
    auto const send = [&](std::string const& s) -> asio::awaitable<void> {
        co_await asio::async_write(here, asio::buffer(s), use_awaitable);
    };
    async_for_each(pool, numbers(5000), text, asio::bind_executor(context, send),
                   asio::bind_executor(context, [&](std::exception_ptr, genpool::summary) { here.close(); }));
    std::string received;
    auto const ended = [](boost::system::error_code error, std::size_t) {
        BOOST_TEST((error == asio::error::eof));
    };
    asio::async_read(there, asio::dynamic_buffer(received), ended);
    context.run();
    std::string expected;
    for (std::size_t i = 0; i != 5000; ++i)
        expected += text(i);
    BOOST_TEST((received == expected));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace consumer_on_result_awaitable_tests
