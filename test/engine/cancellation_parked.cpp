// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// A source that waits for something that never comes ends with its map, however the map ends.
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/cancellable_map.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace engine_cancellation_parked_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using asio::cancellation_type;
using genpool::end_reason;
using genpool::map_stream;

namespace
{

/// How a source that waited for ever has ended.
struct parking
{
    event parked; // about to wait
    event gone;   // destroyed
    bool told = false;

    genpool::generator<std::size_t> source(std::size_t items)
    {
        struct teller
        {
            explicit teller(event& e) : e_(e) {}
            ~teller() { e_.set(); }
            event& e_;
        } const at_end(gone);
        for (std::size_t i = 0; i != items; ++i)
            co_yield i;
        asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
        parked.set();
        try {
            co_await never.async_wait(asio::deferred);
        } catch (boost::system::system_error const&) {
            told = true;
            throw;
        }
    }
};

/// Waits until everything that `pool`, of one thread, has to do now is done: what was about to wait then waits.
void settle(asio::thread_pool& pool)
{
    for (int i = 0; i != 3; ++i) { // the last turn, the strand's task, and whatever they post
        event done;
        asio::post(pool, [&] { done.set(); });
        done.wait();
    }
}

constexpr auto ignore = [](std::size_t) {};

} // namespace

BOOST_FIXTURE_TEST_SUITE(parked_source, one_thread)

BOOST_AUTO_TEST_CASE(partial_and_terminal_end_it_and_deliver_what_it_yielded)
{
    for (auto type : {cancellation_type::terminal, cancellation_type::partial}) {
        parking p;
        std::size_t delivered = 0;
        cancellable_map map(pool, p.source(3), std::identity(), {}, [&](std::size_t) { ++delivered; });
        p.parked.wait();
        settle(pool);
        map.cancel(type);
        BOOST_TEST(map.wait() == "stopped");
        BOOST_TEST(p.gone.is_set());
        BOOST_TEST(p.told);
        BOOST_TEST(delivered == 3u);
        BOOST_TEST((map.account.ended == end_reason::stopped));
    }
}

BOOST_AUTO_TEST_CASE(a_stop_while_it_is_about_to_wait_is_not_lost)
{
    for (int round = 0; round != 300; ++round) {
        asio::thread_pool two(2);
        parking p;
        cancellable_map map(two, p.source(1), std::identity(), {}, ignore);
        if (round % 3 != 0)
            p.parked.wait();
        map.cancel(round % 2 == 0 ? cancellation_type::terminal : cancellation_type::partial);
        BOOST_TEST(map.wait() == "stopped");
        BOOST_TEST((p.gone.is_set() || !p.parked.is_set()));
    }
}

BOOST_AUTO_TEST_CASE(request_stop_ends_it)
{
    parking p;
    auto s = map_stream(pool, p.source(2), std::identity());
    p.parked.wait();
    s.request_stop();
    std::string error;
    BOOST_TEST(next_of(s).value() == 0u);
    BOOST_TEST(next_of(s).value() == 1u);
    BOOST_TEST(!next_of(s, &error));
    BOOST_TEST(error == "stopped");
    BOOST_TEST(close(s).error == "ok");
    BOOST_TEST(p.gone.is_set());
}

BOOST_AUTO_TEST_CASE(close_ends_it)
{
    parking p;
    auto s = map_stream(pool, p.source(2), std::identity());
    p.parked.wait();
    auto const end = close(s);
    BOOST_TEST(end.error == "ok");
    BOOST_TEST((end.account.ended == end_reason::stopped));
    BOOST_TEST(p.gone.is_set());
    BOOST_TEST(p.told);
}

BOOST_AUTO_TEST_CASE(destroying_the_stream_ends_it)
{
    parking p;
    {
        auto const s = map_stream(pool, p.source(2), std::identity());
        p.parked.wait();
    }
    p.gone.wait();
}

BOOST_AUTO_TEST_CASE(a_failed_call_ends_it_and_the_failure_is_the_error)
{
    parking p;
    event go_on;
    asio::thread_pool two(2);
    auto const fails = [&](std::size_t) {
        go_on.wait();
        throw std::runtime_error("call");
    };
    cancellable_map map(two, p.source(1), fails, {}, [] {});
    p.parked.wait();
    go_on.set();
    BOOST_TEST(map.wait() == "call");
    BOOST_TEST(p.gone.is_set());
    BOOST_TEST((map.account.ended == end_reason::failed));
}

BOOST_AUTO_TEST_CASE(a_callback_that_throws_ends_it)
{
    parking p;
    auto const throws = [&](std::size_t) { throw std::runtime_error("callback"); };
    auto const map = run_map(pool, p.source(1), std::identity(), {}, throws);
    BOOST_TEST(map.error == "callback");
    BOOST_TEST(p.gone.is_set());
}

BOOST_AUTO_TEST_CASE(a_later_stage_that_ends_ends_it)
{
    parking p;
    auto first = map_stream(pool, p.source(2), std::identity());
    cancellable_map map(pool, std::move(first), std::identity(), {}, ignore);
    p.parked.wait();
    settle(pool);
    map.cancel(cancellation_type::partial);
    BOOST_TEST(map.wait() == "stopped");
    BOOST_TEST(p.gone.is_set());
    BOOST_TEST(map.account.upstream.size() == 1u);
    BOOST_TEST(balanced(map.account));
}

BOOST_AUTO_TEST_CASE(destroying_the_pool_ends_it)
{
    asio::thread_pool elsewhere(1);
    for (int round = 0; round != 50; ++round) {
        parking p;
        std::optional<asio::thread_pool> gone(std::in_place, 1);
        auto s = map_stream(*gone, p.source(2), std::identity());
        std::string error;
        BOOST_TEST(next_of(s).value() == 0u);
        p.parked.wait();
        event told;
        std::size_t items = 0;
        std::function<void()> ask = [&] {
            s.async_next(
                asio::bind_executor(elsewhere, [&](std::exception_ptr e, std::optional<std::size_t> item) {
                    if (item) {
                        ++items;
                        return ask();
                    }
                    error = describe(e);
                    told.set();
                }));
        };
        ask();
        gone.reset();
        told.wait();
        BOOST_TEST(error == "pool gone");
        BOOST_TEST(p.gone.is_set());
    }
}

BOOST_AUTO_TEST_CASE(a_source_may_answer_a_stop_with_more_items_and_an_end_of_its_own)
{
    event parked;
    auto const stubborn = [](event& waits) -> genpool::generator<std::size_t> {
        co_yield 0;
        asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
        waits.set();
        try {
            co_await never.async_wait(asio::deferred);
        } catch (boost::system::system_error const&) {
        }
        co_yield 1; // it may: this one is delivered by a partial stop, and then no more is asked for
        co_yield 2;
    };
    std::size_t sum = 0;
    cancellable_map map(pool, stubborn(parked), std::identity(), {}, [&](std::size_t i) { sum += i; });
    parked.wait();
    settle(pool);
    map.cancel(cancellation_type::partial);
    BOOST_TEST(map.wait() == "stopped");
    BOOST_TEST(sum == 1u);
    BOOST_TEST(map.account.pulled == 2u);
    BOOST_TEST(map.account.delivered == 2u);
}

BOOST_AUTO_TEST_CASE(an_error_of_its_own_while_it_ends_is_told)
{
    event parked;
    auto const fails = [](event& waits) -> genpool::generator<std::size_t> {
        asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
        waits.set();
        try {
            co_await never.async_wait(asio::deferred);
        } catch (boost::system::system_error const&) {
        }
        throw std::runtime_error("while ending");
        co_yield 0;
    };
    cancellable_map map(pool, fails(parked), std::identity(), {}, ignore);
    parked.wait();
    settle(pool);
    map.cancel(cancellation_type::partial);
    BOOST_TEST(map.wait() == "source: while ending");
    BOOST_TEST((map.account.ended == end_reason::source_failed));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_cancellation_parked_tests
