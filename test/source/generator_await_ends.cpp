// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What is awaited is dropped, cancelled, or ends while it is being initiated.
#include "source/awaiting_generators.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace source_generator_await_ends_tests
{

using namespace awaiting_generators;

namespace
{

/// Has its handler called, or dropped, by another thread while it is being initiated, and not by way of its
/// executor.
struct on_a_thread
{
    std::thread thread;

    template <class Token>
    auto async_run(bool drop, Token&& token)
    {
        auto const initiate = [](auto handler, on_a_thread* self, bool dropping) {
            self->thread = std::thread([h = std::move(handler), dropping]() mutable {
                auto mine = std::move(h);
                if (!dropping)
                    std::move(mine)(5);
            });
        };
        return asio::async_initiate<Token, void(int)>(initiate, token, this, drop);
    }
};

/// Destroys the source from within the report that it was abandoned.
class destroying_host final : public genpool::detail::source_waker
{
public:
    explicit destroying_host(asio::any_io_executor executor) : executor_(std::move(executor)) {}

    asio::any_io_executor serial_executor() override { return executor_; }
    void wake() noexcept override {}
    void abandoned() noexcept override { source.reset(); }

    std::optional<genpool::detail::bound_source_t<generator<int>>> source;

private:
    asio::any_io_executor executor_;
};

struct throws_when_moved
{
    throws_when_moved() = default;
    throws_when_moved(throws_when_moved&&) { throw std::runtime_error("cannot be moved"); }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(generator_await_ends, fixture)

BOOST_AUTO_TEST_CASE(reports_once_what_completes_inside_its_initiation)
{
    held<void(error_code, int)> op;
    op.mode = held<void(error_code, int)>::initiation::completes;
    auto source = make_source(yield_result<int>(op));
    source.bind(host);
    park(host, source);
    BOOST_TEST(host.wakes == 1);
    BOOST_TEST(host.next(source).value() == 0);
    BOOST_TEST(host.wakes == 1);
    BOOST_TEST(host.abandons == 0);
}

BOOST_AUTO_TEST_CASE(reports_once_what_is_dropped_inside_its_initiation)
{
    held<void(error_code)> op;
    op.mode = held<void(error_code)>::initiation::drops;
    {
        auto source = make_source(await_nothing(op));
        source.bind(host);
        park(host, source);
        BOOST_TEST(host.abandons == 1);
    }
    BOOST_TEST(host.abandons == 1);
    BOOST_TEST(host.wakes == 0);
}

BOOST_AUTO_TEST_CASE(tells_its_body_that_an_operation_was_dropped_if_it_is_polled)
{
    held<void(error_code)> op;
    auto source = make_source(await_again(op, 2));
    source.bind(host);
    park(host, source);
    op.drop();
    BOOST_TEST(host.abandons == 1);
    BOOST_TEST(host.wakes == 0);
    BOOST_TEST(host.next(source).value() == asio::error::operation_aborted);
}

BOOST_AUTO_TEST_CASE(leaks_nothing_when_the_awaited_context_is_destroyed)
{
    auto const alive = std::make_shared<int>();
    auto other = std::make_unique<asio::io_context>();
    auto body = [](std::shared_ptr<int>, asio::io_context& c) -> generator<int> {
        asio::steady_timer timer(c, std::chrono::hours(1));
        co_await timer.async_wait(asio::deferred);
        co_yield 1;
    };
    destroying_host destroying(host.serial_executor());
    destroying.source.emplace(make_source(body(alive, *other)));
    destroying.source->bind(destroying);
    park(host, *destroying.source);
    BOOST_TEST(alive.use_count() == 2);
    other.reset();
    BOOST_TEST(!destroying.source);
    BOOST_TEST(alive.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(throws_at_once_when_it_was_cancelled_before)
{
    held<void(error_code)> op;
    auto source = make_source(await_again(op, 2));
    source.bind(host);
    source.cancel();
    for (int i = 0; i != 2; ++i)
        BOOST_TEST(host.next(source).value() == asio::error::operation_aborted);
    BOOST_TEST((source.poll() == poll_result::end));
    BOOST_TEST(op.started == 0);
    BOOST_TEST(!source.serial());
}

BOOST_AUTO_TEST_CASE(starts_nothing_when_it_was_cancelled_between)
{
    held<void(error_code)> op;
    auto source = make_source(await_again(op, 1));
    source.bind(host);
    BOOST_TEST((source.poll() == poll_result::parked));
    host.in_strand([&] { source.cancel(); });
    host.start(source);
    BOOST_TEST(host.wakes == 1);
    BOOST_TEST(op.started == 0);
    BOOST_TEST(host.next(source).value() == asio::error::operation_aborted);
}

BOOST_AUTO_TEST_CASE(passes_a_cancellation_to_what_it_awaits)
{
    held<void(error_code)> op;
    auto source = make_source(await_again(op, 2));
    source.bind(host);
    park(host, source);
    host.in_strand([&] { source.cancel(); });
    BOOST_TEST((op.cancelled == asio::cancellation_type::terminal));
    op.complete(asio::error::eof); // it is the operation that says how it ended
    host.wait(0);
    BOOST_TEST(host.next(source).value() == asio::error::eof);
    BOOST_TEST(host.next(source).value() == asio::error::operation_aborted);
    BOOST_TEST(op.started == 1);
}

BOOST_AUTO_TEST_CASE(cancels_timers_and_awaitables)
{
    struct work
    {
        static asio::awaitable<void> sleep()
        {
            asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::hours(1));
            co_await timer.async_wait(asio::use_awaitable);
        }
        static generator<int> by_timer()
        {
            asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::hours(1));
            co_await timer.async_wait(asio::deferred);
        }
        static generator<int> by_awaitable() { co_await sleep(); }
    };
    for (auto* const body : {&work::by_timer, &work::by_awaitable}) {
        auto source = make_source(body());
        source.bind(host);
        int const before = host.wakes;
        park(host, source);
        host.in_strand([&] { source.cancel(); });
        host.wait(before);
        BOOST_CHECK_EXCEPTION(host.next(source), system_error,
                              [](auto& e) { return e.code() == asio::error::operation_aborted; });
    }
}

BOOST_AUTO_TEST_CASE(throws_what_moving_a_result_throws)
{
    held<void(error_code, throws_when_moved)> op;
    op.mode = decltype(op)::initiation::completes;
    auto body = [](auto& o) -> generator<int> {
        co_await o.async_hold(asio::deferred);
        co_yield 1;
    };
    auto source = make_source(body(op));
    source.bind(host);
    park(host, source);
    BOOST_TEST(host.wakes == 1);
    BOOST_CHECK_EXCEPTION(host.poll(source), std::runtime_error,
                          [](auto& e) { return e.what() == std::string("cannot be moved"); });
}

BOOST_AUTO_TEST_CASE(reports_last_when_initiation_and_handler_end_on_two_threads)
{
    auto body = [](on_a_thread& op, bool drop) -> generator<int> {
        co_yield co_await op.async_run(drop, asio::deferred);
    };
    for (int i = 0; i != 400; ++i) {
        bool const drop = i % 2 != 0;
        genpool::test::manual_host own(context);
        on_a_thread op;
        {
            auto source = make_source(body(op, drop));
            source.bind(own);
            park(own, source);
            while (own.wakes + own.abandons == 0)
                std::this_thread::yield();
            if (!drop)
                BOOST_TEST(own.next(source).value() == 5);
        }
        BOOST_TEST(own.abandons == (drop ? 1 : 0));
        op.thread.join();
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace source_generator_await_ends_tests
