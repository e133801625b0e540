// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/generator.hpp>
#include <genpool/source.hpp>

#include "support/execution/held_operation.hpp"
#include "support/execution/manual_host.hpp"
#include "support/maps/counting_stream.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <stdexcept>
#include <utility>
#include <vector>

namespace source_generator_next_tests
{

namespace asio = boost::asio;
using boost::system::error_code;
using boost::system::system_error;
using genpool::generator;
using genpool::detail::make_source;
using genpool::detail::poll_result;
using genpool::test::counting_stream;
using held = genpool::test::held_operation<void(error_code)>;

namespace
{

struct fixture
{
    asio::io_context context;
    genpool::test::manual_host host{context};
};

generator<int> numbers(int count, int& computed)
{
    for (int i = 0; i != count; ++i) {
        ++computed;
        co_yield i;
    }
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

generator<int> held_numbers(held& op, int count)
{
    for (int i = 0; i != count; ++i) {
        co_await op.async_hold(asio::deferred);
        co_yield i;
    }
}

generator<int> fails_after(int count)
{
    for (int i = 0; i != count; ++i)
        co_yield i;
    throw std::runtime_error("the inner body failed");
}

/// Owns what it pulls: doubles every item.
generator<int> doubled(generator<int> inner)
{
    while (auto const item = co_await genpool::next(inner))
        co_yield 2 * *item;
}

generator<int> dereferenced(counting_stream stream)
{
    while (auto const item = co_await genpool::next(stream))
        co_yield item->value();
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(generator_next, fixture)

BOOST_AUTO_TEST_CASE(pulls_inline_what_is_ready)
{
    int computed = 0;
    auto source = make_source(doubled(doubled(doubled(numbers(3, computed)))));
    source.bind(host);
    BOOST_TEST(computed == 0);
    for (int i = 0; i != 3; ++i) {
        BOOST_TEST((source.poll() == poll_result::value));
        BOOST_TEST(source.value() == 8 * i);
        BOOST_TEST(computed == i + 1);
    }
    BOOST_TEST((source.poll() == poll_result::end));
    BOOST_TEST(!source.serial());
    BOOST_TEST(host.executors_asked == 0);
}

BOOST_AUTO_TEST_CASE(waits_three_deep)
{
    auto source = make_source(doubled(doubled(doubled(slow_numbers(4)))));
    source.bind(host);
    BOOST_TEST(host.all(source) == (std::vector{0, 8, 16, 24}));
    BOOST_TEST(host.wakes == 4);
    BOOST_TEST(source.serial());
}

BOOST_AUTO_TEST_CASE(answers_for_what_it_waits_for)
{
    held op;
    auto source = make_source(doubled(doubled(held_numbers(op, 1))));
    source.bind(host);
    BOOST_TEST((source.poll() == poll_result::parked));
    BOOST_TEST(source.serial());
    BOOST_TEST((host.poll(source) == poll_result::parked));
    BOOST_TEST(op.started == 0);
    host.start(source);
    BOOST_TEST(op.started == 1);
    BOOST_TEST((host.poll(source) == poll_result::pending));
    op.complete({});
    host.wait(0);
    BOOST_TEST(host.next(source).value() == 0);
}

BOOST_AUTO_TEST_CASE(pulls_any_type_with_async_next)
{
    auto source = make_source(dereferenced(counting_stream(host.serial_executor(), 3)));
    source.bind(host);
    BOOST_TEST(host.all(source) == (std::vector{0, 1, 2}));

    auto failing = make_source(dereferenced(counting_stream(host.serial_executor(), 1, asio::error::eof)));
    failing.bind(host);
    BOOST_TEST(host.next(failing).value() == 0);
    BOOST_CHECK_EXCEPTION(host.next(failing), system_error,
                          [](auto& e) { return e.code() == asio::error::eof; });
}

BOOST_AUTO_TEST_CASE(repeats_an_end_and_a_failure)
{
    auto body = [](generator<int> inner) -> generator<int> {
        for (int i = 0; i != 4; ++i) {
            try {
                auto const item = co_await genpool::next(inner);
                co_yield item ? *item : -1;
                continue;
            } catch (std::runtime_error const&) {
            }
            co_yield -2;
        }
    };
    int computed = 0;
    auto ending = make_source(body(numbers(2, computed)));
    ending.bind(host);
    BOOST_TEST(host.all(ending) == (std::vector{0, 1, -1, -1}));

    auto failing = make_source(body(fails_after(2)));
    failing.bind(host);
    BOOST_TEST(host.all(failing) == (std::vector{0, 1, -2, -2}));

    auto empty = make_source(body({}));
    empty.bind(host);
    BOOST_CHECK_THROW(host.next(empty), std::invalid_argument); // it was never made
}

BOOST_AUTO_TEST_CASE(throws_what_the_source_failed_with_while_waiting)
{
    auto failing = []() -> generator<int> {
        asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::microseconds(1));
        co_await timer.async_wait(asio::deferred);
        throw std::runtime_error("the inner body failed");
    };
    auto source = make_source(doubled(failing()));
    source.bind(host);
    BOOST_CHECK_THROW(host.next(source), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(pulls_two_sources_in_turn)
{
    auto zip = [](generator<int> a, generator<int> b) -> generator<std::pair<int, int>> {
        for (;;) {
            auto const first = co_await genpool::next(a);
            auto const second = co_await genpool::next(b);
            if (!first || !second)
                co_return;
            co_yield std::pair(*first, *second);
        }
    };
    int computed = 0;
    auto source = make_source(zip(numbers(9, computed), slow_numbers(2)));
    source.bind(host);
    auto const pairs = host.all(source);
    BOOST_TEST_REQUIRE(pairs.size() == 2u);
    BOOST_TEST(pairs[1].first == 1);
    BOOST_TEST(pairs[1].second == 1);
    BOOST_TEST(computed == 3);
}

BOOST_AUTO_TEST_CASE(enters_the_strand_for_what_has_waited_before)
{
    // The inner generator has been pulled by another one, and has parked there.
    held op;
    auto inner = held_numbers(op, 2);
    auto pull_one = [](generator<int>& from) -> generator<int> {
        auto const item = co_await genpool::next(from);
        co_yield int(*item);
    };
    auto first = make_source(pull_one(inner));
    first.bind(host);
    BOOST_TEST((host.poll(first) == poll_result::parked));
    host.start(first);
    op.complete({});
    host.wait(0);
    BOOST_TEST(host.next(first).value() == 0);

    genpool::test::manual_host other(context);
    auto second = make_source(pull_one(inner));
    second.bind(other);
    BOOST_TEST(!second.serial());
    BOOST_TEST((second.poll() == poll_result::parked));
    BOOST_TEST(second.serial());
    other.start(second);
    BOOST_TEST(other.wakes == 1); // it is inside; now the inner one may be resumed
    BOOST_TEST(op.started == 1);
    BOOST_TEST((other.poll(second) == poll_result::parked));
    other.start(second);
    BOOST_TEST(op.started == 2);
    op.complete({});
    other.wait(1);
    BOOST_TEST(other.next(second).value() == 1);
    BOOST_TEST(host.wakes == 1);
}

BOOST_AUTO_TEST_CASE(passes_a_cancellation_on)
{
    held op;
    auto source = make_source(doubled(doubled(held_numbers(op, 1))));
    source.bind(host);
    BOOST_TEST((source.poll() == poll_result::parked));
    host.start(source);
    host.in_strand([&] { source.cancel(); });
    BOOST_TEST((op.cancelled == asio::cancellation_type::terminal));
    op.complete(asio::error::operation_aborted);
    host.wait(0);
    BOOST_CHECK_THROW(host.next(source), system_error);
}

BOOST_AUTO_TEST_CASE(pulls_nothing_once_it_is_cancelled)
{
    int computed = 0;
    auto source = make_source(doubled(numbers(3, computed)));
    source.bind(host);
    BOOST_TEST((source.poll() == poll_result::value));
    source.cancel();
    BOOST_CHECK_EXCEPTION(source.poll(), system_error,
                          [](auto& e) { return e.code() == asio::error::operation_aborted; });
    BOOST_TEST(computed == 1);
}

BOOST_AUTO_TEST_CASE(reports_that_what_it_waits_for_was_dropped)
{
    held op;
    auto source = make_source(doubled(doubled(held_numbers(op, 1))));
    source.bind(host);
    BOOST_TEST((source.poll() == poll_result::parked));
    host.start(source);
    op.drop();
    BOOST_TEST(host.abandons == 1);
    BOOST_TEST(host.wakes == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace source_generator_next_tests
