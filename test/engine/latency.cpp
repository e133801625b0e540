// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// No finished result and no unstarted item waits for another item's call, except for its turn in the order.
// Each map is first warmed up with thousands of tiny calls, so that items go in large batches when one call,
// the source or the consumer then blocks until everything has happened that must not wait for it.
#include <genpool/async_for_each.hpp>
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"
#include "support/program/sanitized.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <ranges>
#include <string>
#include <thread>
#include <utility>

namespace engine_latency_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::async_for_each;
using genpool::map_stream;
using genpool::order;

namespace
{

constexpr std::size_t warm = 10'000;
constexpr std::size_t window = 512;
constexpr std::size_t rounds = sanitized ? 6 : 24;

/// Counts what it is told, cheaply, and wakes who waits only when the count comes to what is waited for.
class progress
{
public:
    void add()
    {
        if (++count_ >= wanted_)
            reached_.set();
    }

    void wait_for(std::size_t n)
    {
        wanted_ = n;
        if (count_ < n)
            reached_.wait();
    }

private:
    std::atomic<std::size_t> count_{0};
    std::atomic<std::size_t> wanted_{~std::size_t(0)};
    event reached_;
};

/// Takes the results of a stream one by one, as they come, without a thread of its own.
template <class R>
class taker
{
public:
    taker(genpool::stream<R> s, progress& taken) : stream_(std::move(s)), taken_(taken) { ask(); }

    std::string wait()
    {
        ended_.wait();
        return error_;
    }

private:
    void ask()
    {
        stream_.async_next([this](std::exception_ptr error, std::optional<R> item) {
            if (item) {
                taken_.add();
                ask();
            } else {
                error_ = describe(error);
                ended_.set();
            }
        });
    }

    genpool::stream<R> stream_;
    progress& taken_;
    std::string error_;
    event ended_;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(latency, two_threads)

BOOST_AUTO_TEST_CASE(as_completed_no_result_waits_for_a_call_that_blocks)
{
    for (std::size_t round = 0; round != rounds; ++round) {
        std::size_t const count = warm + 1000;
        std::size_t const blocker = warm + 13 * round;
        progress delivered;
        auto const blocks = [&](std::size_t i) {
            if (i == blocker)
                delivered.wait_for(count - 1);
            return i;
        };
        auto const map = run_map(pool, numbers(count), blocks, {.window = window, .order = order::completion},
                                 [&](std::size_t) { delivered.add(); });
        BOOST_TEST(map.error == "ok");
        BOOST_TEST(map.account.delivered == count);
    }
}

BOOST_AUTO_TEST_CASE(as_completed_no_awaited_result_waits_for_a_call_that_blocks)
{
    for (std::size_t round = 0; round != rounds; ++round) {
        std::size_t const count = warm + 1000;
        std::size_t const blocker = warm + 13 * round;
        progress delivered;
        auto const blocks = [&](std::size_t i) {
            if (i == blocker)
                delivered.wait_for(count - 1);
            return i;
        };
        taker all(map_stream(pool, numbers(count), blocks, {.window = window, .order = order::completion}),
                  delivered);
        BOOST_TEST(all.wait() == "ok");
    }
}

BOOST_AUTO_TEST_CASE(no_awaitable_call_waits_for_one_that_blocks_its_thread)
{
    // Four calls wait until the window is full and then end together, so that four others may start at once.
    for (std::size_t round = 0; round != rounds; ++round) {
        std::size_t const count = 100;
        progress delivered;
        asio::io_context context;
        asio::steady_timer hold(context, asio::steady_timer::time_point::max());
        auto const blocks = [&](std::size_t i) -> asio::awaitable<std::size_t> {
            boost::system::error_code ignored;
            if (i < 4)
                co_await hold.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
            if (i == 4 + round % 4)
                delivered.wait_for(count - 1);
            co_return i;
        };
        std::string error = "none";
        async_for_each(
            context, numbers(count), blocks, [&](std::size_t) { delivered.add(); },
            {.concurrency = 4, .window = 32, .order = order::completion},
            [&](std::exception_ptr e, genpool::summary) { error = describe(e); });
        context.poll();
        hold.cancel();
        std::jthread const other([&] { context.run(); });
        context.run();
        BOOST_TEST(error == "ok");
    }
}

BOOST_AUTO_TEST_CASE(in_order_no_result_waits_for_a_later_call_and_no_item_for_an_earlier_one)
{
    for (std::size_t round = 0; round != rounds; ++round) {
        std::size_t const count = warm + 2000;
        std::size_t const blocker = warm + 13 * round;
        progress delivered, called;
        auto const blocks = [&](std::size_t i) {
            if (i == blocker) {
                delivered.wait_for(blocker);
                called.wait_for(blocker + window - 1); // all that the window admits, but this one
            } else {
                called.add();
            }
            return i;
        };
        auto const map =
            run_map(pool, numbers(count), blocks, {.window = window}, [&](std::size_t) { delivered.add(); });
        BOOST_TEST(map.error == "ok");
        BOOST_TEST(map.account.delivered == count);
    }
}

BOOST_AUTO_TEST_CASE(in_order_no_awaited_result_waits_for_a_later_call)
{
    for (std::size_t round = 0; round != rounds; ++round) {
        std::size_t const blocker = warm + 13 * round;
        progress delivered;
        auto const blocks = [&](std::size_t i) {
            if (i == blocker)
                delivered.wait_for(blocker);
            return i;
        };
        taker all(map_stream(pool, numbers(warm + 2000), blocks, {.window = window}), delivered);
        BOOST_TEST(all.wait() == "ok");
    }
}

BOOST_AUTO_TEST_CASE(a_burst_is_processed_while_the_source_blocks)
{
    for (auto how : {order::input, order::completion})
        for (std::size_t concurrency : {1u, 2u})
            for (std::size_t round = 0; round != rounds; ++round) {
                progress delivered;
                auto const blocks = [&](std::size_t i) {
                    if (i == warm + 7 * round)
                        delivered.wait_for(i);
                    return i;
                };
                auto const map =
                    run_map(pool, numbers(warm + 500) | std::views::transform(blocks), std::identity(),
                            {.concurrency = concurrency, .window = window, .order = how},
                            [&](std::size_t) { delivered.add(); });
                BOOST_TEST(map.error == "ok");
                BOOST_TEST(map.account.delivered == warm + 500);
            }
}

BOOST_AUTO_TEST_CASE(every_burst_is_processed_while_the_source_blocks)
{
    tally delivered;
    auto const blocks = [&](std::size_t i) {
        if (i % 61 == 0 || i % 97 == 3)
            delivered.wait_for(i);
        return i;
    };
    auto const map = run_map(pool, numbers(20'000) | std::views::transform(blocks), std::identity(),
                             {.window = window}, [&](std::size_t) { delivered.add(); });
    BOOST_TEST(map.error == "ok");
    BOOST_TEST(map.account.delivered == 20'000u);
}

BOOST_AUTO_TEST_CASE(a_burst_of_a_generator_is_processed_while_its_body_blocks)
{
    auto const burst = [](std::size_t pause, progress& delivered) -> genpool::generator<std::size_t> {
        for (std::size_t i = 0; i != warm + 500; ++i) {
            if (i == pause)
                delivered.wait_for(i);
            co_yield i;
        }
    };
    for (std::size_t round = 0; round != rounds; ++round) {
        progress delivered;
        taker all(map_stream(pool, burst(warm + 7 * round, delivered), std::identity(), {.window = window}),
                  delivered);
        BOOST_TEST(all.wait() == "ok");
    }
}

BOOST_AUTO_TEST_CASE(freed_slots_are_filled_and_their_items_called_while_on_result_runs)
{
    for (auto how : {order::input, order::completion}) {
        std::size_t const count = warm + 2000;
        std::size_t delivered = 0;
        tally called;
        auto const function = [&](std::size_t i) {
            called.add();
            return i;
        };
        auto const slow = [&](std::size_t) {
            ++delivered;
            if (delivered > warm && delivered % 37 == 0)
                called.wait_for(std::min(count, delivered + window));
        };
        auto const map = run_map(pool, numbers(count), function, {.window = window, .order = how}, slow);
        BOOST_TEST(map.error == "ok");
        BOOST_TEST(map.account.delivered == count);
    }
}

BOOST_AUTO_TEST_CASE(slots_freed_by_a_consumer_that_then_pauses_are_filled)
{
    for (auto how : {order::input, order::completion}) {
        std::size_t const count = 4000;
        tally called;
        auto const function = [&](std::size_t i) {
            called.add();
            return i;
        };
        auto s = map_stream(pool, numbers(count), function, {.window = 64, .order = how});
        for (std::size_t taken = 1; taken <= count; ++taken) {
            BOOST_TEST_REQUIRE(next_of(s).has_value());
            called.wait_for(std::min(count, taken + 64));
        }
        BOOST_TEST(end_of(s) == "ok");
    }
}

BOOST_AUTO_TEST_CASE(the_next_stage_gets_results_while_a_call_of_this_stage_blocks)
{
    for (std::size_t round = 0; round != rounds; ++round) {
        std::size_t const count = warm + 1000;
        std::size_t const blocker = warm + 13 * round;
        progress delivered;
        auto const blocks = [&](std::size_t i) {
            if (i == blocker)
                delivered.wait_for(count - 1);
            return i;
        };
        genpool::options const o{.window = window, .order = order::completion};
        auto const map = run_map(pool, map_stream(pool, numbers(count), blocks, o), std::identity(), o,
                                 [&](std::size_t) { delivered.add(); });
        BOOST_TEST(map.error == "ok");
        BOOST_TEST(map.account.delivered == count);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_latency_tests
