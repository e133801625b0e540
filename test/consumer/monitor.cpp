// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/blocking.hpp>
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>
#include <genpool/monitor.hpp>

#include "../support/execution/event.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <ranges>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace asio = boost::asio;

namespace consumer_monitor_tests
{
namespace
{

using namespace genpool;
using genpool::test::event;

generator<int> endless()
{
    for (int i = 0;; ++i)
        co_yield i;
}

/// Calls that run until each is let go, and how many do.
class gates
{
public:
    int operator()(int i)
    {
        auto const now = ++running_;
        int most = most_;
        while (most < now && !most_.compare_exchange_weak(most, now)) {
        }
        gate_.acquire();
        --running_;
        return i;
    }

    void let_go(int calls) { gate_.release(calls); }

    void wait_until_running(int n) const
    {
        while (running_ != n)
            std::this_thread::yield();
    }

    int most_at_once() { return most_.exchange(running_); }

private:
    std::counting_semaphore<> gate_{0};
    std::atomic<int> running_{0};
    std::atomic<int> most_{0};
};

auto through(gates& g)
{
    return [&g](int i) { return g(i); };
}

void wait_for(map_monitor const& m, awaiting what)
{
    while (m.stats().now != what)
        std::this_thread::yield();
}

std::string end_of(stream<int>& s)
{
    try {
        while (s.async_next(asio::use_future).get()) {
        }
        return "completed";
    } catch (boost::system::system_error const& e) {
        return e.code() == asio::error::operation_aborted ? "stopped" : e.what();
    }
}

asio::thread_pool pool(4);

} // namespace

BOOST_AUTO_TEST_SUITE(consumer_monitor)

BOOST_AUTO_TEST_CASE(it_is_of_the_map_wherever_the_stream_is_moved)
{
    auto first = map_stream(pool, std::views::iota(0, 5), [](int i) { return i; }, {.window = 2});
    auto const m = first.monitor();
    auto second = std::move(first);
    auto last = map_stream(pool, std::move(second), [](int i) { return i; });
    auto const later = last.monitor();
    std::vector<int> all;
    for (int i : blocking(std::move(last))) {
        BOOST_TEST(m.stats().delivered > all.size());
        BOOST_TEST(later.stats().pulled > all.size());
        all.push_back(i);
    }
    BOOST_TEST((all == std::vector<int>{0, 1, 2, 3, 4}));
    // Now they are gone, or about to go.
    m.drain();
    m.request_stop();
    m.set_window(1);
    m.set_concurrency(1);
}

BOOST_AUTO_TEST_CASE(one_of_a_stream_that_was_moved_from_does_nothing)
{
    auto s = map_stream(pool, std::views::iota(0, 5), [](int i) { return i; });
    auto const other = std::move(s);
    auto const m = s.monitor(); // NOLINT(bugprone-use-after-move)
    m.request_stop();
    m.drain();
    BOOST_TEST((m.stats().now == awaiting::nothing));
}

BOOST_AUTO_TEST_CASE(drain_delivers_what_was_pulled)
{
    auto s = map_stream(pool, endless(), [](int i) { return i; }, {.window = 8});
    auto const m = s.monitor();
    for (int i = 0; i != 3; ++i)
        BOOST_TEST(s.async_next(asio::use_future).get().value() == i);
    m.drain();
    BOOST_TEST(end_of(s) == "stopped");
    auto const account = s.async_close(asio::use_future).get();
    BOOST_TEST(account.pulled == account.delivered);
}

BOOST_AUTO_TEST_CASE(drain_goes_through_the_stages_before)
{
    auto before = map_stream(pool, endless(), [](int i) { return i; }, {.window = 8});
    auto s = map_stream(pool, std::move(before), [](int i) { return i; }, {.window = 4});
    BOOST_TEST(s.async_next(asio::use_future).get().value() == 0);
    s.monitor().drain();
    BOOST_TEST(end_of(s) == "stopped");
    auto const account = s.async_close(asio::use_future).get();
    BOOST_TEST(account.upstream.at(0).pulled == account.delivered);
}

BOOST_AUTO_TEST_CASE(fewer_calls_start_once_fewer_may_and_more_at_once)
{
    gates g;
    auto s = map_stream(pool, endless(), through(g),
                        {.concurrency = 3, .window = 100, .order = order::completion});
    auto const m = s.monitor();
    g.wait_until_running(3);
    m.set_concurrency(1);
    BOOST_TEST(s.concurrency() == 1u);
    g.let_go(2);
    g.wait_until_running(1); // those two have returned, and none has taken their place
    BOOST_TEST(s.async_next(asio::use_future).get().has_value());
    g.most_at_once();
    for (int i = 0; i != 10; ++i) {
        g.let_go(1);
        BOOST_TEST(s.async_next(asio::use_future).get().has_value());
    }
    BOOST_TEST(g.most_at_once() == 1);
    m.set_concurrency(4);
    g.wait_until_running(4);
    m.request_stop();
    g.let_go(100);
    s.async_close(asio::use_future).get();
}

BOOST_AUTO_TEST_CASE(a_batch_that_is_set_aside_is_called_by_others_in_its_order)
{
    // Tiny calls first, so that the batches grow; then one steers from inside a call, again and again.
    std::optional<map_monitor> m;
    event begun;
    auto const steer = [&](int i) {
        begun.wait();
        if (i % 100 == 99)
            m->set_concurrency(1 + i / 100 % 4);
        return i;
    };
    auto s = map_stream(pool, std::views::iota(0, 20'000), steer, {.concurrency = 4, .window = 2048});
    m.emplace(s.monitor());
    begun.set();
    int next = 0;
    for (int i : blocking(std::move(s)))
        if (i == next)
            ++next;
    BOOST_TEST(next == 20'000);
}

BOOST_AUTO_TEST_CASE(awaited_calls_are_steered_too)
{
    std::optional<map_monitor> m;
    event begun;
    std::atomic<int> calls{0};
    auto const steer = [&](int i) -> asio::awaitable<int> {
        begun.wait();
        if (++calls % 50 == 0)
            m->set_concurrency(1 + calls / 50 % 8);
        co_await asio::post(asio::use_awaitable);
        co_return i;
    };
    auto s = map_stream(pool, std::views::iota(0, 5'000), steer, {.concurrency = 8, .window = 64});
    m.emplace(s.monitor());
    begun.set();
    int next = 0;
    for (int i : blocking(std::move(s)))
        if (i == next)
            ++next;
    BOOST_TEST(next == 5'000);
}

BOOST_AUTO_TEST_CASE(a_smaller_window_is_not_exceeded_once_it_is_reached_and_a_larger_one_holds_at_once)
{
    auto s = map_stream(pool, endless(), [](int i) { return i; }, {.concurrency = 1, .window = 10});
    auto const m = s.monitor();
    auto const in_flight = [&] {
        auto const now = m.stats();
        return now.pulled - now.delivered;
    };
    while (in_flight() != 10)
        std::this_thread::yield();
    m.set_window(4);
    for (int i = 0; i != 6; ++i) {
        BOOST_TEST(s.async_next(asio::use_future).get().value() == i);
        BOOST_TEST(m.stats().pulled == 10u);
    }
    BOOST_TEST(s.async_next(asio::use_future).get().has_value());
    while (in_flight() != 4)
        std::this_thread::yield();
    m.set_window(20);
    while (in_flight() != 20)
        std::this_thread::yield();
    m.set_window(automatic);
    BOOST_TEST(s.async_next(asio::use_future).get().has_value());
}

BOOST_AUTO_TEST_CASE(it_says_what_the_map_waits_for)
{
    gates g;
    event item;
    auto const source = [](event& e) -> generator<int> {
        for (int i = 0; i != 3; ++i)
            co_yield i;
        e.wait();
        co_yield 3;
    };
    auto s = map_stream(pool, source(item), through(g), {.concurrency = 2, .window = 4});
    auto const m = s.monitor();
    wait_for(m, awaiting::calls);
    g.let_go(3);
    wait_for(m, awaiting::source);
    item.set();
    g.let_go(1);
    wait_for(m, awaiting::consumer);
    BOOST_TEST(end_of(s) == "completed");
    auto const end = m.stats();
    BOOST_TEST(end.delivered == 4u);
    BOOST_TEST(end.waited_for(awaiting::source).count() > 0);
    BOOST_TEST(end.waited_for(awaiting::calls).count() > 0);
    s.async_close(asio::use_future).get();
    BOOST_TEST((m.stats().now == awaiting::nothing));
    BOOST_TEST(name_of(awaiting::order) == std::string("order"));
}

BOOST_AUTO_TEST_CASE(the_head_of_the_order_is_waited_for)
{
    event head;
    auto const slow_first = [&](int i) {
        if (i == 0)
            head.wait();
        return i;
    };
    auto s = map_stream(pool, endless(), slow_first, {.concurrency = 2, .window = 3});
    auto const m = s.monitor();
    wait_for(m, awaiting::order);
    head.set();
    wait_for(m, awaiting::consumer);
    BOOST_TEST(m.stats().waited_for(awaiting::order).count() > 0);
}

BOOST_AUTO_TEST_CASE(every_function_may_be_called_from_inside_the_source_the_function_and_the_consumer)
{
    std::optional<map_monitor> m;
    event begun;
    std::atomic<unsigned> turn{0};
    auto const meddle = [&] {
        begun.wait();
        auto const n = turn.fetch_add(1);
        m->set_concurrency(1 + n % 5);
        m->set_window(1 + n % 11);
        m->stats();
        if (n == 2'000)
            m->drain();
        if (n == 2'500)
            m->request_stop();
    };
    auto const source = [](auto const& act) -> generator<int> {
        for (int i = 0;; ++i) {
            act();
            co_yield i;
        }
    };
    auto const call = [&](int i) {
        meddle();
        return i;
    };
    auto s = map_stream(pool, source(meddle), call, {.order = order::completion});
    m.emplace(s.monitor());
    begun.set();
    try {
        for (;;) {
            auto const next = s.async_next(asio::use_future).get();
            BOOST_TEST_REQUIRE(next.has_value());
            meddle();
        }
    } catch (boost::system::system_error const& e) {
        BOOST_TEST((e.code() == asio::error::operation_aborted));
    }
    auto const account = s.async_close(asio::use_future).get();
    BOOST_TEST(account.pulled == account.delivered + account.failed + account.cancelled);
    meddle();
}

BOOST_AUTO_TEST_CASE(an_automatic_concurrency_is_refused_by_name)
{
    auto s = map_stream(pool, std::views::iota(0, 1), [](int i) { return i; });
    BOOST_CHECK_EXCEPTION(s.monitor().set_concurrency(automatic), std::invalid_argument, [](auto const& e) {
        return std::string(e.what()).find("set_concurrency") != std::string::npos;
    });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace consumer_monitor_tests
