// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// The pool object is destroyed while the consumer lives on another context.
#include <genpool/async_for_each.hpp>
#include <genpool/async_map.hpp>
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"
#include "support/values/describe.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace engine_pool_gone_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::end_reason;
using genpool::map_stream;
using genpool::order;

namespace
{

/// A map whose handler and callback live on a context of their own, and whose pool can be destroyed.
struct orphan
{
    asio::thread_pool elsewhere{1};
    std::optional<asio::thread_pool> pool{std::in_place, 2};
    std::vector<std::size_t> results;
    std::string error;
    genpool::summary account;
    event ended;

    template <class Source, class Function>
    void run(Source&& source, Function&& function, genpool::options const& o = {})
    {
        genpool::async_for_each(
            *pool, std::forward<Source>(source), std::forward<Function>(function),
            [this](std::size_t i) { results.push_back(i); }, o,
            asio::bind_executor(elsewhere, [this](std::exception_ptr e, genpool::summary s) {
                error = describe(e);
                account = std::move(s);
                ended.set();
            }));
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(pool_is_gone)

BOOST_AUTO_TEST_CASE(before_anything_has_run)
{
    asio::thread_pool elsewhere(1);
    std::string error;
    event ended;
    {
        asio::io_context never_run;
        genpool::async_for_each(
            never_run, numbers(10), std::identity(), [](std::size_t) {},
            asio::bind_executor(elsewhere, [&](std::exception_ptr e, genpool::summary) {
                error = describe(e);
                ended.set();
            }));
    }
    ended.wait();
    BOOST_TEST(error == "pool gone");
}

BOOST_AUTO_TEST_CASE(while_calls_run_it_is_told_after_their_results)
{
    for (auto how : both_orders) {
        orphan o;
        tally started;
        event go_on;
        auto const call = [&](std::size_t i) {
            started.add();
            go_on.wait();
            return i;
        };
        o.run(endless(), call, {.concurrency = 2, .window = 8, .order = how});
        started.wait_for(2);
        std::jthread const destroyer([&] { o.pool.reset(); });
        go_on.set();
        o.ended.wait();
        BOOST_TEST(o.error == "pool gone");
        BOOST_TEST((o.account.ended == end_reason::pool_gone));
        BOOST_TEST(balanced(o.account));
        BOOST_TEST(o.account.delivered == o.results.size());
        BOOST_TEST(o.results.size() >= 2u);
        if (how == order::input)
            for (std::size_t i = 0; i != o.results.size(); ++i)
                BOOST_TEST(o.results[i] == i);
    }
}

BOOST_AUTO_TEST_CASE(with_a_stalled_consumer_what_is_ready_is_still_delivered)
{
    for (auto how : both_orders) {
        std::optional<asio::thread_pool> pool(std::in_place, 2);
        auto s = map_stream(*pool, endless(), std::identity(), {.window = 8, .order = how});
        while (s.stats().ready != 8)
            std::this_thread::yield();
        pool.reset();
        std::size_t taken = 0;
        std::string error;
        while (next_of(s, &error))
            ++taken;
        BOOST_TEST(taken == 8u);
        for (int times = 0; times != 3; ++times)
            BOOST_TEST(end_of(s) == "pool gone");
        auto const end = close(s);
        BOOST_TEST(end.error == "ok"); // it has been told
        BOOST_TEST((end.account.ended == end_reason::pool_gone));
        BOOST_TEST(end.account.delivered == 8u);
    }
}

BOOST_AUTO_TEST_CASE(close_tells_it_when_no_async_next_has)
{
    std::optional<asio::thread_pool> pool(std::in_place, 2);
    auto s = map_stream(*pool, endless(), std::identity(), {.window = 8});
    while (s.stats().ready != 8)
        std::this_thread::yield();
    pool.reset();
    auto const end = close(s);
    BOOST_TEST(end.error == "pool gone");
    BOOST_TEST(end.account.cancelled == 8u);
}

BOOST_AUTO_TEST_CASE(after_the_end_the_end_remains)
{
    std::optional<asio::thread_pool> pool(std::in_place, 2);
    auto s = map_stream(*pool, numbers(5), std::identity(), {.window = 8});
    BOOST_TEST(end_of(s) == "ok");
    pool.reset();
    BOOST_TEST(end_of(s) == "ok");
    BOOST_TEST((close(s).account.ended == end_reason::completed));
}

BOOST_AUTO_TEST_CASE(a_stopped_map_stays_stopped)
{
    std::optional<asio::thread_pool> pool(std::in_place, 2);
    auto s = map_stream(*pool, endless(), std::identity(), {.window = 8});
    s.request_stop();
    BOOST_TEST(end_of(s) == "stopped");
    pool.reset();
    BOOST_TEST(end_of(s) == "stopped");
}

BOOST_AUTO_TEST_CASE(while_awaitable_calls_wait)
{
    for (auto how : both_orders) {
        orphan o;
        tally waiting;
        auto const waits = [&](std::size_t i) -> asio::awaitable<std::size_t> {
            asio::steady_timer timer(co_await asio::this_coro::executor,
                                     asio::steady_timer::time_point::max());
            waiting.add();
            co_await timer.async_wait(asio::use_awaitable);
            co_return i;
        };
        o.run(endless(), waits, {.concurrency = 5, .window = 8, .order = how});
        waiting.wait_for(5);
        o.pool.reset();
        o.ended.wait();
        BOOST_TEST(o.error == "pool gone");
        BOOST_TEST(o.results.empty());
        BOOST_TEST(balanced(o.account));
    }
}

BOOST_AUTO_TEST_CASE(while_the_source_awaits_something_of_another_context)
{
    asio::thread_pool timers(1);
    auto const waits = [](asio::thread_pool& others, event& waiting) -> genpool::generator<std::size_t> {
        co_yield 0;
        asio::steady_timer timer(others, asio::steady_timer::time_point::max());
        waiting.set();
        co_await timer.async_wait(asio::deferred);
    };
    for (int round = 0; round != 100; ++round) {
        orphan o;
        event waiting;
        o.run(waits(timers, waiting), std::identity());
        waiting.wait();
        o.pool.reset();
        o.ended.wait();
        BOOST_TEST(o.error == "pool gone");
    }
}

BOOST_AUTO_TEST_CASE(of_a_later_stage)
{
    asio::thread_pool first_pool(1);
    for (int round = 0; round != 100; ++round) {
        orphan o;
        auto first = map_stream(first_pool, endless(), std::identity(), {.window = 4});
        std::atomic<std::size_t> called{0};
        auto const counts = [&](std::size_t i) {
            ++called;
            return i;
        };
        o.run(std::move(first), counts, {.window = 4});
        while (called < std::size_t(round))
            std::this_thread::yield();
        o.pool.reset();
        o.ended.wait();
        BOOST_TEST(o.error == "pool gone");
        BOOST_TEST((o.account.upstream.at(0).ended == end_reason::stopped));
        BOOST_TEST(balanced(o.account));
    }
}

BOOST_AUTO_TEST_CASE(of_an_earlier_stage)
{
    for (int round = 0; round != 100; ++round) {
        std::optional<asio::thread_pool> first_pool(std::in_place, 1);
        asio::thread_pool second_pool(1);
        auto first = map_stream(*first_pool, endless(), std::identity(), {.window = 4});
        std::atomic<std::size_t> called{0};
        auto const counts = [&](std::size_t i) {
            ++called;
            return i;
        };
        std::jthread const destroyer([&] {
            while (called < std::size_t(round))
                std::this_thread::yield();
            first_pool.reset();
        });
        auto const map = collect_map(second_pool, std::move(first), counts, {.window = 4});
        BOOST_TEST(map.error == "source: pool gone");
        BOOST_TEST((map.account.upstream.at(0).ended == end_reason::pool_gone));
        BOOST_TEST(balanced(map.account));
        for (std::size_t i = 0; i != map.results.size(); ++i)
            BOOST_TEST_REQUIRE(map.results[i] == i);
    }
}

BOOST_AUTO_TEST_CASE(async_map_completes_with_the_prefix)
{
    for (int round = 0; round != 100; ++round) {
        asio::thread_pool elsewhere(1);
        std::optional<asio::thread_pool> pool(std::in_place, 2);
        std::atomic<std::size_t> called{0};
        auto const counts = [&](std::size_t i) {
            ++called;
            return i;
        };
        event ended;
        std::string error;
        std::vector<std::size_t> prefix;
        genpool::async_map(
            *pool, endless(), counts, {.window = 4},
            asio::bind_executor(elsewhere, [&](std::exception_ptr e, std::vector<std::size_t> all) {
                error = describe(e);
                prefix = std::move(all);
                ended.set();
            }));
        while (called < std::size_t(10 * round))
            std::this_thread::yield();
        pool.reset();
        ended.wait();
        BOOST_TEST(error == "pool gone");
        for (std::size_t i = 0; i != prefix.size(); ++i)
            BOOST_TEST_REQUIRE(prefix[i] == i);
    }
}

BOOST_AUTO_TEST_CASE(at_any_moment)
{
    for (auto how : both_orders)
        for (std::size_t round = 0; round != 50; ++round) {
            orphan o;
            auto const owned = std::make_shared<int>();
            auto const call = [owned](std::size_t i) { return i; };
            o.run(endless(), call, {.window = 1 + round % 20, .order = how});
            for (auto n = round; n != 0; --n)
                std::this_thread::yield();
            o.pool.reset();
            o.ended.wait();
            BOOST_TEST(o.error == "pool gone");
            BOOST_TEST(balanced(o.account));
            BOOST_TEST(o.account.delivered == o.results.size());
            BOOST_TEST(owned.use_count() == 2); // this one, and that of the lambda
        }
}

BOOST_AUTO_TEST_CASE(together_with_a_stop_it_ends_once)
{
    for (int round = 0; round != 200; ++round) {
        std::optional<asio::thread_pool> pool(std::in_place, 2);
        auto s = map_stream(*pool, endless(), std::identity(), {.window = 4});
        for (int n = round % 20; n != 0; --n)
            std::this_thread::yield();
        {
            std::jthread const stopper([&] { s.request_stop(); });
            pool.reset();
        }
        auto const error = end_of(s);
        BOOST_TEST((error == "pool gone" || error == "stopped"));
        BOOST_TEST(end_of(s) == error);
        BOOST_TEST(balanced(close(s).account));
    }
}

BOOST_AUTO_TEST_CASE(of_the_callback_alone_the_handler_is_told_that_the_map_was_stopped)
{
    for (std::size_t round = 0; round != 100; ++round) {
        asio::thread_pool pool(2);
        std::optional<asio::thread_pool> callbacks(std::in_place, 1);
        std::atomic<std::size_t> delivered{0};
        std::string error;
        genpool::summary account;
        event ended;
        genpool::async_for_each(pool, endless(), std::identity(),
                                asio::bind_executor(*callbacks, [&](std::size_t) { ++delivered; }),
                                {.window = 8}, [&](std::exception_ptr e, genpool::summary s) {
                                    error = describe(e);
                                    account = std::move(s);
                                    ended.set();
                                });
        while (delivered < 5 * round)
            std::this_thread::yield();
        callbacks.reset();
        ended.wait();
        BOOST_TEST(error == "stopped");
        BOOST_TEST(account.delivered == delivered);
        BOOST_TEST(balanced(account));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_pool_gone_tests
