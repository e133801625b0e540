// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What a map has of its own once the call that made it has returned; and sources that have nothing to give.
#include <genpool/async_for_each.hpp>
#include <genpool/async_map.hpp>
#include <genpool/blocking.hpp>
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "support/maps/usual.hpp"
#include "support/values/describe.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/range/iterator_range.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <functional>
#include <initializer_list>
#include <memory>
#include <ranges>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace source_ownership_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using boost::test_tools::per_element;
using genpool::async_map;
using genpool::map_stream;

namespace
{

using texts = std::vector<std::string>;
using list = std::initializer_list<std::string>;

texts const expected{"a text that is on the heap, number 1", "a text that is on the heap, number 2"};

/// A map of which only what it owns is left when it begins to run.
template <class Make>
auto run_later(Make make)
{
    asio::io_context context;
    auto end = make(context);
    context.run();
    return end.get();
}

genpool::generator<int> one() { co_yield 1; }

} // namespace

BOOST_FIXTURE_TEST_SUITE(source_ownership, two_threads)

BOOST_AUTO_TEST_CASE(the_elements_of_an_initializer_list_are_copied)
{
    auto const mapped = [](asio::io_context& context) {
        return async_map(context,
                         list{"a text that is on the heap, number 1", "a text that is on the heap, number 2"},
                         std::identity(), asio::use_future);
    };
    BOOST_TEST(run_later(mapped) == expected, per_element());

    texts results;
    auto const each = [&](asio::io_context& context) {
        return genpool::async_for_each(
            context, list{"a text that is on the heap, number 1", "a text that is on the heap, number 2"},
            std::identity(), [&](std::string s) { results.push_back(std::move(s)); }, asio::use_future);
    };
    BOOST_TEST(run_later(each).delivered == 2u);
    BOOST_TEST(results == expected, per_element());

    auto const launched_later = [](asio::io_context& context) {
        auto operation = async_map(
            context, list{"a text that is on the heap, number 1", "a text that is on the heap, number 2"},
            std::identity(), asio::deferred);
        return std::move(operation)(asio::use_future);
    };
    BOOST_TEST(run_later(launched_later) == expected, per_element());

    results.clear();
    for (auto& text : genpool::blocking(map_stream(
             pool, list{"a text that is on the heap, number 1", "a text that is on the heap, number 2"},
             std::identity())))
        results.push_back(std::move(text));
    BOOST_TEST(results == expected, per_element());
}

BOOST_AUTO_TEST_CASE(an_array_is_moved_copied_or_referred_to_as_its_user_says)
{
    auto const mapped = [&](auto&& source) {
        return async_map(pool, std::forward<decltype(source)>(source), std::identity(), asio::use_future)
            .get();
    };
    std::string array[] = {expected[0], expected[1]};
    BOOST_TEST(mapped(std::ref(array)) == expected, per_element());
    BOOST_TEST(mapped(std::span(array)) == expected, per_element());
    BOOST_TEST(mapped(std::to_array(array)) == expected, per_element());
    std::string const constant[] = {expected[0], expected[1]};
    BOOST_TEST(mapped(std::ref(constant)) == expected, per_element());
    auto const launched_later = [&](asio::io_context& context) {
        auto operation = async_map(context, std::move(array), std::identity(), asio::deferred);
        return std::move(operation)(asio::use_future);
    };
    BOOST_TEST(run_later(launched_later) == expected, per_element());
    BOOST_TEST(array[0].empty());

    using box = std::unique_ptr<int>;
    box boxes[] = {std::make_unique<int>(1), std::make_unique<int>(2)};
    BOOST_TEST(*mapped(std::move(boxes)).at(1) == 2);
}

BOOST_AUTO_TEST_CASE(a_range_that_owns_nothing_is_taken_as_a_view_or_by_reference)
{
    texts const owner = expected;
    auto const mapped = [&](auto&& source) {
        return async_map(pool, std::forward<decltype(source)>(source), std::identity(), asio::use_future)
            .get();
    };
    auto const pair = boost::make_iterator_range(owner);
    BOOST_TEST(mapped(std::ref(pair)) == expected, per_element());
    BOOST_TEST(mapped(std::ranges::subrange(pair.begin(), pair.end())) == expected, per_element());
}

BOOST_AUTO_TEST_CASE(a_generator_or_a_stream_that_was_moved_from_is_refused)
{
    auto numbers = one();
    auto const taken = std::move(numbers);
    auto stream = map_stream(pool, one(), std::identity());
    auto const taken_stream = std::move(stream);
    auto const error_of = [](auto call) {
        auto const run = [&] { static_cast<void>(call()); };
        return outcome_of(run).substr(0, 14);
    };
    auto const refused = [&](auto& source) {
        auto const ignore = [](int) {};
        auto const stream_of = [&] { return map_stream(pool, std::move(source), std::identity()); };
        BOOST_TEST(error_of(stream_of) == "genpool: this ");
        auto const all = [&](auto token) {
            return async_map(pool, std::move(source), std::identity(), token);
        };
        BOOST_TEST(error_of([&] { return all(asio::use_future); }) == "genpool: this ");
        BOOST_TEST(error_of([&] { return all(asio::deferred); }) == "genpool: this ");
        auto const each = [&](auto... callback) {
            return genpool::async_for_each(pool, std::move(source), std::identity(), callback...,
                                           asio::use_future);
        };
        BOOST_TEST(error_of([&] { return each(ignore); }) == "genpool: this ");
        BOOST_TEST(error_of([&] { return each(); }) == "genpool: this ");
        auto const awaiting = [&]() -> asio::awaitable<void> {
            co_await async_map(pool, std::move(source), std::identity(), asio::use_awaitable);
        };
        BOOST_TEST(error_of([&] { asio::co_spawn(pool, awaiting, asio::use_future).get(); }) ==
                   "genpool: this ");
    };
    refused(numbers);
    refused(stream);
    genpool::generator<int> never_made;
    refused(never_made);
}

BOOST_AUTO_TEST_CASE(to_ask_one_for_its_next_item_fails)
{
    auto numbers = one();
    auto const taken = std::move(numbers);
    auto const asks = [&]() -> genpool::generator<int> {
        while (auto i = co_await genpool::next(numbers))
            co_yield *i;
    };
    BOOST_TEST(outcome_of(async_map(pool, asks(), std::identity(), asio::use_future), pool)
                   .starts_with("source: genpool: this generator has nothing to yield: it was moved from"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace source_ownership_tests
