// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Maps on an io_context that somebody runs: what handlers throw comes out of `run`, one by one, and `run` does not return
// while somebody waits for a map.
#include <genpool/async_for_each.hpp>
#include <genpool/blocking.hpp>
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <thread>
#include <utility>

namespace engine_io_context_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::map_stream;

namespace
{

struct thrown
{};

/// How many handlers' exceptions `run` lets out, one by one.
int run(asio::io_context& context)
{
    for (int caught = 0;;) {
        try {
            context.run();
            return caught;
        } catch (thrown) {
            ++caught;
        } catch (std::exception const& merged) {
            BOOST_ERROR(merged.what());
        }
    }
}

/// Long enough for a turn of its own.
std::size_t slow(std::size_t i)
{
    auto const end = std::chrono::steady_clock::now() + std::chrono::microseconds(5);
    while (std::chrono::steady_clock::now() < end) {
    }
    return i;
}

asio::awaitable<std::size_t> posts(std::size_t i)
{
    co_await asio::post(asio::use_awaitable);
    co_return i;
}

genpool::generator<std::size_t> waiting(std::size_t count)
{
    for (std::size_t i = 0; i != count; ++i) {
        if (i % 3 == 0)
            co_await asio::post(asio::deferred);
        co_yield i;
    }
}

/// Reads `s` with handlers that ask for the next one, and throw.
template <class Stream, class Executor>
void check_each_is_let_out(asio::io_context& context, Stream s, Executor const& executor)
{
    int handlers = 0;
    std::function<void()> read = [&] {
        s.async_next(
            asio::bind_executor(executor, [&](std::exception_ptr, std::optional<std::size_t> result) {
                if (!result)
                    return;
                read();
                ++handlers;
                throw thrown();
            }));
    };
    read();
    int const caught = run(context);
    BOOST_TEST(handlers == 500);
    BOOST_TEST(caught == handlers);
}

} // namespace

BOOST_AUTO_TEST_SUITE(io_context)

BOOST_AUTO_TEST_CASE(each_exception_of_a_handler_comes_out_of_run)
{
    for (std::size_t const concurrency : {1u, 3u}) {
        genpool::options const o{.concurrency = concurrency};
        asio::io_context context;
        auto const plain = context.get_executor();
        check_each_is_let_out(context, map_stream(context, numbers(500), std::identity(), o), plain);
        context.restart();
        check_each_is_let_out(context, map_stream(context, numbers(500), slow, o), plain);
        context.restart();
        check_each_is_let_out(context, map_stream(context, numbers(500), slow, o),
                              asio::make_strand(context));
        context.restart();
        check_each_is_let_out(context, map_stream(asio::make_strand(context), numbers(500), slow, o), plain);
        context.restart();
        check_each_is_let_out(context, map_stream(context, waiting(500), slow, o), plain);
        context.restart();
        check_each_is_let_out(context, map_stream(context, numbers(500), posts, o), plain);
        context.restart();
        check_each_is_let_out(
            context, map_stream(context, map_stream(context, numbers(500), slow, o), slow, o), plain);
    }
}

BOOST_AUTO_TEST_CASE(each_exception_at_the_end_of_a_map_comes_out_of_run)
{
    asio::io_context context;
    for (int i = 0; i != 50; ++i)
        genpool::async_for_each(context, numbers(3), std::identity(),
                                [](std::exception_ptr, genpool::summary) { throw thrown(); });
    auto s = map_stream(context, numbers(100), slow);
    for (int i = 0; i != 50; ++i)
        s.async_close([](std::exception_ptr, genpool::summary) { throw thrown(); });
    for (int i = 0; i != 50; ++i)
        s.async_next([](std::exception_ptr, std::optional<std::size_t>) { throw thrown(); });
    BOOST_TEST(run(context) == 150);
}

// There is no work guard here but what the map itself needs.

BOOST_AUTO_TEST_CASE(run_does_not_return_while_a_blocking_range_is_read)
{
    asio::io_context context;
    auto s = map_stream(context, numbers(50), std::identity(), {.window = 2});
    auto results = genpool::blocking(std::move(s));
    std::thread runner([&] { context.run(); });
    std::size_t count = 0;
    for (std::size_t const result : results) {
        BOOST_TEST(result == count++);
        if (count == 3) // the window is full, and nothing is left to do, until the next is asked for
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    BOOST_TEST(count == 50u);
    {
        auto const gone = std::move(results);
    }
    runner.join(); // it lets go at its end
}

BOOST_AUTO_TEST_CASE(run_does_not_return_while_an_async_next_waits_elsewhere_for_room_that_it_makes)
{
    asio::io_context calls, consumer;
    auto s = map_stream(calls, numbers(50), std::identity(), {.window = 1});
    std::size_t count = 0;
    std::function<void()> read = [&] {
        s.async_next(
            asio::bind_executor(consumer, [&](std::exception_ptr, std::optional<std::size_t> result) {
                if (!result)
                    return;
                ++count;
                read();
            }));
    };
    read();
    std::thread runner([&] { calls.run(); });
    std::this_thread::sleep_for(
        std::chrono::milliseconds(20)); // until the window is full, and the consumer late
    consumer.run();
    BOOST_TEST(count == 50u);
    runner.join();
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_io_context_tests
