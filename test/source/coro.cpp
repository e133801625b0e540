// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_for_each.hpp>
#include <genpool/coro.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/manual_host.hpp"
#include "support/program/small_stack.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace source_coro_tests
{

namespace asio = boost::asio;
using asio::experimental::coro;
using boost::system::system_error;
using genpool::source;
using genpool::detail::make_source;
using genpool::detail::poll_result;

namespace
{

using pool_executor = asio::thread_pool::executor_type;

static_assert(source<coro<int>>);
static_assert(source<coro<int, void, pool_executor>>);
static_assert(source<coro<std::unique_ptr<int>>>);
static_assert(!source<coro<int>&>);
static_assert(!source<std::reference_wrapper<coro<int>>>);
static_assert(!source<coro<int, int>>);
static_assert(!source<coro<void, int>>);
static_assert(!source<coro<int(int)>>);
static_assert(std::same_as<genpool::source_value_t<coro<long>>, long>);

struct fixture
{
    asio::io_context context;
    genpool::test::manual_host host{context};
    int computed = 0;
};

coro<int> numbers(asio::any_io_executor, int count, int& computed)
{
    for (int i = 0; i != count; ++i) {
        ++computed;
        co_yield i;
    }
}

coro<int> slow_numbers(asio::any_io_executor executor, int count)
{
    asio::steady_timer timer(executor);
    for (int i = 0; i != count; ++i) {
        timer.expires_after(std::chrono::microseconds(1));
        co_await timer.async_wait(asio::deferred);
        co_await asio::post(executor, asio::deferred);
        co_yield i;
    }
}

coro<int> fails_after(asio::any_io_executor, int count)
{
    for (int i = 0; i != count; ++i)
        co_yield i;
    throw std::runtime_error("the coro failed");
}

coro<std::unique_ptr<int>, void, pool_executor> pointers(pool_executor, int count)
{
    for (int i = 0; i != count; ++i)
        co_yield std::make_unique<int>(i);
}

coro<int> doubled(coro<int> inner, asio::any_io_executor)
{
    while (auto const item = co_await inner)
        co_yield 2 * *item;
}

/// Yields one item, then sleeps for ever; holds what tells whether the frame lives.
coro<int> one_then_sleep(asio::any_io_executor executor, std::shared_ptr<int>)
{
    co_yield 1;
    asio::steady_timer timer(executor, std::chrono::hours(1));
    co_await timer.async_wait(asio::deferred);
}

coro<int> calls_back(asio::any_io_executor, std::function<void()>& call)
{
    co_yield 0;
    call();
    co_yield 1;
    co_yield 2;
}

/// Polls, and runs the coro until it has reported.
template <class Source>
poll_result poll_again(genpool::test::manual_host& host, Source& source)
{
    int const before = host.wakes;
    BOOST_TEST_REQUIRE((source.poll() == poll_result::pending));
    host.wait(before);
    return source.poll();
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(coro_source, fixture)

BOOST_AUTO_TEST_CASE(yields_in_order_and_ends)
{
    auto source = make_source(numbers(context.get_executor(), 5, computed));
    source.bind(host);
    BOOST_TEST(host.all(source) == (std::vector{0, 1, 2, 3, 4}));
    BOOST_TEST(host.executors_asked == 0);
}

BOOST_AUTO_TEST_CASE(computes_nothing_before_it_is_asked)
{
    auto source = make_source(numbers(context.get_executor(), 3, computed));
    source.bind(host);
    context.run();
    BOOST_TEST(computed == 0);
    for (int asked = 1; asked <= 3; ++asked) {
        BOOST_TEST((poll_again(host, source) == poll_result::value));
        BOOST_TEST(source.value() == asked - 1);
        BOOST_TEST(computed == asked);
    }
    BOOST_TEST((poll_again(host, source) == poll_result::end));
}

BOOST_AUTO_TEST_CASE(computes_as_many_as_it_is_given_room_for)
{
    auto source = make_source(numbers(context.get_executor(), 20, computed));
    source.bind(host);
    source.hint(5);
    BOOST_TEST((poll_again(host, source) == poll_result::value));
    BOOST_TEST(computed == 5);
    for (int i = 1; i != 5; ++i)
        BOOST_TEST((source.poll() == poll_result::value)); // no further wait
    BOOST_TEST(computed == 5);
    source.hint(7);
    BOOST_TEST((poll_again(host, source) == poll_result::value));
    BOOST_TEST(computed == 12);
    BOOST_TEST((source.poll() == poll_result::value));
    source.hint(2); // fewer than there are already: these come first
    for (int i = 2; i != 7; ++i)
        BOOST_TEST((source.poll() == poll_result::value));
    BOOST_TEST(computed == 12);
    BOOST_TEST((poll_again(host, source) == poll_result::value));
    BOOST_TEST(computed == 13);
}

BOOST_AUTO_TEST_CASE(spends_the_room_that_it_is_given_once)
{
    auto source = make_source(numbers(context.get_executor(), 20, computed));
    source.bind(host);
    source.hint(4);
    for (int i = 0; i != 4; ++i)
        host.next(source);
    BOOST_TEST(computed == 4);
    host.next(source); // asked without a hint: one
    BOOST_TEST(computed == 5);
}

BOOST_AUTO_TEST_CASE(awaits_operations_and_other_coros)
{
    for (std::size_t const room : {1u, 3u, 100u}) {
        auto const executor = context.get_executor();
        auto source = make_source(doubled(doubled(slow_numbers(executor, 10), executor), executor));
        source.bind(host);
        source.hint(room);
        auto const items = host.all(source);
        BOOST_TEST_REQUIRE(items.size() == 10u);
        BOOST_TEST(items.back() == 36);
    }
}

BOOST_AUTO_TEST_CASE(fails_after_everything_that_it_yielded)
{
    for (std::size_t const room : {1u, 2u, 3u, 4u, 100u}) {
        auto source = make_source(fails_after(context.get_executor(), 3));
        source.bind(host);
        source.hint(room);
        for (int i = 0; i != 3; ++i)
            BOOST_TEST(host.next(source).value() == i);
        BOOST_CHECK_THROW(host.next(source), std::runtime_error);
    }
}

BOOST_AUTO_TEST_CASE(has_ended_when_there_is_nothing_to_resume)
{
    auto empty = make_source(coro<int>());
    empty.bind(host);
    BOOST_TEST((empty.poll() == poll_result::end));

    auto finished = numbers(context.get_executor(), 0, computed);
    finished.async_resume([](std::exception_ptr, std::optional<int>) {});
    context.run();
    auto source = make_source(std::move(finished));
    source.bind(host);
    BOOST_TEST((source.poll() == poll_result::end));
}

BOOST_AUTO_TEST_CASE(ends_a_batch_early_when_it_is_cancelled)
{
    std::function<void()> cancel;
    auto source = make_source(calls_back(context.get_executor(), cancel));
    cancel = [&] { source.cancel(); };
    source.bind(host);
    source.hint(10);
    BOOST_TEST(host.next(source).value() == 0);
    BOOST_TEST(host.next(source).value() == 1);
    BOOST_TEST((source.poll() == poll_result::pending)); // the third has not been computed
    host.wait(1);
}

BOOST_AUTO_TEST_CASE(needs_little_stack_for_a_million_items)
{
    int pulled = 0;
    genpool::test::on_small_stack([&] {
        auto source = make_source(numbers(context.get_executor(), 1'000'000, computed));
        source.bind(host);
        for (;;) {
            source.hint(256);
            if (!host.next(source))
                break;
            ++pulled;
        }
    });
    BOOST_TEST(pulled == 1'000'000);
}

BOOST_AUTO_TEST_CASE(gives_its_frame_back_in_every_state)
{
    auto const alive = std::make_shared<int>();
    for (bool const context_first : {false, true}) {
        for (int polls = 0; polls != 2; ++polls) {
            auto own = std::make_unique<asio::io_context>();
            auto source = std::optional(make_source(one_then_sleep(own->get_executor(), alive)));
            source->bind(host);
            if (polls != 0) {
                BOOST_TEST((source->poll() == poll_result::pending));
                own->poll();
                BOOST_TEST((source->poll() == poll_result::value));
            }
            BOOST_TEST(alive.use_count() == 2);
            if (!context_first)
                source.reset();
            own.reset();
            BOOST_TEST(alive.use_count() == 1);
            BOOST_TEST(host.abandons == 0);
            if (source)
                BOOST_CHECK_THROW(source->poll(), system_error);
        }
    }
}

BOOST_AUTO_TEST_CASE(reports_that_its_context_was_destroyed_while_it_waited)
{
    auto const alive = std::make_shared<int>();
    auto own = std::make_unique<asio::io_context>();
    auto source = make_source(one_then_sleep(own->get_executor(), alive));
    source.bind(host);
    source.hint(2);
    BOOST_TEST((source.poll() == poll_result::pending));
    own->poll();
    BOOST_TEST(host.wakes == 0);
    own.reset();
    BOOST_TEST(host.abandons == 1);
    BOOST_TEST(host.wakes == 0);
    BOOST_TEST(alive.use_count() == 2); // Asio has no way to destroy it
}

BOOST_AUTO_TEST_CASE(reports_that_its_context_was_destroyed_before_it_ran)
{
    auto const alive = std::make_shared<int>();
    for (int steps = 0; steps != 3; ++steps) {
        auto own = std::make_unique<asio::io_context>();
        genpool::test::manual_host pulling(context);
        {
            auto source = make_source(one_then_sleep(own->get_executor(), alive));
            source.bind(pulling);
            BOOST_TEST((source.poll() == poll_result::pending));
            for (int i = 0; i != steps; ++i)
                own->poll_one();
            own.reset();
            BOOST_TEST(pulling.wakes == (steps == 2 ? 1 : 0));
            BOOST_TEST(pulling.abandons == (steps == 2 ? 0 : 1));
        }
        BOOST_TEST(alive.use_count() == 1);
    }
}

BOOST_AUTO_TEST_CASE(feeds_maps_from_every_kind_of_executor)
{
    int const count = 20000;
    asio::thread_pool pool(2);
    asio::thread_pool other(1);
    for (auto const& executor :
         {asio::any_io_executor(pool.get_executor()), asio::any_io_executor(asio::make_strand(pool)),
          asio::any_io_executor(other.get_executor())}) {
        long sum = 0;
        int made = 0;
        bool ordered = true;
        auto const twice = [](int i) { return 2 * i; };
        auto const add = [&, expected = 0](int i) mutable {
            ordered = ordered && i == std::exchange(expected, expected + 2);
            sum += i;
        };
        genpool::async_for_each(pool, numbers(executor, count, made), twice, add, asio::use_future).get();
        BOOST_TEST(sum == long(count) * (count - 1));
        BOOST_TEST(made == count);
        BOOST_TEST(ordered);
    }
    long sum = 0;
    auto const value = [](std::unique_ptr<int> p) { return *p; };
    auto const add = [&](int i) { sum += i; };
    genpool::async_for_each(pool, pointers(pool.get_executor(), count), value, add, asio::use_future).get();
    BOOST_TEST(sum == long(count) * (count - 1) / 2);
}

BOOST_AUTO_TEST_CASE(keeps_to_the_window_of_a_map)
{
    auto const same = [](int i) { return i; };
    auto results = genpool::map_stream(context, numbers(context.get_executor(), 100, computed), same,
                                       {.concurrency = 3, .window = 8});
    for (int taken = 0; taken != 20; ++taken) {
        context.restart();
        context.poll();
        BOOST_TEST(computed == 8 + taken);
        BOOST_TEST(results.try_next().value() == taken);
    }
    context.restart();
    context.poll();
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace source_coro_tests
