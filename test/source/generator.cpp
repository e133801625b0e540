// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/generator.hpp>
#include <genpool/source.hpp>

#include "support/execution/manual_host.hpp"
#include "support/program/small_stack.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <pthread.h>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace source_generator_tests
{

namespace asio = boost::asio;
using genpool::generator;
using genpool::detail::make_source;
using genpool::detail::poll_result;

namespace
{

struct fixture
{
    asio::io_context context;
    genpool::test::manual_host host{context};
};

/// Counts its living objects and its copies; has no default, and a size that shows misaligned frames.
struct alignas(64) counted
{
    struct counts
    {
        int alive = 0;
        int copies = 0;
        bool misaligned = false;
    };

    counted(counts& c, int v) : where(&c), value(v) { born(); }
    counted(counted&& other) noexcept : where(other.where), value(std::exchange(other.value, -1)) { born(); }
    counted(counted const& other) : where(other.where), value(other.value)
    {
        if (value == 13)
            throw std::runtime_error("cannot be copied");
        ++where->copies;
        born();
    }
    ~counted() { --where->alive; }

    void born()
    {
        ++where->alive;
        where->misaligned |= reinterpret_cast<std::uintptr_t>(this) % alignof(counted) != 0;
    }

    counts* where;
    int value;
};

generator<int> numbers(int count)
{
    for (int i = 0; i != count; ++i)
        co_yield i;
}

generator<int> numbers_told(int count, int& begun, bool& destroyed)
{
    struct teller
    {
        explicit teller(bool& f) : flag(f) {}
        ~teller() { flag = true; }
        bool& flag;
    };
    teller const local(destroyed);
    for (; begun != count;) {
        ++begun;
        co_yield begun;
    }
}

generator<std::unique_ptr<int>> pointers(int count)
{
    for (int i = 0; i != count; ++i)
        co_yield std::make_unique<int>(i);
}

generator<counted> every_form(counted::counts& counts)
{
    counted lvalue(counts, 1);
    co_yield lvalue;
    BOOST_TEST(lvalue.value == 1);
    counted const constant(counts, 2);
    co_yield constant;
    BOOST_TEST(constant.value == 2);
    co_yield std::move(lvalue);
    co_yield counted(counts, 3);
}

generator<std::string> converted() { co_yield "a literal that becomes a string of some length"; }

generator<int> fails_after(int count)
{
    for (int i = 0; i != count; ++i)
        co_yield i;
    throw std::runtime_error("the body failed");
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(generator_body, fixture)

BOOST_AUTO_TEST_CASE(yields_in_order_and_ends)
{
    auto source = make_source(numbers(4));
    source.bind(host);
    BOOST_TEST(host.all(source) == (std::vector{0, 1, 2, 3}));
    BOOST_TEST(!source.serial());
    BOOST_TEST(host.wakes == 0);
    BOOST_TEST(host.executors_asked == 0);
}

BOOST_AUTO_TEST_CASE(computes_nothing_before_it_is_asked)
{
    int begun = 0;
    bool destroyed = false;
    auto source = make_source(numbers_told(3, begun, destroyed));
    source.bind(host);
    BOOST_TEST(begun == 0);
    for (int asked = 1; asked <= 3; ++asked) {
        BOOST_TEST((source.poll() == poll_result::value));
        BOOST_TEST(begun == asked);
    }
    BOOST_TEST(!destroyed);
    BOOST_TEST((source.poll() == poll_result::end));
    BOOST_TEST(destroyed); // what it held is given back at its end, not with the map
}

BOOST_AUTO_TEST_CASE(is_destroyed_in_every_state)
{
    for (int polls = 0; polls <= 4; ++polls) {
        int begun = 0;
        bool destroyed = false;
        {
            auto source = make_source(numbers_told(3, begun, destroyed));
            source.bind(host);
            for (int i = 0; i != polls; ++i)
                source.poll();
        }
        BOOST_TEST(begun == std::min(polls, 3));
        BOOST_TEST(destroyed == (polls > 0));
    }
}

BOOST_AUTO_TEST_CASE(yields_what_can_only_be_moved)
{
    auto source = make_source(pointers(3));
    source.bind(host);
    auto const items = host.all(source);
    BOOST_TEST_REQUIRE(items.size() == 3u);
    BOOST_TEST(*items[2] == 2);
}

BOOST_AUTO_TEST_CASE(copies_lvalues_and_moves_rvalues)
{
    counted::counts counts;
    {
        auto source = make_source(every_form(counts));
        source.bind(host);
        std::vector<int> values;
        while (auto const item = host.next(source))
            values.push_back(item->value);
        BOOST_TEST(values == (std::vector{1, 2, 1, 3}));
        BOOST_TEST(counts.copies == 2);
    }
    BOOST_TEST(counts.alive == 0);
    BOOST_TEST(!counts.misaligned);
}

BOOST_AUTO_TEST_CASE(destroys_an_item_that_nobody_took)
{
    for (int polls = 1; polls <= 4; ++polls) {
        counted::counts counts;
        {
            auto source = make_source(every_form(counts));
            source.bind(host);
            for (int i = 0; i != polls; ++i)
                BOOST_TEST_REQUIRE((source.poll() == poll_result::value));
        }
        BOOST_TEST(counts.alive == 0);
    }
}

BOOST_AUTO_TEST_CASE(throws_what_copying_an_item_throws)
{
    counted::counts counts;
    auto body = [](counted::counts& c) -> generator<counted> {
        counted const unlucky(c, 13);
        co_yield unlucky;
    };
    {
        auto source = make_source(body(counts));
        source.bind(host);
        BOOST_CHECK_THROW(source.poll(), std::runtime_error);
    }
    BOOST_TEST(counts.alive == 0);
}

BOOST_AUTO_TEST_CASE(converts_what_it_yields)
{
    auto source = make_source(converted());
    source.bind(host);
    BOOST_TEST(host.all(source) ==
               std::vector<std::string>{"a literal that becomes a string of some length"});
}

BOOST_AUTO_TEST_CASE(fails_after_everything_that_it_yielded)
{
    for (int count : {0, 1, 5}) {
        auto source = make_source(fails_after(count));
        source.bind(host);
        for (int i = 0; i != count; ++i)
            BOOST_TEST(host.next(source).value() == i);
        BOOST_CHECK_THROW(host.next(source), std::runtime_error);
    }
}

BOOST_AUTO_TEST_CASE(is_refused_when_it_has_no_body)
{
    generator<int> fresh;
    generator<int> moved_from = numbers(3);
    auto const source = make_source(std::move(moved_from));
    for (generator<int>* empty : {&moved_from, &fresh})
        BOOST_CHECK_THROW(make_source(std::move(*empty)), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(destroys_its_body_when_another_is_assigned)
{
    int begun = 0;
    bool destroyed = false;
    auto source = make_source(numbers_told(1, begun, destroyed));
    source.bind(host);
    BOOST_TEST((source.poll() == poll_result::value));
    source = make_source(numbers(2));
    BOOST_TEST(destroyed);
    source.bind(host);
    BOOST_TEST(host.all(source) == (std::vector{0, 1}));
}

BOOST_AUTO_TEST_CASE(needs_no_stack_for_a_million_items)
{
    int pulled = 0;
    genpool::test::on_small_stack([&] {
        auto source = make_source(numbers(1'000'000));
        source.bind(host);
        while (source.poll() == poll_result::value)
            ++pulled;
    });
    BOOST_TEST(pulled == 1'000'000);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace source_generator_tests
