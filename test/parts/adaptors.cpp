// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// The parts that stand in a pipe, each by itself: what they give, at the edges too.
#include <genpool/chunk.hpp>
#include <genpool/drop.hpp>
#include <genpool/enumerate.hpp>
#include <genpool/filter.hpp>
#include <genpool/flatten.hpp>
#include <genpool/take.hpp>
#include <genpool/transform.hpp>
#include <genpool/zip.hpp>

#include "support.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace parts_adaptors_tests
{

using namespace genpool;
using namespace genpool::test;

namespace
{

bool even(int i) { return i % 2 == 0; }

bool even_until_seven(int i)
{
    if (i == 7)
        throw std::runtime_error("the predicate failed");
    return even(i);
}

generator<int> twice(int i)
{
    co_yield i;
    co_yield i;
}

generator<std::optional<int>> optionals()
{
    std::optional<int> const none;
    co_yield std::optional<int>(1);
    co_yield none;
    co_yield std::optional<int>(2);
}

generator<generator<int>> generators(int count, bool slow)
{
    for (int i = 0; i != count; ++i) {
        auto inner = slow ? slow_items(i) : twice(i);
        co_yield std::move(inner);
    }
}

auto numbers_to(int end) { return std::views::iota(0, end); }

} // namespace

BOOST_FIXTURE_TEST_SUITE(parts_adaptors, puller)

BOOST_AUTO_TEST_CASE(take_gives_the_first_and_pulls_nothing_beyond_them)
{
    int pulled = 0;
    BOOST_TEST((all(counted_items(pulled, 9) | take(3)) == ints{0, 1, 2}));
    BOOST_TEST(pulled == 3);
    BOOST_TEST((all(numbers_to(2) | take(3)) == ints{0, 1}));
}

BOOST_AUTO_TEST_CASE(take_zero_pulls_nothing)
{
    int pulled = 0;
    BOOST_TEST(all(counted_items(pulled, 9) | take(0)).empty());
    BOOST_TEST(pulled == 0);
}

BOOST_AUTO_TEST_CASE(numbers_that_make_no_sense_are_refused_by_name)
{
    auto const says = [](std::string words) {
        return [words](std::invalid_argument const& e) { return e.what() == words; };
    };
    BOOST_CHECK_EXCEPTION(take(-1), std::invalid_argument,
                          says("genpool::take: the number must be at least 0, not -1"));
    BOOST_CHECK_EXCEPTION(drop(-2), std::invalid_argument,
                          says("genpool::drop: the number must be at least 0, not -2"));
    BOOST_CHECK_EXCEPTION(chunk(0), std::invalid_argument,
                          says("genpool::chunk: the number must be at least 1, not 0"));
}

BOOST_AUTO_TEST_CASE(take_gives_an_error_of_the_source_that_comes_before_its_end)
{
    int pulled = 0;
    BOOST_TEST((all(counted_items(pulled, 2, true) | take(2)) == ints{0, 1}));
    BOOST_TEST(error == "");
    BOOST_TEST((all(counted_items(pulled, 2, true) | take(3)) == ints{0, 1}));
    BOOST_TEST(error == "the source failed");
}

BOOST_AUTO_TEST_CASE(drop_leaves_out_the_first)
{
    BOOST_TEST((all(numbers_to(5) | drop(3)) == ints{3, 4}));
    BOOST_TEST((all(numbers_to(5) | drop(0)) == ints{0, 1, 2, 3, 4}));
    BOOST_TEST(all(numbers_to(5) | drop(6)).empty());
    BOOST_TEST((all(numbers_to(1000) | drop(998)) == ints{998, 999}));
    BOOST_TEST((all(slow_items(4) | drop(2)) == ints{2, 3}));
}

BOOST_AUTO_TEST_CASE(filter_leaves_out_what_is_not_wanted)
{
    BOOST_TEST((all(numbers_to(7) | filter(even)) == ints{0, 2, 4, 6}));
    BOOST_TEST((all(slow_items(7) | filter(even)) == ints{0, 2, 4, 6}));
    BOOST_TEST(all(numbers_to(1000) | filter([](int) { return false; })).empty());
}

BOOST_AUTO_TEST_CASE(an_error_of_a_predicate_comes_after_the_items_before)
{
    BOOST_TEST((all(numbers_to(9) | filter(even_until_seven)) == ints{0, 2, 4, 6}));
    BOOST_TEST(error == "the predicate failed");
}

BOOST_AUTO_TEST_CASE(transform_puts_each_item_through_a_function)
{
    auto const text = [](int i) { return std::to_string(i); };
    BOOST_TEST((all(numbers_to(3) | transform(text)) == std::vector<std::string>{"0", "1", "2"}));
    auto const boxed = [](int i) { return std::make_unique<int>(i); };
    auto const opened = [](std::unique_ptr<int> i) { return *i; };
    BOOST_TEST((all(slow_items(3) | transform(boxed) | transform(opened)) == ints{0, 1, 2}));
    auto const fails = [](int i) { return i == 2 ? throw std::runtime_error("two") : i; };
    BOOST_TEST((all(numbers_to(4) | transform(fails)) == ints{0, 1}));
    BOOST_TEST(error == "two");
}

BOOST_AUTO_TEST_CASE(enumerate_counts_from_zero)
{
    auto const items = all(slow_items(3) | drop(1) | enumerate());
    BOOST_TEST_REQUIRE(items.size() == 2u);
    BOOST_TEST(items[1].index == 1u);
    BOOST_TEST(items[1].value == 2);
}

BOOST_AUTO_TEST_CASE(zip_ends_with_the_first_that_ends)
{
    int pulled = 0;
    auto const rows = all(numbers_to(3) | zip(slow_items(2), counted_items(pulled, 9)));
    BOOST_TEST((rows == std::vector<std::tuple<int, int, int>>{{0, 0, 0}, {1, 1, 1}}));
    BOOST_TEST(pulled == 2); // it was not asked for a third
    BOOST_TEST(all(numbers_to(3) | zip(ints())).empty());
}

BOOST_AUTO_TEST_CASE(zip_gives_the_error_of_any_source)
{
    int pulled = 0;
    BOOST_TEST(all(numbers_to(9) | zip(counted_items(pulled, 2, true))).size() == 2u);
    BOOST_TEST(error == "the source failed");
}

BOOST_AUTO_TEST_CASE(chunk_gives_vectors_and_a_shorter_one_last)
{
    BOOST_TEST((all(slow_items(5) | chunk(2)) == std::vector<ints>{{0, 1}, {2, 3}, {4}}));
    BOOST_TEST((all(numbers_to(4) | chunk(2)) == std::vector<ints>{{0, 1}, {2, 3}}));
    BOOST_TEST((all(numbers_to(2) | chunk(1)) == std::vector<ints>{{0}, {1}}));
    BOOST_TEST(all(numbers_to(0) | chunk(3)).empty());
}

BOOST_AUTO_TEST_CASE(chunk_gives_what_came_before_an_error)
{
    int pulled = 0;
    BOOST_TEST((all(counted_items(pulled, 3, true) | chunk(2)) == std::vector<ints>{{0, 1}, {2}}));
    BOOST_TEST(error == "the source failed");
}

BOOST_AUTO_TEST_CASE(flatten_opens_optionals_ranges_and_generators)
{
    BOOST_TEST((all(optionals() | flatten()) == ints{1, 2}));
    BOOST_TEST((all(std::vector<ints>{{1}, {}, {2, 3}} | flatten()) == ints{1, 2, 3}));
    BOOST_TEST((all(generators(3, false) | flatten()) == ints{0, 0, 1, 1, 2, 2}));
    BOOST_TEST((all(generators(4, true) | flatten()) == ints{0, 0, 1, 0, 1, 2}));
    BOOST_TEST(
        (all(std::vector<std::vector<ints>>{{{1}, {2}}, {{3}}} | flatten() | flatten()) == ints{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(flatten_gives_an_error_of_an_inner_source_in_its_place)
{
    int pulled = 0;
    auto const inner = [&](int i) { return counted_items(pulled, i, i == 2); };
    BOOST_TEST((all(numbers_to(4) | transform(inner) | flatten()) == ints{0, 0, 1}));
    BOOST_TEST(error == "the source failed");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace parts_adaptors_tests
