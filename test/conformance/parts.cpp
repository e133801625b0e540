// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Every part of pipes, around functions and at ends with every pool, in both orders.
#include <genpool/async_collect.hpp>
#include <genpool/async_consume.hpp>
#include <genpool/async_first.hpp>
#include <genpool/async_reduce.hpp>
#include <genpool/attempt.hpp>
#include <genpool/budget.hpp>
#include <genpool/chunk.hpp>
#include <genpool/drop.hpp>
#include <genpool/enumerate.hpp>
#include <genpool/filter.hpp>
#include <genpool/flatten.hpp>
#include <genpool/map.hpp>
#include <genpool/merge.hpp>
#include <genpool/on.hpp>
#include <genpool/push_source.hpp>
#include <genpool/retry.hpp>
#include <genpool/take.hpp>
#include <genpool/throttle.hpp>
#include <genpool/timed.hpp>
#include <genpool/transform.hpp>
#include <genpool/within.hpp>
#include <genpool/worker_local.hpp>
#include <genpool/worklist.hpp>
#include <genpool/zip.hpp>

#include "places.hpp"
#include "sources.hpp"
#include "tokens.hpp"
#include "trial.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <ranges>
#include <tuple>
#include <utility>
#include <vector>

namespace conformance_parts_tests
{

using namespace genpool::test;
using namespace std::chrono_literals;

namespace
{

constexpr int n = item_count;

auto numbers(int begin, int end) { return std::views::iota(begin, end); }

/// A source with a part behind it, which gives the numbers from 0 up.
template <auto Make>
class part_form : public counting_form
{
public:
    static constexpr int variants = 1;
    explicit part_form(int) {}

    template <class Pool>
    auto make(Pool& pool)
    {
        return Make(pool);
    }
};

template <auto Make>
void try_source()
{
    trial<part_form<Make>, any_of_each, callback_token, plain_function, false>().for_each_result();
}

/// A function with a part around it.
template <class Inner, auto Wrap>
class wrapped_function : public decltype(Wrap(Inner{nullptr}))
{
public:
    wrapped_function(call_log* log) : decltype(Wrap(Inner{nullptr}))(Wrap(Inner{log})) {}
};

template <class Inner, auto Wrap>
void try_function()
{
    trial<view_form, any_of_each, callback_token, wrapped_function<Inner, Wrap>, false>().for_each_result();
}

int twice(int i) { return 2 * i; }

std::vector<int> doubled()
{
    std::vector<int> all;
    for (int const i : numbers(0, n))
        all.push_back(2 * i);
    return all;
}

/// `end(pipe, token)` must complete with what `is_right` accepts, where the pipe's map runs.
template <class Token, class X, class End, class IsRight>
void try_end(End end, IsRight is_right)
{
    any_of_each::each(host::duty::one_operation, [&](auto const& where) {
        surroundings s(where.threads);
        auto const done = Token::template run<X>(s, [&](auto token) {
            return end(numbers(0, n) | genpool::map(where.pool, twice, {.window = 4}), std::move(token));
        });
        check_success(done.error);
        BOOST_TEST_REQUIRE(done.value.has_value());
        BOOST_TEST(is_right(*done.value));
    });
}

} // namespace

BOOST_AUTO_TEST_SUITE(conformance_parts)

BOOST_AUTO_TEST_CASE(sources_that_are_shortened)
{
    try_source<[](auto&) { return numbers(0, 1000) | genpool::take(n); }>();
    try_source<[](auto&) { return numbers(-3, n) | genpool::drop(3); }>();
    try_source<[](auto&) { return numbers(-n, n) | genpool::filter([](int i) { return i >= 0; }); }>();
}

BOOST_AUTO_TEST_CASE(sources_whose_items_become_others)
{
    try_source<[](auto&) { return numbers(1, n + 1) | genpool::transform([](int i) { return i - 1; }); }>();
    try_source<[](auto&) {
        return numbers(5, 5 + n) | genpool::enumerate() |
               genpool::transform([](auto const& i) { return static_cast<int>(i.index); });
    }>();
    try_source<[](auto&) {
        return numbers(0, 1000) | genpool::zip(numbers(0, n)) |
               genpool::transform([](auto const& pair) { return std::get<1>(pair); });
    }>();
    try_source<[](auto&) { return numbers(0, n) | genpool::chunk(3) | genpool::flatten(); }>();
    try_source<[](auto&) { return numbers(0, n) | genpool::chunk(3, 1h) | genpool::flatten(); }>();
}

BOOST_AUTO_TEST_CASE(sources_that_wait)
{
    try_source<[](auto&) { return numbers(0, n) | genpool::throttle(n / 2, 1us); }>();
    try_source<[](auto&) { return numbers(0, n) | genpool::merge(numbers(0, 0)); }>();
    try_source<[](auto& pool) { return numbers(0, n) | genpool::on(pool); }>();
    try_source<[](auto&) {
        return numbers(0, n) | genpool::charge(genpool::budget(3), [](int) { return std::size_t(1); });
    }>();
}

BOOST_AUTO_TEST_CASE(sources_that_are_pushed_into)
{
    try_source<[](auto&) {
        genpool::push_source<int> queue(n);
        for (int const i : numbers(0, n))
            queue.try_push(i);
        queue.close();
        return queue;
    }>();
    try_source<[](auto&) {
        genpool::worklist<int> list;
        for (int const i : numbers(0, n))
            list.push(i);
        return list;
    }>();
}

BOOST_AUTO_TEST_CASE(functions)
{
    try_function<plain_function, [](auto f) { return genpool::retry(f); }>();
    try_function<stop_aware_function, [](auto f) { return genpool::within(1h, f); }>();
    try_function<awaitable_function, [](auto f) { return genpool::within(1h, f); }>();
    try_function<awaitable_function, [](auto f) { return genpool::timed(genpool::call_durations(), f); }>();
    try_function<plain_function, [](auto f) {
        return [attempt = genpool::attempt(f)](int i) mutable { return attempt(std::move(i)).value(); };
    }>();
    try_function<plain_function, [](auto f) {
        return [f, places = genpool::worker_local<int>()](int i) { return f(places.get() = i); };
    }>();
}

BOOST_AUTO_TEST_CASE(ends)
{
    auto const all = doubled();
    try_end<use_awaitable_token, std::vector<int>>(
        [](auto pipe, auto token) { return genpool::async_collect(std::move(pipe), std::move(token)); },
        [&](std::vector<int> const& got) { return got == all; });
    try_end<use_future_token, int>(
        [](auto pipe, auto token) {
            return genpool::async_reduce(std::move(pipe), 0, std::plus(), std::move(token));
        },
        [](int sum) { return sum == n * (n - 1); });
    try_end<callback_token, std::optional<int>>(
        [](auto pipe, auto token) { return genpool::async_first(std::move(pipe), std::move(token)); },
        [](std::optional<int> first) { return first == 0; });
    std::vector<int> seen;
    try_end<bind_allocator_token, genpool::summary>(
        [&](auto pipe, auto token) {
            seen.clear();
            return genpool::async_consume(
                std::move(pipe), [&](int i) { seen.push_back(i); }, std::move(token));
        },
        [&](genpool::summary const& s) { return s.delivered == n && balanced(s) && seen == all; });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace conformance_parts_tests
