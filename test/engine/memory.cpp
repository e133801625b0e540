// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Memory is O(window + threads), however many items there are, and so is the stack.
#include <genpool/async_for_each.hpp>
#include <genpool/blocking.hpp>
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/usual.hpp"
#include "support/program/counting_new.hpp"
#include "support/program/small_stack.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <latch>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace engine_memory_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::limit;
using genpool::map_stream;
using genpool::order;

namespace
{

constexpr std::size_t few = 1000;
constexpr std::size_t many = 1'000'000;
constexpr std::size_t kibibyte = 1024;

genpool::generator<std::size_t> generated(std::size_t count)
{
    for (std::size_t i = 0; i != count; ++i)
        co_yield i;
}

constexpr auto ignore = [](std::size_t) {};

struct cost
{
    std::size_t peak;        // live bytes beyond those at the start
    std::size_t allocations; // in all
};

template <class F>
cost cost_of(F f)
{
    auto const before = heap::live();
    auto const allocations = heap::allocations();
    heap::reset_peak();
    f();
    return {heap::peak() - before, heap::allocations() - allocations};
}

/// Waits until neither of two threads is still about to leave a map that has completed.
void let_turns_end(asio::thread_pool& pool)
{
    auto const both = std::make_shared<std::latch>(3);
    for (int thread = 0; thread != 2; ++thread)
        asio::post(pool, [both] { both->arrive_and_wait(); });
    both->arrive_and_wait();
}

/// Takes a stream to its end by one handler that starts the next `async_next`.
std::size_t drain(genpool::stream<std::size_t> s)
{
    std::size_t taken = 0;
    event ended;
    struct step
    {
        genpool::stream<std::size_t>& results;
        std::size_t& count;
        event& end;

        void operator()(std::exception_ptr, std::optional<std::size_t> item)
        {
            if (!item)
                return end.set();
            ++count;
            results.async_next(*this);
        }
    };
    s.async_next(step{s, taken, ended});
    ended.wait();
    return taken;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(memory, two_threads)

BOOST_AUTO_TEST_CASE(the_peak_of_a_million_items_is_that_of_a_thousand)
{
    auto const check = [](std::string const& what, auto run) {
        BOOST_TEST_CONTEXT(what)
        {
            run(10 * few); // the threads' own caches
            auto const small = cost_of([&] { run(few); });
            auto const large = cost_of([&] { run(many); });
            BOOST_TEST(large.peak <= small.peak + 16 * kibibyte);
            BOOST_TEST_MESSAGE(what << ": peak " << small.peak << " and " << large.peak
                                    << " bytes, allocations " << small.allocations << " and "
                                    << large.allocations);
        }
    };
    for (auto how : {order::input, order::completion}) {
        genpool::options const o{.window = 64, .order = how};
        check("a range", [&](std::size_t n) { run_map(pool, numbers(n), std::identity(), o, ignore); });
        check("a generator", [&](std::size_t n) { run_map(pool, generated(n), std::identity(), o, ignore); });
    }
    check("two stages", [&](std::size_t n) {
        auto first = map_stream(pool, generated(n), std::identity(), {.window = 64});
        run_map(pool, std::move(first), std::identity(), {.window = 64}, ignore);
    });
}

BOOST_AUTO_TEST_CASE(the_peak_stays_constant_for_slower_consumers_too)
{
    // One hand-over costs a post here, so fewer items must do.
    auto const run = [&](std::size_t n) {
        BOOST_TEST(drain(map_stream(pool, generated(n), std::identity(), {.window = 64})) == n);
        std::size_t taken = 0;
        for (auto& item : blocking(map_stream(pool, numbers(n), std::identity(), {.window = 64})))
            taken += item == taken;
        BOOST_TEST(taken == n);
    };
    run(10 * few);
    auto const small = cost_of([&] { run(few); });
    auto const large = cost_of([&] { run(50 * few); });
    BOOST_TEST(large.peak <= small.peak + 16 * kibibyte);
}

BOOST_AUTO_TEST_CASE(in_the_steady_state_no_item_allocates)
{
    auto const check = [](std::string const& what, auto run, std::size_t n) {
        BOOST_TEST_CONTEXT(what)
        {
            run(n); // the threads' own caches, and the batches
            auto const some = cost_of([&] { run(n); });
            auto const more = cost_of([&] { run(10 * n); });
            BOOST_TEST(more.allocations <= some.allocations + 100);
            BOOST_TEST_MESSAGE(what << ": allocations " << some.allocations << " and " << more.allocations);
        }
    };
    genpool::options const o{.window = 64};
    check(
        "a range", [&](std::size_t n) { run_map(pool, numbers(n), std::identity(), o, ignore); }, many / 10);
    check(
        "a generator", [&](std::size_t n) { run_map(pool, generated(n), std::identity(), o, ignore); },
        many / 10);
    check(
        "async_next", [&](std::size_t n) { drain(map_stream(pool, numbers(n), std::identity(), o)); },
        5 * few);
    check(
        "two stages",
        [&](std::size_t n) {
            run_map(pool, map_stream(pool, numbers(n), std::identity(), o), std::identity(), o, ignore);
        },
        many / 10);
}

BOOST_AUTO_TEST_CASE(a_large_or_unlimited_window_allocates_what_it_holds)
{
    for (limit window : {limit(1'000'000), limit::unlimited}) {
        genpool::options const o{.window = window};
        run_map(pool, numbers(few), std::identity(), o, ignore);
        auto const c = cost_of([&] { run_map(pool, numbers(10), std::identity(), o, ignore); });
        BOOST_TEST(c.peak <= 64 * kibibyte);
        BOOST_TEST(run_map(pool, numbers(many / 10), std::identity(), o, ignore).account.delivered ==
                   many / 10);
    }
}

BOOST_AUTO_TEST_CASE(an_automatic_window_bounds_the_memory)
{
    auto const run = [&] { run_map(pool, generated(many), std::identity(), {}, ignore); };
    run();
    BOOST_TEST(cost_of(run).peak <= 512 * kibibyte);
}

BOOST_AUTO_TEST_CASE(nothing_is_left_when_a_map_has_ended)
{
    auto const run = [&] {
        run_map(pool, generated(few), std::identity(), {.window = 64}, ignore);
        drain(map_stream(pool, generated(few), std::identity(), {.window = 64}));
    };
    auto const live_after_fifty = [&] {
        for (int i = 0; i != 50; ++i)
            run();
        let_turns_end(pool);
        return heap::live();
    };
    auto const before = live_after_fifty();
    BOOST_TEST(live_after_fifty() <= before + 4 * kibibyte); // what the threads cache
}

BOOST_AUTO_TEST_CASE(the_stack_does_not_grow_with_items_that_complete_at_once)
{
    auto const on_one_thread = [](auto start) {
        asio::io_context context;
        start(context);
        on_small_stack([&] { context.run(); });
    };
    genpool::options const o{.window = 64};
    std::size_t ended = 0;
    auto const end = [&](std::exception_ptr error, genpool::summary s) {
        ended += !error && s.delivered >= few;
    };
    on_one_thread([&](auto& c) { async_for_each(c, numbers(many), std::identity(), ignore, o, end); });
    on_one_thread([&](auto& c) { async_for_each(c, generated(many), std::identity(), ignore, {}, end); });
    on_one_thread([&](auto& c) {
        async_for_each(c, map_stream(c, numbers(many), std::identity(), o), std::identity(), ignore, o, end);
    });
    on_one_thread([&](auto& c) {
        auto const awaitable = [](std::size_t i) -> asio::awaitable<std::size_t> { co_return i; };
        async_for_each(c, numbers(50 * few), awaitable, ignore, o, end);
    });
    BOOST_TEST(ended == 4u);
}

BOOST_AUTO_TEST_CASE(the_stack_does_not_grow_with_handlers_that_ask_again)
{
    asio::io_context context;
    auto s = map_stream(context, numbers(200 * few), std::identity(), {.window = 64});
    std::size_t taken = 0;
    std::function<void(std::exception_ptr, std::optional<std::size_t>)> step =
        [&](std::exception_ptr, std::optional<std::size_t> item) {
            if (item) {
                ++taken;
                s.async_next(std::ref(step));
            }
        };
    s.async_next(std::ref(step));
    on_small_stack([&] { context.run(); });
    BOOST_TEST(taken == 200 * few);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_memory_tests
