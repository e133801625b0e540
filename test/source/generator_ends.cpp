// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// How an outstanding async_next of a generator ends when something is destroyed.
#include <genpool/generator.hpp>
#include <genpool/source.hpp>

#include "generators_that_wait.hpp"
#include "support/execution/held_operation.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

namespace source_generator_ends_tests
{

namespace asio = boost::asio;
using asio::cancellation_type;
using boost::system::error_code;
using boost::system::system_error;
using genpool::generator;
using held = genpool::test::held_operation<void(error_code)>;
using namespace genpool::test;

BOOST_FIXTURE_TEST_SUITE(generator_ends, async_next_fixture)

BOOST_AUTO_TEST_CASE(completes_when_the_generator_is_destroyed)
{
    auto source = std::optional(await_for_ever(op, alive));
    source->async_next(handler<error_code>());
    context->poll();
    BOOST_TEST(alive.use_count() == 3);
    source.reset();
    BOOST_TEST(alive.use_count() == 3); // the frame waits for its operation
    context->poll();
    BOOST_TEST((op.cancelled == cancellation_type::terminal));
    BOOST_TEST(calls == 0);
    op.complete(asio::error::operation_aborted);
    run();
    BOOST_TEST(calls == 1);
    BOOST_TEST(item.value() == asio::error::operation_aborted);
    BOOST_TEST(alive.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(survives_the_moving_of_the_generator)
{
    auto first = await_for_ever(op, alive);
    first.async_next(handler<error_code>());
    context->poll();
    auto second = std::move(first);
    op.complete({});
    run();
    BOOST_TEST(calls == 1);
    second.async_next(handler<error_code>());
    context->restart();
    context->poll();
    BOOST_TEST(op.held());
    op.complete({});
    run();
    BOOST_TEST(calls == 2);
}

BOOST_AUTO_TEST_CASE(fails_when_the_awaited_context_is_destroyed)
{
    std::optional<asio::io_context> other(std::in_place);
    auto source = sleep(*other, alive);
    source.async_next(handler<int>());
    context->poll();
    other.reset();
    BOOST_TEST(calls == 0);
    run();
    BOOST_TEST(calls == 1);
    BOOST_TEST(failure == asio::error::operation_aborted);
}

BOOST_AUTO_TEST_CASE(is_destroyed_uninvoked_with_its_context)
{
    for (bool const destroy_generator_first : {false, true}) {
        context.emplace();
        {
            auto source = std::optional(sleep_at_home(alive));
            source->async_next(handler<int>());
            context->poll();
            BOOST_TEST(alive.use_count() == 3);
            if (destroy_generator_first)
                source.reset();
            context.reset();
            BOOST_TEST(alive.use_count() == 1); // the timer in the frame could not outlive its context
            if (source) {                       // there is nobody to pull it any more
                context.emplace();
                source->async_next(handler<int>());
                run();
                BOOST_TEST(calls == 1);
                BOOST_TEST(failure == asio::error::operation_aborted);
            }
            calls = 0;
        }
        BOOST_TEST(alive.use_count() == 1);
    }
}

BOOST_AUTO_TEST_CASE(gives_its_frame_back_when_its_context_is_destroyed_between_two)
{
    auto const body = [](std::shared_ptr<int>) -> generator<error_code> {
        asio::steady_timer const timer(co_await asio::this_coro::executor);
        for (;;)
            co_yield error_code();
    };
    auto source = body(alive);
    source.async_next(handler<error_code>());
    run();
    BOOST_TEST(calls == 1);
    context.reset();
    BOOST_TEST(alive.use_count() == 1);
    auto const aborted = [](system_error const& e) { return e.code() == asio::error::operation_aborted; };
    BOOST_CHECK_EXCEPTION(genpool::detail::make_source(std::move(source)), system_error, aborted);
}

BOOST_AUTO_TEST_CASE(fails_when_it_is_started_after_the_generator)
{
    auto source = std::optional(await_for_ever(op, alive));
    auto operation = source->async_next(asio::deferred);
    source.reset();
    BOOST_TEST(alive.use_count() == 1);
    std::move(operation)(handler<error_code>());
    run();
    BOOST_TEST(calls == 1);
    BOOST_TEST(failure == asio::error::operation_aborted);
}

BOOST_AUTO_TEST_CASE(is_destroyed_uninvoked_at_every_step_before)
{
    for (int steps = 0; steps != 6; ++steps) {
        context.emplace();
        calls = 0;
        {
            auto source = await_for_ever(op, alive);
            source.async_next(handler<error_code>());
            for (int i = 0; i != steps; ++i) {
                if (op.held())
                    op.complete({});
                context->poll_one();
            }
            bool const called = calls != 0;
            context.reset();
            BOOST_TEST(calls == (called ? 1 : 0));
            op.drop();
        }
        BOOST_TEST(alive.use_count() == 1);
    }
}

BOOST_AUTO_TEST_CASE(keeps_the_frame_when_the_context_dies_before_the_awaited_one)
{
    for (bool const destroy_generator_first : {false, true}) {
        for (bool const completes : {false, true}) {
            context.emplace();
            auto source = std::optional(await_for_ever(op, alive));
            source->async_next(handler<error_code>());
            context->poll();
            if (destroy_generator_first)
                source.reset();
            context.reset();
            BOOST_TEST(alive.use_count() == 2); // the handler is gone; the frame is in use by the operation
            if (completes)
                op.complete({});
            else
                op.drop();
            BOOST_TEST(alive.use_count() == 1);
            BOOST_TEST(calls == 0);
        }
    }
}

BOOST_AUTO_TEST_CASE(is_destroyed_by_its_own_handler)
{
    auto source = std::make_unique<generator<error_code>>(await_for_ever(op, alive));
    auto* const pulled = source.get();
    pulled->async_next(asio::bind_executor(
        *context, [s = std::move(source), this](std::exception_ptr, std::optional<error_code>) mutable {
            s.reset();
            ++calls;
        }));
    context->poll();
    op.complete({});
    run();
    BOOST_TEST(calls == 1);
    BOOST_TEST(alive.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(is_destroyed_with_its_own_handler)
{
    auto source = std::make_unique<generator<error_code>>(await_for_ever(op, alive));
    auto* const pulled = source.get();
    pulled->async_next(asio::bind_executor(
        *context, [s = std::move(source)](std::exception_ptr, std::optional<error_code>) {}));
    context->poll();
    context.reset();
    BOOST_TEST(alive.use_count() == 2);
    op.drop();
    BOOST_TEST(alive.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(may_be_destroyed_while_a_pool_pulls_it)
{
    std::atomic<int> called{0};
    int const rounds = 300;
    {
        asio::thread_pool pool(2);
        auto const body = [](asio::thread_pool& p, std::shared_ptr<int>) -> generator<int> {
            asio::steady_timer timer(co_await asio::this_coro::executor);
            for (int i = 0;; ++i) {
                co_await asio::post(p, asio::deferred);
                timer.expires_after(std::chrono::microseconds(i % 3 * 10));
                co_await timer.async_wait(asio::deferred);
                co_yield i;
            }
        };
        for (int i = 0; i != rounds; ++i) {
            auto source = std::optional(body(pool, alive));
            auto const count = [&called](std::exception_ptr, std::optional<int>) { ++called; };
            source->async_next(asio::bind_executor(pool, count));
            if (i % 2 == 0)
                std::this_thread::yield();
            source.reset();
        }
        pool.join();
    }
    BOOST_TEST(called == rounds);
    BOOST_TEST(alive.use_count() == 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace source_generator_ends_tests
