// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "source/awaiting_generators.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
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
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>

namespace source_generator_await_tests
{

using namespace awaiting_generators;

namespace
{

struct no_default
{
    explicit no_default(int v) : value(v) {}
    int value;
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

BOOST_AUTO_TEST_SUITE_END()

} // namespace source_generator_await_tests
