// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Tokens, executors and allocators of the handlers of async_next.
#include <genpool/generator.hpp>

#include "async_next_calls.hpp"
#include "support/execution/held_operation.hpp"
#include "support/values/tracking_allocator.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>
#include <future>
#include <new>
#include <optional>
#include <stdexcept>
#include <utility>

namespace source_generator_async_next_handlers_tests
{

namespace asio = boost::asio;
using boost::system::error_code;
using genpool::generator;
using held = genpool::test::held_operation<void(error_code)>;
using namespace genpool::test;

BOOST_AUTO_TEST_SUITE(generator_async_next_handlers)

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

BOOST_AUTO_TEST_SUITE_END()

} // namespace source_generator_async_next_handlers_tests
