// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// How an outstanding async_next of a generator ends when it is cancelled.
#include <genpool/generator.hpp>

#include "generators_that_wait.hpp"
#include "support/execution/held_operation.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <exception>
#include <future>
#include <optional>

namespace source_generator_cancellation_tests
{

namespace asio = boost::asio;
using asio::cancellation_type;
using boost::system::error_code;
using boost::system::system_error;
using genpool::generator;
using held = genpool::test::held_operation<void(error_code)>;
using namespace genpool::test;

BOOST_FIXTURE_TEST_SUITE(generator_cancellation, async_next_fixture)

BOOST_AUTO_TEST_CASE(passes_every_type_of_cancellation_on)
{
    for (auto type : {cancellation_type::total, cancellation_type::partial, cancellation_type::terminal}) {
        auto source = await_for_ever(op, alive);
        asio::cancellation_signal signal;
        source.async_next(asio::bind_cancellation_slot(signal.slot(), handler<error_code>()));
        context->restart();
        context->poll();
        op.cancelled = cancellation_type::none;
        signal.emit(type);
        context->poll();
        BOOST_TEST((op.cancelled == type));
        BOOST_TEST(!item);
        op.complete(asio::error::eof);
        run();
        BOOST_TEST(item.value() == asio::error::eof);

        // Afterwards the slot is empty, and only after type terminal the body cannot wait any more.
        op.cancelled = cancellation_type::none;
        item.reset();
        source.async_next(handler<error_code>());
        context->restart();
        context->poll();
        signal.emit(type);
        context->poll();
        BOOST_TEST((op.cancelled == cancellation_type::none));
        BOOST_TEST(op.held() == (type != cancellation_type::terminal));
        if (op.held())
            op.complete({});
        run();
        BOOST_TEST((item.value() == asio::error::operation_aborted) == (type == cancellation_type::terminal));
        item.reset();
    }
}

BOOST_AUTO_TEST_CASE(ignores_a_cancellation_that_comes_late)
{
    auto source = await_for_ever(op, alive);
    asio::cancellation_signal signal;
    source.async_next(asio::bind_cancellation_slot(signal.slot(), handler<error_code>()));
    context->poll();
    op.complete({});
    signal.emit(cancellation_type::terminal); // the operation has completed: this is for nobody
    run();
    BOOST_TEST(calls == 1);
    BOOST_TEST(!item.value());
}

BOOST_AUTO_TEST_CASE(may_be_cancelled_while_a_pool_pulls_it)
{
    asio::thread_pool pool(2);
    auto const body = []() -> generator<int> {
        asio::steady_timer timer(co_await asio::this_coro::executor);
        for (int i = 0;; ++i) {
            timer.expires_after(std::chrono::microseconds(i % 3 * 10));
            try {
                co_await timer.async_wait(asio::deferred);
            } catch (system_error const&) {
            }
            co_yield i;
        }
    };
    for (int i = 0; i != 300; ++i) {
        auto source = body();
        auto const strand = asio::make_strand(pool); // where a cancellation of the handler belongs
        asio::cancellation_signal signal;
        std::promise<bool> done;
        asio::post(strand, [&] {
            source.async_next(asio::bind_cancellation_slot(
                signal.slot(),
                asio::bind_executor(strand, [&done](std::exception_ptr error, std::optional<int> pulled) {
                    done.set_value(!error && pulled);
                })));
        });
        asio::post(strand, [&] { signal.emit(cancellation_type::total); });
        BOOST_TEST(done.get_future().get());
        std::promise<void> emitted; // the signal may still be in use
        asio::post(strand, [&] { emitted.set_value(); });
        emitted.get_future().get();
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace source_generator_cancellation_tests
