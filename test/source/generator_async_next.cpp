// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/generator.hpp>
#include <genpool/source.hpp>

#include "async_next_calls.hpp"
#include "support/execution/held_operation.hpp"
#include "support/execution/manual_host.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <exception>
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
using namespace genpool::test;

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
