// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "tokens.hpp"

#include <genpool/async_for_each.hpp>
#include <genpool/async_map.hpp>
#include <genpool/async_submit.hpp>
#include <genpool/map_stream.hpp>

#include "evidence.hpp"
#include "places.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <concepts>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <ranges>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

namespace conformance_tokens_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::map_stream;
using genpool::summary;

namespace
{

auto const numbers = std::views::iota(0, 5);
auto const same = std::identity();

/// Starts an operation with the token itself.
template <class Launch>
struct bare_start
{
    Launch launch;

    template <class Token>
    auto operator()(Token&& token)
    {
        return launch(std::forward<Token>(token));
    }
};

template <class Token, class X, class Launch>
X complete(Launch launch)
{
    thread_pool_host h(host::duty::many);
    surroundings s(h);
    auto done = Token::template run<X>(s, bare_start<Launch>{std::move(launch)});
    check_success(done.error);
    return std::move(done.value).value();
}

using told_tokens = std::tuple<callback_token, use_future_token, use_awaitable_token, deferred_token,
                               as_tuple_token, yield_token, bind_executor_token, consign_token,
                               bind_allocator_token, bind_cancellation_slot_token>;

struct fixture
{
    asio::thread_pool pool{2};
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(tokens, fixture)

BOOST_AUTO_TEST_CASE_TEMPLATE(work_with_every_call, Token, told_tokens)
{
    auto const all = complete<Token, std::vector<int>>([&](auto&& token) {
        return genpool::async_map(pool, numbers, same, std::forward<decltype(token)>(token));
    });
    BOOST_TEST((all == std::vector<int>{0, 1, 2, 3, 4}));

    auto const account = complete<Token, summary>([&](auto&& token) {
        return genpool::async_for_each(pool, numbers, same, std::forward<decltype(token)>(token));
    });
    BOOST_TEST(account.delivered == 5U);

    auto const submitted = complete<Token, int>([&](auto&& token) {
        return genpool::async_submit(
            pool, [] { return 6; }, std::forward<decltype(token)>(token));
    });
    BOOST_TEST(submitted == 6);

    auto stream = map_stream(pool, numbers, same);
    auto const next = [&] {
        return complete<Token, std::optional<int>>(
            [&](auto&& token) { return stream.async_next(std::forward<decltype(token)>(token)); });
    };
    BOOST_TEST((next() == 0));
    BOOST_TEST((next() == 1));
    auto const closed = complete<Token, summary>(
        [&](auto&& token) { return stream.async_close(std::forward<decltype(token)>(token)); });
    BOOST_TEST(closed.delivered == 2U);
    BOOST_TEST(balanced(closed));
}

BOOST_AUTO_TEST_CASE(futures_have_the_types_of_the_completions)
{
    auto stream = map_stream(pool, numbers, same);
    auto next = stream.async_next(asio::use_future);
    static_assert(std::same_as<decltype(next), std::future<std::optional<int>>>);
    BOOST_TEST((next.get() == 0));
    auto closed = stream.async_close(asio::use_future);
    static_assert(std::same_as<decltype(closed), std::future<summary>>);
    BOOST_TEST(closed.get().delivered == 1U);
}

BOOST_AUTO_TEST_CASE(a_function_for_the_future_is_not_called_inside_the_initiation)
{
    auto stream = map_stream(pool, numbers, same, {.window = 2});
    while (stream.stats().ready == 0)
        std::this_thread::yield();
    auto const here = std::this_thread::get_id();
    auto const called_here = [here](std::exception_ptr, std::optional<int>) {
        return std::this_thread::get_id() == here;
    };
    BOOST_TEST(!stream.async_next(asio::use_future(called_here)).get());

    BOOST_TEST(!genpool::async_submit(
                    pool, [] {}, asio::use_future([here](std::exception_ptr) {
                        return std::this_thread::get_id() == here;
                    }))
                    .get());
    auto const closed_here = [here](std::exception_ptr, summary const&) {
        return std::this_thread::get_id() == here;
    };
    BOOST_TEST(!stream.async_close(asio::use_future(closed_here)).get());
}

BOOST_AUTO_TEST_CASE(a_handler_that_can_only_be_moved)
{
    event done;
    int result = 0;
    auto handler = [&, p = std::make_unique<int>(1)](std::exception_ptr, int i) {
        result = i + *p;
        done.set();
    };
    genpool::async_submit(
        pool, [] { return 1; }, std::move(handler));
    done.wait();
    BOOST_TEST(result == 2);
}

BOOST_AUTO_TEST_CASE(a_handler_that_is_an_lvalue_is_copied)
{
    event done;
    auto const shared = std::make_shared<int>();
    auto const handler = [&done, shared](std::exception_ptr) { done.set(); };
    genpool::async_submit(
        pool, [] {}, handler);
    done.wait();
    BOOST_TEST(shared.use_count() >= 2);
}

BOOST_AUTO_TEST_CASE(a_deferred_operation_begins_when_it_is_launched)
{
    std::atomic<int> calls{0};
    auto operation = genpool::async_map(
        pool, std::vector<int>{1, 2, 3},
        [&](int i) {
            ++calls;
            return i;
        },
        asio::deferred);
    auto again = operation;
    BOOST_TEST((std::move(operation)(asio::use_future).get() == std::vector<int>{1, 2, 3}));
    BOOST_TEST(calls == 3);
    BOOST_TEST((std::move(again)(asio::use_future).get() == std::vector<int>{1, 2, 3}));
    BOOST_TEST(calls == 6);
}

BOOST_AUTO_TEST_CASE(operations_of_nothing)
{
    auto const nothing = [](int) {};
    asio::io_context context;
    bool done = false;
    auto const body = [&]() -> asio::awaitable<void> {
        co_await genpool::async_map(pool, numbers, nothing, asio::use_awaitable);
        auto [error] =
            co_await genpool::async_map(pool, numbers, nothing, asio::as_tuple(asio::use_awaitable));
        done = !error;
    };
    asio::co_spawn(context, body, asio::detached);
    context.run();
    BOOST_TEST(done);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace conformance_tokens_tests
