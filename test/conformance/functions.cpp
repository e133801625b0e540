// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_submit.hpp>

#include "../support/maps/run_map.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <concepts>
#include <functional>
#include <memory>
#include <ranges>
#include <stop_token>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace conformance_functions_tests
{

namespace asio = boost::asio;
using genpool::result_t;
using genpool::test::collect_map;

namespace
{

struct fixture
{
    /// What `function` makes of 1, 2 and 3.
    template <class Function>
    auto results(Function&& function)
    {
        auto map = collect_map(pool, std::views::iota(1, 4), std::forward<Function>(function));
        BOOST_TEST(map.error == "ok");
        return std::move(map.results);
    }

    asio::thread_pool pool{2};
};

struct item
{
    int value;
    int twice() { return 2 * value; }
    int thrice() const { return 3 * value; }
};

std::vector<item> items() { return {{1}, {2}, {3}}; }

int negated(int i) { return -i; }

asio::awaitable<void> another_turn()
{
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
}

using numbers = std::vector<int>;

} // namespace

BOOST_FIXTURE_TEST_SUITE(functions, fixture)

BOOST_AUTO_TEST_CASE(a_function_pointer_and_a_function)
{
    BOOST_TEST((results(&negated) == numbers{-1, -2, -3}));
    BOOST_TEST((results(negated) == numbers{-1, -2, -3}));
}

BOOST_AUTO_TEST_CASE(pointers_to_members)
{
    BOOST_TEST((collect_map(pool, items(), &item::twice).results == numbers{2, 4, 6}));
    BOOST_TEST((collect_map(pool, items(), &item::thrice).results == numbers{3, 6, 9}));
    BOOST_TEST((collect_map(pool, items(), &item::value).results == numbers{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(an_lvalue_is_copied)
{
    struct counting
    {
        int operator()(int i)
        {
            ++calls;
            return i;
        }
        std::atomic<int> calls{0};
        counting() = default;
        counting(counting const&) {}
    };
    counting function;
    BOOST_TEST((results(function) == numbers{1, 2, 3}));
    BOOST_TEST(function.calls == 0);
}

BOOST_AUTO_TEST_CASE(a_reference_wrapper_refers)
{
    std::atomic<int> calls{0};
    auto function = [&](int i) {
        ++calls;
        return i;
    };
    BOOST_TEST((results(std::ref(function)) == numbers{1, 2, 3}));
    BOOST_TEST(calls == 3);
}

BOOST_AUTO_TEST_CASE(a_const_lvalue_and_a_mutable_function)
{
    auto const add = [n = 10](int i) { return i + n; };
    BOOST_TEST((results(add) == numbers{11, 12, 13}));
    auto const run_on_one = [&](auto function) {
        return collect_map(pool, std::views::iota(1, 4), std::move(function), {.concurrency = 1}).results;
    };
    BOOST_TEST((run_on_one([sum = 0](int i) mutable { return sum += i; }) == numbers{1, 3, 6}));
}

BOOST_AUTO_TEST_CASE(a_function_that_can_only_be_moved)
{
    BOOST_TEST((results([p = std::make_unique<int>(5)](int i) { return i + *p; }) == numbers{6, 7, 8}));
}

BOOST_AUTO_TEST_CASE(a_std_function)
{
    std::function<std::string(int)> const function = [](int i) { return std::to_string(i); };
    BOOST_TEST((results(function) == std::vector<std::string>{"1", "2", "3"}));
}

BOOST_AUTO_TEST_CASE(items_come_as_rvalues)
{
    auto const pointers = [] {
        std::vector<std::unique_ptr<int>> all;
        for (int i : {1, 2, 3})
            all.push_back(std::make_unique<int>(i));
        return all;
    };
    auto const by_value = [](std::unique_ptr<int> p) { return *p; };
    auto const by_rvalue = [](std::unique_ptr<int>&& p) { return *p; };
    auto const by_const = [](std::unique_ptr<int> const& p) { return *p; };
    BOOST_TEST((collect_map(pool, pointers(), by_value).results == numbers{1, 2, 3}));
    BOOST_TEST((collect_map(pool, pointers(), by_rvalue).results == numbers{1, 2, 3}));
    BOOST_TEST((collect_map(pool, pointers(), by_const).results == numbers{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(results_are_decayed)
{
    static int const constant = 7;
    auto const by_reference = [](int) -> int const& { return constant; };
    static_assert(std::same_as<result_t<decltype(by_reference), int>, int>);
    BOOST_TEST((results(by_reference) == numbers{7, 7, 7}));
}

BOOST_AUTO_TEST_CASE(a_stop_aware_function)
{
    auto const function = [](int i, std::stop_token token) { return token.stop_possible() ? i : 0; };
    BOOST_TEST((results(function) == numbers{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(an_ambiguous_function_is_called_with_the_item_alone)
{
    auto const count = [](auto&&... all) { return static_cast<int>(sizeof...(all)); };
    BOOST_TEST((results(count) == numbers{1, 1, 1}));
    auto const optional_token = [](int i, std::stop_token token = {}) {
        return token.stop_possible() ? 0 : i;
    };
    BOOST_TEST((results(optional_token) == numbers{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(an_awaitable_function)
{
    auto const function = [](int i) -> asio::awaitable<int> {
        co_await another_turn();
        co_return 2 * i;
    };
    static_assert(std::same_as<result_t<decltype(function), int>, int>);
    BOOST_TEST((results(function) == numbers{2, 4, 6}));
}

BOOST_AUTO_TEST_CASE(an_awaitable_function_of_nothing)
{
    std::atomic<int> calls{0};
    auto const function = [&](int) -> asio::awaitable<void> {
        co_await another_turn();
        ++calls;
    };
    static_assert(std::same_as<result_t<decltype(function), int>, std::monostate>);
    BOOST_TEST(results(function).size() == 3U);
    BOOST_TEST(calls == 3);
}

BOOST_AUTO_TEST_CASE(an_awaitable_function_gives_what_can_only_be_moved)
{
    auto const function = [](int i) -> asio::awaitable<std::unique_ptr<int>> {
        co_await another_turn();
        co_return std::make_unique<int>(i);
    };
    auto const all = results(function);
    BOOST_TEST_REQUIRE(all.size() == 3U);
    BOOST_TEST(*all[2] == 3);
}

BOOST_AUTO_TEST_CASE(the_item_lives_as_long_as_an_awaitable_call)
{
    auto const function = [](std::string&& s) -> asio::awaitable<std::string> {
        co_await another_turn();
        co_return s;
    };
    std::vector<std::string> words{"one that has no place in a short string", "and another one of the kind"};
    auto const copy = words;
    BOOST_TEST((collect_map(pool, std::move(words), function).results == copy));
}

BOOST_AUTO_TEST_CASE(an_awaitable_function_that_is_stop_aware)
{
    auto const function = [](int i, std::stop_token token) -> asio::awaitable<int> {
        co_await another_turn();
        co_return token.stop_possible() ? i : 0;
    };
    BOOST_TEST((results(function) == numbers{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(an_awaitable_with_an_executor_of_its_own)
{
    using strand = asio::strand<asio::thread_pool::executor_type>;
    auto const function = [](int i) -> asio::awaitable<int, strand> { co_return i; };
    BOOST_TEST((results(function) == numbers{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(submitted_functions)
{
    auto const plain = [] { return 1; };
    auto const stop_aware = [](std::stop_token token) { return token.stop_possible() ? 2 : 0; };
    auto const asynchronous = []() -> asio::awaitable<int> {
        co_await another_turn();
        co_return 3;
    };
    auto const ambiguous = [](auto&&... all) { return static_cast<int>(sizeof...(all)); };
    auto only_moved = [p = std::make_unique<int>(4)] { return *p; };
    BOOST_TEST(genpool::async_submit(pool, plain, asio::use_future).get() == 1);
    BOOST_TEST(genpool::async_submit(pool, stop_aware, asio::use_future).get() == 2);
    BOOST_TEST(genpool::async_submit(pool, asynchronous, asio::use_future).get() == 3);
    BOOST_TEST(genpool::async_submit(pool, ambiguous, asio::use_future).get() == 0);
    BOOST_TEST(genpool::async_submit(pool, std::move(only_moved), asio::use_future).get() == 4);
    BOOST_CHECK_NO_THROW(genpool::async_submit(
                             pool, [] {}, asio::use_future)
                             .get());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace conformance_functions_tests
