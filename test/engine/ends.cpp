// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// End, error, stopped and pool gone are four different outcomes, and nothing of a map runs or lives after its
// final completion.
#include <genpool/async_for_each.hpp>
#include <genpool/async_map.hpp>
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace engine_ends_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::end_reason;
using genpool::generator;
using genpool::map_stream;
using genpool::order;

namespace
{

/// Held by the source, the function, the items, the results and the callback: when the map has gone, only the
/// test's own is left.
using token = std::shared_ptr<int>;

/// What may happen to a map of tokens.
struct fate
{
    std::size_t source_fails_at = 1000;
    std::size_t call_fails_at = 1000;
    std::size_t callback_throws_at = 1000;
    std::size_t items = 200;
    std::string expected = "ok";
};

fate const fates[] = {
    {},
    {.items = 0},
    {.items = 1},
    {.source_fails_at = 0, .expected = "source: source"},
    {.source_fails_at = 77, .expected = "source: source"},
    {.call_fails_at = 0, .expected = "call"},
    {.call_fails_at = 77, .expected = "call"},
    {.call_fails_at = 199, .expected = "call"},
    {.callback_throws_at = 1, .expected = "callback"},
    {.callback_throws_at = 200, .expected = "callback"},
};

generator<token> tokens(token mine, fate f)
{
    for (std::size_t i = 0; i != f.items; ++i) {
        if (i == f.source_fails_at)
            throw std::runtime_error("source");
        co_yield mine;
    }
}

auto call(token mine, fate f)
{
    return [mine = std::move(mine), f, calls = std::make_shared<std::atomic<std::size_t>>(0)](token item) {
        if (calls->fetch_add(1) == f.call_fails_at)
            throw std::runtime_error("call");
        std::this_thread::yield();
        return item;
    };
}

auto callback(token mine, fate f)
{
    return [mine = std::move(mine), f, calls = std::size_t(0)](token) mutable {
        if (++calls == f.callback_throws_at)
            throw std::runtime_error("callback");
    };
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(ends, three_threads)

BOOST_AUTO_TEST_CASE(the_end_is_no_error_and_no_item_every_time)
{
    for (auto how : both_orders) {
        auto s = map_stream(pool, numbers(20), std::identity(), {.order = how});
        for (int i = 0; i != 20; ++i)
            BOOST_TEST(next_of(s).has_value());
        for (int times = 0; times != 5; ++times) {
            std::string error;
            BOOST_TEST(!next_of(s, &error));
            BOOST_TEST(error == "ok");
            BOOST_TEST(!s.try_next());
        }
    }
}

BOOST_AUTO_TEST_CASE(end_error_stopped_and_pool_gone_are_four_different_outcomes)
{
    auto const story = [](genpool::stream<std::size_t> s) {
        std::string told = end_of(s);
        told += ", " + end_of(s); // every time
        switch (close(s).account.ended) {
        case end_reason::completed:
            return told + ", completed";
        case end_reason::failed:
            return told + ", failed";
        case end_reason::source_failed:
            return told + ", source failed";
        case end_reason::stopped:
            return told + ", stopped";
        case end_reason::pool_gone:
            return told + ", pool gone";
        }
        return told;
    };
    auto const number = [](std::size_t i) { return i; };
    auto const fails = [](std::size_t i) { return i == 5 ? throw std::runtime_error("call") : i; };
    auto const broken = []() -> generator<std::size_t> {
        co_yield 0;
        throw std::runtime_error("source");
    };
    BOOST_TEST(story(map_stream(pool, numbers(10), number)) == "ok, ok, completed");
    BOOST_TEST(story(map_stream(pool, numbers(10), fails)) == "call, call, failed");
    BOOST_TEST(story(map_stream(pool, broken(), number)) == "source: source, source: source, source failed");
    auto stopped = map_stream(pool, std::views::iota(std::size_t(0)), number);
    stopped.request_stop();
    BOOST_TEST(story(std::move(stopped)) == "stopped, stopped, stopped");
    std::optional<asio::thread_pool> gone(std::in_place, 1);
    auto orphan = map_stream(*gone, std::views::iota(std::size_t(0)), number);
    gone.reset();
    BOOST_TEST(story(std::move(orphan)) == "pool gone, pool gone, pool gone");
}

BOOST_AUTO_TEST_CASE(nothing_of_the_map_lives_when_the_handler_of_async_for_each_is_called)
{
    for (auto how : both_orders)
        for (auto const& f : fates)
            for (std::size_t window : {1u, 4u, 500u}) {
                auto const owned = std::make_shared<int>();
                long left = 0;
                std::string error;
                genpool::summary account;
                event ended;
                genpool::async_for_each(pool, tokens(owned, f), call(owned, f), callback(owned, f),
                                        {.window = window, .order = how},
                                        [&](std::exception_ptr e, genpool::summary s) {
                                            left = owned.use_count();
                                            error = describe(e);
                                            account = std::move(s);
                                            ended.set();
                                        });
                ended.wait();
                BOOST_TEST(error == f.expected);
                BOOST_TEST(left == 1);
                BOOST_TEST(balanced(account));
            }
}

BOOST_AUTO_TEST_CASE(nothing_of_the_map_lives_when_the_handler_of_async_map_is_called)
{
    for (auto how : both_orders)
        for (auto const& f : fates) {
            auto const owned = std::make_shared<int>();
            long left = 0;
            std::string error;
            event ended;
            genpool::async_map(pool, tokens(owned, f), call(owned, f), {.window = 8, .order = how},
                               [&](std::exception_ptr e, std::vector<token> all) {
                                   left = owned.use_count() - static_cast<long>(all.size());
                                   error = describe(e);
                                   ended.set();
                               });
            ended.wait();
            BOOST_TEST(error == (f.expected == "callback" ? "ok" : f.expected));
            BOOST_TEST(left == 1);
        }
}

BOOST_AUTO_TEST_CASE(nothing_of_the_map_lives_when_the_handler_of_async_close_is_called)
{
    for (auto how : both_orders)
        for (auto const& f : fates)
            for (std::size_t taken : {0u, 1u, 50u, 1000u}) {
                auto const owned = std::make_shared<int>();
                auto s = map_stream(pool, tokens(owned, f), call(owned, f), {.window = 8, .order = how});
                for (std::size_t i = 0; i != taken && next_of(s); ++i) {
                }
                long left = 0;
                event closed;
                s.async_close([&](std::exception_ptr, genpool::summary) {
                    left = owned.use_count();
                    closed.set();
                });
                closed.wait();
                BOOST_TEST(left == 1);
            }
}

BOOST_AUTO_TEST_CASE(the_final_completion_waits_for_every_stage)
{
    for (auto how : both_orders)
        for (auto const& f : fates) {
            auto const owned = std::make_shared<int>();
            genpool::options const o{.window = 8, .order = how};
            auto first = map_stream(pool, tokens(owned, f), call(owned, {}), o);
            auto second = map_stream(pool, std::move(first), call(owned, f), o);
            long left = 0;
            std::string error;
            genpool::summary account;
            event ended;
            genpool::async_for_each(pool, std::move(second), call(owned, {}), callback(owned, f), o,
                                    [&](std::exception_ptr e, genpool::summary s) {
                                        left = owned.use_count();
                                        error = describe(e);
                                        account = std::move(s);
                                        ended.set();
                                    });
            ended.wait();
            BOOST_TEST(error == (f.expected == "call" ? "source: call" : f.expected));
            BOOST_TEST(left == 1);
            BOOST_TEST(account.upstream.size() == 2u);
            BOOST_TEST(balanced(account));
        }
}

BOOST_AUTO_TEST_CASE(the_final_completion_waits_for_a_call_of_an_earlier_stage)
{
    event go_on;
    tally started;
    std::atomic<bool> returned{false};
    auto const blocks = [&](std::size_t i) {
        if (i == 1) {
            started.add();
            go_on.wait();
            returned = true;
        }
        return i;
    };
    auto const fails = [&](std::size_t) {
        started.wait_for(1);
        throw std::runtime_error("late call");
    };
    auto first =
        map_stream(pool, numbers(10), blocks, {.concurrency = 2, .window = 2, .order = order::completion});
    bool had_returned = false;
    std::string error;
    event ended;
    genpool::async_for_each(pool, std::move(first), fails, {.concurrency = 1},
                            [&](std::exception_ptr e, genpool::summary) {
                                had_returned = returned;
                                error = describe(e);
                                ended.set();
                            });
    started.wait_for(1);
    BOOST_TEST(!ended.is_set());
    go_on.set();
    ended.wait();
    BOOST_TEST(error == "late call");
    BOOST_TEST(had_returned);
}

BOOST_AUTO_TEST_CASE(a_handler_is_called_exactly_once_and_never_inside_the_initiation)
{
    for (auto const& f : fates)
        for (int round = 0; round != 20; ++round) {
            auto const owned = std::make_shared<int>();
            std::atomic<int> calls{0};
            std::atomic<bool> initiating{true};
            bool inside = false;
            event ended;
            auto const initiator = std::this_thread::get_id();
            genpool::async_for_each(pool, tokens(owned, f), call(owned, f), callback(owned, f),
                                    [&](std::exception_ptr, genpool::summary) {
                                        ++calls;
                                        inside = initiating && std::this_thread::get_id() == initiator;
                                        ended.set();
                                    });
            initiating = false;
            ended.wait();
            BOOST_TEST(calls == 1);
            BOOST_TEST(!inside);
        }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_ends_tests
