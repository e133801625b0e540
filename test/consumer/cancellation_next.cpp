// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// async_next honours terminal, partial and total cancellation alike, loses nothing, and the stream stays usable.
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"
#include "support/values/describe.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <ranges>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace consumer_cancellation_next_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using asio::cancellation_type;
using genpool::map_stream;
using genpool::order;

namespace
{

constexpr cancellation_type every_type[] = {cancellation_type::terminal, cancellation_type::partial,
                                            cancellation_type::total, cancellation_type::all};

/// A stream of boxed numbers, and one `async_next` at a time on a context that the test runs.
struct consumer
{
    template <class F>
    explicit consumer(F f, genpool::options const& o = {}) : results(map_stream(pool, endless(), f, o))
    {}

    void ask()
    {
        answer = "none";
        results.async_next(asio::bind_executor(
            context, asio::bind_cancellation_slot(
                         signal.slot(),
                         [this](std::exception_ptr error, std::optional<std::unique_ptr<std::size_t>> item) {
                             slot_was_clear = !signal.slot().has_handler();
                             answer = item ? std::to_string(**item) : describe(error);
                         })));
    }

    void run()
    {
        context.restart();
        context.run();
    }

    asio::io_context context;
    asio::cancellation_signal signal;
    std::string answer;
    bool slot_was_clear = false;
    asio::thread_pool pool{2};
    genpool::stream<std::unique_ptr<std::size_t>> results;
};

auto boxed(std::size_t i) { return std::make_unique<std::size_t>(i); }

} // namespace

BOOST_AUTO_TEST_SUITE(cancellation_of_next)

BOOST_AUTO_TEST_CASE(every_type_ends_a_wait_and_loses_nothing)
{
    for (auto type : every_type) {
        event go_on;
        consumer c([&](std::size_t i) {
            go_on.wait();
            return boxed(i);
        });
        for (int times = 0; times != 3; ++times) {
            c.ask();
            c.signal.emit(type);
            c.run();
            BOOST_TEST(c.answer == "stopped");
            BOOST_TEST(c.slot_was_clear);
        }
        go_on.set();
        for (auto expected : {"0", "1", "2"}) {
            c.ask();
            c.run();
            BOOST_TEST(c.answer == expected);
            BOOST_TEST(c.slot_was_clear);
        }
    }
}

BOOST_AUTO_TEST_CASE(until_the_handler_is_invoked_a_cancellation_wins_and_the_item_stays_at_the_head)
{
    for (auto type : every_type) {
        consumer c(boxed, {.window = 3});
        while (c.results.stats().ready != 3)
            std::this_thread::yield();
        c.ask(); // its completion is in the queue of a context that does not run yet
        c.signal.emit(type);
        c.run();
        BOOST_TEST(c.answer == "stopped");
        BOOST_TEST(c.results.stats().ready == 3u);
        BOOST_TEST(c.results.stats().delivered == 0u);
        c.ask();
        c.run();
        BOOST_TEST(c.answer == "0");
    }
}

BOOST_AUTO_TEST_CASE(no_type_is_no_cancellation)
{
    consumer c(boxed);
    c.ask();
    c.signal.emit(cancellation_type::none);
    c.run();
    BOOST_TEST(c.answer == "0");
}

BOOST_AUTO_TEST_CASE(after_the_completion_an_emission_has_no_effect)
{
    consumer c(boxed);
    c.ask();
    c.run();
    BOOST_TEST(c.answer == "0");
    c.signal.emit(cancellation_type::all);
    c.ask();
    c.run();
    BOOST_TEST(c.answer == "1");
}

BOOST_AUTO_TEST_CASE(a_handler_that_is_destroyed_uninvoked_leaves_the_item_at_the_head)
{
    consumer c(boxed, {.window = 3});
    while (c.results.stats().ready != 3)
        std::this_thread::yield();
    for (int times = 0; times != 3; ++times) {
        asio::io_context never_run;
        c.results.async_next(asio::bind_executor(
            never_run, [](std::exception_ptr, std::optional<std::unique_ptr<std::size_t>>) {
                BOOST_FAIL("on a context that does not run");
            }));
    }
    c.ask();
    c.run();
    BOOST_TEST(c.answer == "0");
}

BOOST_AUTO_TEST_CASE(a_waiting_handler_that_is_destroyed_uninvoked_leaves_the_stream_usable)
{
    event go_on;
    consumer c([&](std::size_t i) {
        go_on.wait();
        return boxed(i);
    });
    {
        asio::io_context never_run;
        c.results.async_next(asio::bind_executor(
            never_run, [](std::exception_ptr, std::optional<std::unique_ptr<std::size_t>>) {}));
    }
    go_on.set();
    c.ask();
    c.run();
    BOOST_TEST(c.answer == "0");
}

BOOST_AUTO_TEST_CASE(cancellations_that_race_with_completions_lose_and_double_nothing)
{
    for (auto how : {order::input, order::completion}) {
        asio::thread_pool pool(2);
        asio::thread_pool consumers(1);
        auto const on_consumer = [&](auto f) { return asio::bind_executor(consumers, std::move(f)); };
        auto const uneven = [](std::size_t i) {
            std::minstd_rand random(static_cast<unsigned>(i));
            for (auto n = random() % 200; n != 0; --n)
                random();
            return i;
        };
        std::size_t const count = 10'000;
        auto results =
            map_stream(pool, std::views::iota(std::size_t(0), count), uneven, {.window = 4, .order = how});
        asio::cancellation_signal signal;
        std::minstd_rand random(1);
        std::vector<bool> seen(count);
        std::size_t taken = 0, cancelled = 0;
        bool in_order = true, twice = false;
        std::string end;
        event ended;
        std::function<void()> ask = [&] {
            auto handler = [&](std::exception_ptr error, std::optional<std::size_t> item) {
                if (item) {
                    in_order = in_order && *item == taken;
                    ++taken;
                    twice = twice || seen[*item];
                    seen[*item] = true;
                } else if (describe(error) == "stopped") {
                    ++cancelled;
                } else {
                    end = describe(error);
                    return ended.set();
                }
                ask();
            };
            results.async_next(on_consumer(asio::bind_cancellation_slot(signal.slot(), handler)));
            auto const type = every_type[random() % std::size(every_type)];
            if (random() % 2 == 0)
                signal.emit(type);
            else if (random() % 2 == 0)
                asio::post(consumers, [&signal, type] { signal.emit(type); });
        };
        asio::post(consumers, ask);
        ended.wait();
        BOOST_TEST(end == "ok");
        BOOST_TEST(taken == count);
        BOOST_TEST(cancelled >= count / 4);
        BOOST_TEST(!twice);
        BOOST_TEST((in_order || how == order::completion));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace consumer_cancellation_next_tests
