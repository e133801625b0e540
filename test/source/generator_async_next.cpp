// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/generator.hpp>
#include <genpool/source.hpp>

#include "support/execution/held_operation.hpp"
#include "support/execution/manual_host.hpp"
#include "support/values/tracking_allocator.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <future>
#include <new>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace source_generator_async_next_tests
{

namespace asio = boost::asio;
using boost::system::error_code;
using boost::system::system_error;
using genpool::generator;
using held = genpool::test::held_operation<void(error_code)>;

namespace
{

generator<int> numbers(int count)
{
    for (int i = 0; i != count; ++i)
        co_yield i;
}

generator<int> slow_numbers(int count)
{
    asio::steady_timer timer(co_await asio::this_coro::executor);
    for (int i = 0; i != count; ++i) {
        timer.expires_after(std::chrono::microseconds(1));
        co_await timer.async_wait(asio::deferred);
        co_yield i;
    }
}

generator<int> held_number(held& op)
{
    co_await op.async_hold(asio::deferred);
    co_yield 1;
}

generator<int> fails_after(int count)
{
    for (int i = 0; i != count; ++i)
        co_yield i;
    throw std::runtime_error("the body failed");
}

bool is(std::exception_ptr const& error, error_code const& code)
{
    try {
        std::rethrow_exception(error);
    } catch (system_error const& e) {
        return e.code() == code;
    }
}

/// What one `async_next` completed with.
template <class T>
struct outcome
{
    int calls = 0;
    std::exception_ptr error;
    std::optional<T> item;

    auto handler()
    {
        return [this](std::exception_ptr e, std::optional<T> i) {
            ++calls;
            error = std::move(e);
            if (i)
                item.emplace(*std::move(i));
        };
    }
};

template <class T>
outcome<T> next(asio::io_context& context, generator<T>& source)
{
    outcome<T> result;
    source.async_next(asio::bind_executor(context, result.handler()));
    BOOST_TEST(result.calls == 0);
    context.restart();
    context.run();
    BOOST_TEST_REQUIRE(result.calls == 1);
    return result;
}

} // namespace

BOOST_AUTO_TEST_SUITE(generator_async_next)

BOOST_AUTO_TEST_CASE(gives_the_items_and_then_the_end_for_ever)
{
    asio::io_context context;
    for (auto source : {numbers, slow_numbers}) {
        auto pulled = source(3);
        for (int i = 0; i != 3; ++i)
            BOOST_TEST(next(context, pulled).item.value() == i);
        for (int i = 0; i != 3; ++i) {
            auto const end = next(context, pulled);
            BOOST_TEST(!end.error);
            BOOST_TEST(!end.item);
        }
    }
}

BOOST_AUTO_TEST_CASE(is_refused_without_a_body)
{
    asio::io_context context;
    generator<int> empty;
    BOOST_CHECK_THROW(next(context, empty), std::invalid_argument);
    auto numbers = fails_after(1);
    auto const taken = std::move(numbers);
    BOOST_CHECK_THROW(next(context, numbers), std::invalid_argument);
    BOOST_CHECK_THROW(static_cast<void>(numbers.async_next(asio::deferred)), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(gives_a_failure_for_ever)
{
    asio::io_context context;
    auto failing = fails_after(1);
    BOOST_TEST(next(context, failing).item.value() == 0);
    for (int i = 0; i != 3; ++i) {
        auto const failed = next(context, failing);
        BOOST_TEST(!failed.item);
        BOOST_CHECK_THROW(std::rethrow_exception(failed.error), std::runtime_error);
    }
}

BOOST_AUTO_TEST_CASE(works_with_tokens_of_many_kinds)
{
    {
        auto source = slow_numbers(3);
        for (int i = 0; i != 3; ++i)
            BOOST_TEST(source.async_next(asio::use_future).get().value() == i);
        BOOST_TEST(!source.async_next(asio::use_future).get());
    }
    {
        auto failing = fails_after(0);
        BOOST_CHECK_THROW(failing.async_next(asio::use_future).get(), std::runtime_error);
    }
    {
        auto const sum = [](generator<int> source) -> asio::awaitable<int> {
            int total = 0;
            while (auto const item = co_await source.async_next(asio::use_awaitable))
                total += *item;
            auto const [error, end] = co_await source.async_next(asio::as_tuple(asio::use_awaitable));
            BOOST_TEST(!error);
            BOOST_TEST(!end);
            co_return total;
        };
        asio::io_context context;
        auto total = asio::co_spawn(context, sum(slow_numbers(5)), asio::use_future);
        context.run();
        BOOST_TEST(total.get() == 10);
    }
    {
        auto source = numbers(1);
        auto operation = source.async_next(asio::deferred);
        BOOST_TEST(std::move(operation)(asio::use_future).get().value() == 0);
    }
}

BOOST_AUTO_TEST_CASE(runs_the_body_in_one_strand_of_the_first_executor)
{
    asio::io_context context;
    asio::io_context other;
    auto const body = []() -> generator<asio::any_io_executor> {
        for (;;) {
            auto executor = co_await asio::this_coro::executor;
            co_yield std::move(executor);
        }
    };
    auto source = body();
    auto const first = next(context, source).item.value();
    BOOST_TEST(&first.context() == &context);

    outcome<asio::any_io_executor> result;
    source.async_next(asio::bind_executor(other, result.handler()));
    context.restart();
    context.run();
    BOOST_TEST(result.calls == 0);
    other.run();
    BOOST_TEST((result.item.value() == first));
}

BOOST_AUTO_TEST_CASE(is_called_by_its_own_executor)
{
    asio::thread_pool pool(2);
    auto const strand = asio::make_strand(pool);
    auto source = slow_numbers(200);
    std::promise<int> done;
    struct puller
    {
        void operator()(std::exception_ptr, std::optional<int> item)
        {
            if (!item)
                return done.set_value(in_strand);
            in_strand += strand.running_in_this_thread() ? 1 : 0;
            source.async_next(asio::bind_executor(strand, std::move(*this)));
        }

        generator<int>& source;
        asio::strand<asio::thread_pool::executor_type> strand;
        std::promise<int>& done;
        int in_strand = 0;
    };
    source.async_next(asio::bind_executor(strand, puller{source, strand, done}));
    BOOST_TEST(done.get_future().get() == 200);
}

BOOST_AUTO_TEST_CASE(keeps_its_executor_busy)
{
    asio::io_context context;
    asio::io_context other;
    held op;
    auto source = held_number(op);
    outcome<int> result;
    source.async_next(asio::bind_executor(context, result.handler()));
    BOOST_TEST(context.poll() == 1u);
    BOOST_TEST(!context.stopped()); // though nothing is queued there
    op.complete({});
    context.run();
    BOOST_TEST(result.item.value() == 1);
}

BOOST_AUTO_TEST_CASE(refuses_a_second_one)
{
    asio::io_context context;
    held op;
    auto source = held_number(op);
    outcome<int> first;
    outcome<int> second;
    source.async_next(asio::bind_executor(context, first.handler()));
    source.async_next(asio::bind_executor(context, second.handler()));
    BOOST_TEST(second.calls == 0);
    context.poll();
    BOOST_TEST(first.calls == 0);
    BOOST_TEST_REQUIRE(second.calls == 1);
    BOOST_TEST(is(second.error, asio::error::already_started));
    op.complete({});
    context.run();
    BOOST_TEST(first.calls == 1);
    BOOST_TEST(first.item.value() == 1);
}

BOOST_AUTO_TEST_CASE(releases_its_memory_before_the_handler_is_called)
{
    asio::io_context context;
    for (auto source : {numbers, slow_numbers}) {
        genpool::test::allocations memory;
        int in_use = -1;
        auto pulled = source(1);
        auto const handler = [&](std::exception_ptr, std::optional<int> item) {
            BOOST_TEST(item.value() == 0);
            in_use = memory.in_use;
        };
        pulled.async_next(asio::bind_allocator(genpool::test::tracking_allocator<void>(memory),
                                               asio::bind_executor(context, handler)));
        context.restart();
        context.run();
        BOOST_TEST(memory.made > 0);
        BOOST_TEST(in_use == 0);
    }
}

BOOST_AUTO_TEST_CASE(throws_when_it_cannot_be_started)
{
    asio::io_context context;
    auto source = numbers(1);
    outcome<int> result;
    genpool::test::allocations memory;
    memory.fails_at = 0;
    auto token = asio::bind_allocator(genpool::test::tracking_allocator<void>(memory),
                                      asio::bind_executor(context, result.handler()));
    BOOST_CHECK_THROW(source.async_next(std::move(token)), std::bad_alloc);
    BOOST_TEST(context.run() == 0u);
    BOOST_TEST(result.calls == 0);
    BOOST_TEST(memory.in_use == 0);
    BOOST_TEST(next(context, source).item.value() == 0);
}

BOOST_AUTO_TEST_CASE(yields_what_can_only_be_moved_or_is_over_aligned)
{
    struct alignas(64) wide
    {
        explicit wide(int v) : value(v) {}
        wide(wide&&) = default;
        int value;
    };
    auto const body = []() -> generator<wide> {
        co_yield wide(7);
        co_yield wide(8);
    };
    asio::io_context context;
    auto source = body();
    for (int value : {7, 8}) {
        auto const result = next(context, source);
        BOOST_TEST(result.item.value().value == value);
        BOOST_TEST(reinterpret_cast<std::uintptr_t>(&*result.item) % alignof(wide) == 0u);
    }
}

BOOST_AUTO_TEST_CASE(fails_for_one_item_that_cannot_be_moved)
{
    struct heavy
    {
        explicit heavy(int moves) : moves_left(moves) {}
        heavy(heavy&& other) : moves_left(other.moves_left - 1)
        {
            if (moves_left < 0)
                throw std::runtime_error("cannot be moved");
        }
        int moves_left;
    };
    auto const body = [](int moves) -> generator<heavy> {
        co_yield heavy(moves);
        co_yield heavy(9);
    };
    asio::io_context context;
    int failures = 0;
    for (int moves = 0; moves != 5; ++moves) {
        auto source = body(moves);
        try {
            auto const result = next(context, source);
            if (result.error)
                ++failures;
            else
                BOOST_TEST(result.item.has_value());
        } catch (std::runtime_error const&) { // moved into the handler's own parameter
            ++failures;
        }
        BOOST_TEST(next(context, source).item.has_value());
    }
    BOOST_TEST(failures > 1);
    BOOST_TEST(failures < 5);
}

BOOST_AUTO_TEST_CASE(leaves_the_rest_to_a_map)
{
    asio::io_context context;
    auto source = slow_numbers(4);
    BOOST_TEST(next(context, source).item.value() == 0);
    BOOST_TEST(next(context, source).item.value() == 1);

    genpool::test::manual_host host(context);
    auto bound = genpool::detail::make_source(std::move(source));
    bound.bind(host);
    BOOST_TEST(bound.serial()); // it has waited before
    BOOST_TEST(host.all(bound) == (std::vector{2, 3}));
}

BOOST_AUTO_TEST_CASE(is_not_given_to_a_map_while_it_is_pulled)
{
    asio::io_context context;
    held op;
    auto source = held_number(op);
    outcome<int> result;
    source.async_next(asio::bind_executor(context, result.handler()));
    context.poll();
    BOOST_CHECK_EXCEPTION(genpool::detail::make_source(std::move(source)), system_error,
                          [](auto& e) { return e.code() == asio::error::already_started; });
    op.complete({});
    context.run();
    BOOST_TEST(result.item.value() == 1);
    BOOST_TEST(!next(context, source).item);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace source_generator_async_next_tests
