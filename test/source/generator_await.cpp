// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/generator.hpp>
#include <genpool/source.hpp>

#include "support/execution/held_operation.hpp"
#include "support/execution/manual_host.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>

namespace source_generator_await_tests
{

namespace asio = boost::asio;
using boost::system::error_code;
using boost::system::system_error;
using genpool::generator;
using genpool::detail::make_source;
using genpool::detail::poll_result;

namespace
{

template <class Signature>
using held = genpool::test::held_operation<Signature>;

struct fixture
{
    asio::io_context context;
    genpool::test::manual_host host{context};
};

/// Yields what awaiting gives.
template <class T, class Signature>
generator<T> yield_result(held<Signature>& op)
{
    co_yield co_await op.async_hold(asio::deferred);
}

/// Yields 1 when awaiting gives nothing.
template <class Signature>
generator<int> await_nothing(held<Signature>& op)
{
    co_await op.async_hold(asio::deferred);
    co_yield 1;
}

/// Yields the error that awaiting throws, time after time.
generator<error_code> await_again(held<void(error_code)>& op, int times)
{
    for (int i = 0; i != times; ++i) {
        error_code error;
        try {
            co_await op.async_hold(asio::deferred);
        } catch (system_error const& e) {
            error = e.code();
        }
        co_yield error;
    }
}

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

template <class Source>
void park(genpool::test::manual_host& host, Source& source)
{
    BOOST_TEST_REQUIRE((host.poll(source) == poll_result::parked));
    host.start(source);
}

struct no_default
{
    explicit no_default(int v) : value(v) {}
    int value;
};

struct throws_when_moved
{
    throws_when_moved() = default;
    throws_when_moved(throws_when_moved&&) { throw std::runtime_error("cannot be moved"); }
};

using genpool::detail::unwrap;
static_assert(std::is_void_v<decltype(unwrap(std::tuple<>()))>);
static_assert(std::is_void_v<decltype(unwrap(std::tuple<error_code>()))>);
static_assert(std::is_void_v<decltype(unwrap(std::tuple<std::exception_ptr>()))>);

} // namespace

BOOST_FIXTURE_TEST_SUITE(generator_await, fixture)

BOOST_AUTO_TEST_CASE(starts_an_operation_only_when_told_and_where)
{
    held<void(error_code)> op;
    auto source = make_source(await_nothing(op));
    source.bind(host);
    BOOST_TEST(!source.serial());
    BOOST_TEST((source.poll() == poll_result::parked));
    BOOST_TEST(source.serial());
    BOOST_TEST(op.started == 0);
    host.start(source);
    BOOST_TEST(op.started == 1);
    BOOST_TEST((host.poll(source) == poll_result::pending));
    op.complete({});
    host.wait(0);
    BOOST_TEST(host.wakes == 1);
    BOOST_TEST((host.poll(source) == poll_result::value));
    BOOST_TEST((host.poll(source) == poll_result::end));
    BOOST_TEST(host.wakes == 1);
}

BOOST_AUTO_TEST_CASE(gives_results_as_asio_does)
{
    auto const run = [&](auto made, auto complete) {
        auto source = make_source(std::move(made));
        source.bind(host);
        int const before = host.wakes;
        park(host, source);
        complete();
        host.wait(before);
        return host.next(source).value();
    };
    using pointer = std::unique_ptr<int>;
    {
        held<void()> op;
        BOOST_TEST(run(await_nothing(op), [&] { op.complete(); }) == 1);
    }
    {
        held<void(std::exception_ptr)> op;
        BOOST_TEST(run(await_nothing(op), [&] { op.complete(nullptr); }) == 1);
    }
    {
        held<void(int)> op;
        BOOST_TEST(run(yield_result<int>(op), [&] { op.complete(7); }) == 7);
    }
    {
        held<void(error_code, std::string)> op;
        BOOST_TEST(run(yield_result<std::string>(op), [&] { op.complete({}, "seven"); }) == "seven");
    }
    {
        held<void(std::exception_ptr, pointer)> op;
        BOOST_TEST(*run(yield_result<pointer>(op), [&] { op.complete(nullptr, std::make_unique<int>(7)); }) ==
                   7);
    }
    {
        held<void(error_code, int, pointer)> op;
        auto const [i, p] = run(yield_result<std::tuple<int, pointer>>(op),
                                [&] { op.complete({}, 7, std::make_unique<int>(8)); });
        BOOST_TEST(i == 7);
        BOOST_TEST(*p == 8);
    }
    {
        held<void(int, std::string)> op;
        auto const [i, s] =
            run(yield_result<std::tuple<int, std::string>>(op), [&] { op.complete(7, "seven"); });
        BOOST_TEST(i == 7);
        BOOST_TEST(s == "seven");
    }
}

BOOST_AUTO_TEST_CASE(throws_errors_as_asio_does)
{
    {
        held<void(error_code, int)> op;
        auto source = make_source(yield_result<int>(op));
        source.bind(host);
        park(host, source);
        op.complete(asio::error::eof, 0);
        host.wait(0);
        BOOST_CHECK_EXCEPTION(host.next(source), system_error,
                              [](auto& e) { return e.code() == asio::error::eof; });
    }
    {
        held<void(std::exception_ptr)> op;
        auto source = make_source(await_nothing(op));
        source.bind(host);
        int const before = host.wakes;
        park(host, source);
        op.complete(std::make_exception_ptr(std::out_of_range("far")));
        host.wait(before);
        BOOST_CHECK_THROW(host.next(source), std::out_of_range);
    }
}

BOOST_AUTO_TEST_CASE(awaits_one_operation_after_the_other)
{
    auto body = []() -> generator<int> {
        asio::steady_timer timer(co_await asio::this_coro::executor);
        for (int i = 0; i != 5; ++i) {
            timer.expires_after(std::chrono::microseconds(1));
            co_await timer.async_wait(asio::deferred);
            auto const [error] = co_await timer.async_wait(asio::as_tuple(asio::deferred));
            BOOST_TEST(!error);
            co_yield i;
            co_yield i;
        }
    };
    auto source = make_source(body());
    source.bind(host);
    BOOST_TEST(host.all(source).size() == 10u);
    BOOST_TEST(host.wakes == 10);
}

BOOST_AUTO_TEST_CASE(completes_in_the_host_s_executor)
{
    asio::thread_pool other(1);
    auto body = [](asio::thread_pool& pool) -> generator<std::thread::id> {
        for (int i = 0; i != 100; ++i) {
            co_await asio::post(pool, asio::deferred);
            co_yield std::this_thread::get_id();
        }
    };
    auto source = make_source(body(other));
    source.bind(host);
    auto const work = asio::make_work_guard(context);
    for (auto const& id : host.all(source))
        BOOST_TEST((id == std::this_thread::get_id()));
}

BOOST_AUTO_TEST_CASE(knows_its_executor)
{
    auto body = []() -> generator<asio::any_io_executor> { co_yield co_await asio::this_coro::executor; };
    auto source = make_source(body());
    source.bind(host);
    BOOST_TEST((host.next(source).value() == host.serial_executor()));
    BOOST_TEST(!source.serial());
}

BOOST_AUTO_TEST_CASE(awaits_awaitables)
{
    struct work
    {
        static asio::awaitable<void> nothing()
        {
            asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::microseconds(1));
            co_await timer.async_wait(asio::use_awaitable);
        }
        static asio::awaitable<no_default> something(int value)
        {
            co_await nothing();
            co_return no_default(value);
        }
        static asio::awaitable<std::unique_ptr<int>> at_once() { co_return std::make_unique<int>(3); }
        static asio::awaitable<int> failing()
        {
            co_await nothing();
            throw std::out_of_range("far");
        }
        static generator<int> body()
        {
            co_await nothing();
            co_yield 1;
            no_default const two = co_await something(2);
            co_yield two.value;
            std::unique_ptr<int> const three = co_await at_once();
            co_yield int(*three);
            asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::microseconds(1));
            co_await timer.async_wait(asio::use_awaitable);
            co_yield 4;
            co_await failing();
        }
    };
    auto source = make_source(work::body());
    source.bind(host);
    for (int i = 1; i != 5; ++i)
        BOOST_TEST(host.next(source).value() == i);
    BOOST_CHECK_THROW(host.next(source), std::out_of_range);
}

BOOST_AUTO_TEST_CASE(tells_its_body_that_an_operation_could_not_be_started)
{
    held<void(error_code)> op;
    op.mode = held<void(error_code)>::initiation::throws;
    auto source = make_source(await_nothing(op));
    source.bind(host);
    park(host, source);
    BOOST_TEST(host.wakes == 1);
    BOOST_TEST(host.abandons == 0);
    BOOST_CHECK_EXCEPTION(host.poll(source), std::runtime_error,
                          [](auto& e) { return e.what() == std::string("cannot be started"); });
}

BOOST_AUTO_TEST_CASE(tells_its_body_that_there_is_no_executor)
{
    held<void(error_code)> op;
    auto source = make_source(await_nothing(op));
    source.bind(host);
    host.executor_fails = true;
    park(host, source);
    BOOST_TEST(op.started == 0);
    BOOST_TEST(host.wakes == 1);
    BOOST_TEST(host.abandons == 0);
    BOOST_CHECK_EXCEPTION(host.poll(source), std::runtime_error,
                          [](auto& e) { return e.what() == std::string("no executor"); });

    auto body = []() -> generator<asio::any_io_executor> { co_yield co_await asio::this_coro::executor; };
    auto asking = make_source(body());
    asking.bind(host);
    BOOST_CHECK_THROW(asking.poll(), std::runtime_error);
}

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

} // namespace source_generator_await_tests
