// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Contexts, streams, signals and sources that go before the map does. That nothing leaks is for the sanitizers.
#include <genpool/async_for_each.hpp>
#include <genpool/async_map.hpp>
#include <genpool/async_submit.hpp>
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"
#include "support/values/describe.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <random>
#include <ranges>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace engine_lifetimes_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::map_stream;

namespace
{

/// A handler that says whether it was called or only destroyed.
class telltale
{
public:
    struct story
    {
        std::atomic<int> called{0};
        event destroyed;
    };

    explicit telltale(story& s) : story_(&s, [](story* told) { told->destroyed.set(); }) {}

    template <class... Args>
    void operator()(Args&&...)
    {
        ++story_->called;
    }

private:
    std::shared_ptr<story> story_;
};

/// A handler that counts its end, whether it is called or not.
struct ending
{
    explicit ending(tally& t) : told(&t, [](tally* x) { x->add(); }) {}

    template <class... Args>
    void operator()(Args&&...)
    {}

    std::shared_ptr<tally> told;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(lifetimes, two_threads)

BOOST_AUTO_TEST_CASE(a_handler_whose_context_is_destroyed_is_destroyed_uninvoked_and_the_map_stops)
{
    for (std::size_t round = 0; round != 100; ++round) {
        auto const owned = std::make_shared<int>();
        telltale::story told;
        std::atomic<std::size_t> called{0};
        {
            asio::io_context never_run;
            auto const call = [&called, owned](std::size_t i) {
                ++called;
                return i;
            };
            genpool::async_for_each(pool, endless(), call, {.window = 8},
                                    asio::bind_executor(never_run, telltale(told)));
            while (called < std::min<std::size_t>(round, 8))
                std::this_thread::yield();
        }
        told.destroyed.wait();
        BOOST_TEST(told.called == 0);
        while (owned.use_count() != 1)
            std::this_thread::yield();
    }
}

BOOST_AUTO_TEST_CASE(a_waiting_async_next_and_async_close_go_with_their_context)
{
    event go_on;
    tally started;
    auto const call = [&](std::size_t i) {
        started.add();
        go_on.wait();
        return i;
    };
    auto s = map_stream(pool, endless(), call, {.window = 4});
    started.wait_for(2);
    telltale::story next, close_story;
    {
        asio::io_context never_run;
        s.async_next(asio::bind_executor(never_run, telltale(next)));
    }
    next.destroyed.wait();
    {
        asio::io_context never_run;
        s.async_close(asio::bind_executor(never_run, telltale(close_story)));
    }
    close_story.destroyed.wait();
    BOOST_TEST(next.called == 0);
    BOOST_TEST(close_story.called == 0);
    go_on.set();
    BOOST_TEST(close(s).error == "ok");
}

BOOST_AUTO_TEST_CASE(a_future_whose_context_is_destroyed_is_a_broken_promise)
{
    std::future<std::vector<std::size_t>> all;
    std::future<int> one;
    std::future<std::optional<std::size_t>> next;
    auto s = map_stream(pool, endless(), std::identity());
    {
        asio::io_context never_run;
        all = genpool::async_map(never_run, numbers(10), std::identity(), asio::use_future);
        one = genpool::async_submit(
            never_run, [] { return 1; }, asio::use_future);
        next = s.async_next(asio::bind_executor(never_run, asio::use_future));
    }
    BOOST_TEST(outcome_of([&] { one.get(); }) == "pool gone");
    BOOST_TEST(outcome_of([&] { all.get(); }) == "pool gone");
    BOOST_TEST(outcome_of([&] { next.get(); }) == "broken promise");
}

BOOST_AUTO_TEST_CASE(an_emission_after_the_handler_was_destroyed_uninvoked_is_harmless)
{
    asio::cancellation_signal of_next, of_map;
    event go_on;
    auto s = map_stream(pool, endless(), [&](std::size_t i) {
        go_on.wait();
        return i;
    });
    telltale::story next, map;
    {
        asio::io_context never_run;
        s.async_next(
            asio::bind_executor(never_run, asio::bind_cancellation_slot(of_next.slot(), telltale(next))));
        genpool::async_for_each(
            pool, endless(), std::identity(),
            asio::bind_executor(never_run, asio::bind_cancellation_slot(of_map.slot(), telltale(map))));
    }
    next.destroyed.wait();
    map.destroyed.wait();
    of_next.emit(asio::cancellation_type::all);
    of_map.emit(asio::cancellation_type::all);
    go_on.set();
    BOOST_TEST(next_of(s).value() == 0u);
    close(s); // what is called uses this test's event
}

BOOST_AUTO_TEST_CASE(a_stream_may_outlive_its_pool_and_its_consumer)
{
    std::optional<genpool::stream<std::size_t>> s;
    {
        telltale::story told;
        asio::thread_pool own(2);
        asio::io_context consumer;
        s.emplace(map_stream(own, endless(), std::identity(), {.window = 4}));
        s->async_next(asio::bind_executor(consumer, telltale(told)));
    }
    BOOST_TEST(end_of(*s) == "pool gone");
    s->request_stop();
    static_cast<void>(s->stats());
    static_cast<void>(s->window());
}

BOOST_AUTO_TEST_CASE(the_executor_of_a_source_may_outlive_the_map_and_then_the_pool)
{
    std::optional<asio::any_io_executor> kept; // as an operation keeps it that completes on another thread
    auto const keeps = [](std::optional<asio::any_io_executor>& where) -> genpool::generator<std::size_t> {
        where = co_await asio::this_coro::executor;
        co_yield 1;
    };
    bool called = false;
    {
        asio::thread_pool own(2);
        genpool::async_for_each(own, keeps(kept), std::identity(), asio::use_future).get();
    }
    asio::post(*kept, [&] { called = true; });
    kept.reset();
    BOOST_TEST(!called);
}

BOOST_AUTO_TEST_CASE(everything_may_go_in_any_order_at_any_time)
{
    std::minstd_rand random(7);
    for (int round = 0; round != 200; ++round) {
        auto const owned = std::make_shared<int>();
        tally handlers; // called or destroyed, but one of the two for each
        std::optional<asio::thread_pool> first(std::in_place, 2);
        std::optional<asio::thread_pool> second(std::in_place, 1);
        std::optional<asio::thread_pool> consumer(std::in_place, 1);
        auto const call = [owned](std::size_t i) { return i; };
        std::optional<genpool::stream<std::size_t>> s;
        auto early = map_stream(*first, endless(), call, {.window = 3});
        s.emplace(map_stream(*second, std::move(early), call, {.window = 3}));
        s->async_next(asio::bind_executor(*consumer, ending(handlers)));
        genpool::async_for_each(
            *first, endless(), call, [owned](std::size_t) {}, {.window = 5},
            asio::bind_executor(*consumer, ending(handlers)));
        genpool::async_for_each(*second, map_stream(*first, endless(), call), call,
                                asio::bind_executor(asio::make_strand(*first), [owned](std::size_t) {}),
                                asio::bind_executor(*consumer, ending(handlers)));
        std::vector<std::function<void()>> steps{[&] { first.reset(); }, [&] { second.reset(); },
                                                 [&] { consumer.reset(); }, [&] { s.reset(); }};
        std::ranges::shuffle(steps, random);
        for (auto& step : steps) {
            for (auto n = random() % 8; n != 0; --n)
                std::this_thread::yield();
            step();
        }
        handlers.wait_for(3);
        BOOST_TEST(handlers.count() == 3u);
        BOOST_TEST(owned.use_count() == 2); // this one, and that of the lambda
    }
}

BOOST_AUTO_TEST_CASE(two_contexts_may_be_destroyed_at_once)
{
    for (int round = 0; round != 100; ++round) {
        auto const owned = std::make_shared<int>();
        auto const call = [owned](std::size_t i) { return i; };
        telltale::story told;
        {
            std::optional<asio::thread_pool> first(std::in_place, 1), second(std::in_place, 1);
            genpool::async_for_each(
                *first, endless(), call, [](std::size_t) {}, {.window = 5},
                asio::bind_executor(*second, telltale(told)));
            for (int n = round % 10; n != 0; --n)
                std::this_thread::yield();
            std::jthread const other([&] { first.reset(); });
            second.reset();
        }
        told.destroyed.wait();
        BOOST_TEST(owned.use_count() == 2);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_lifetimes_tests
