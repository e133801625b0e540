// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// The coroutines that awaitable calls are made in: each lives in a strand of its own as long as the map does, makes one call
// after the other, and is none the worse for how a call ends or for what it does to its coroutine.
#include <genpool/async_for_each.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace engine_callers_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using asio::use_awaitable;
using genpool::map_stream;

namespace
{

constexpr std::size_t items = 5000;

asio::awaitable<void> another_turn() { co_await asio::post(use_awaitable); }

/// An operation that is destroyed as soon as it has begun.
template <class Token>
auto async_lose(Token&& token)
{
    return asio::async_initiate<Token, void()>([](auto&&) {}, token);
}

asio::awaitable<void> lose() { co_await async_lose(use_awaitable); }

/// Sums what a map over 0 … items − 1 delivers.
template <class Function>
std::size_t sum_of(asio::thread_pool& pool, Function f, genpool::options const& o)
{
    std::size_t sum = 0;
    genpool::async_for_each(
        pool, numbers(items), f, [&](std::size_t i) { sum += i; }, o, asio::use_future)
        .get();
    return sum;
}

constexpr std::size_t whole_sum = items * (items - 1) / 2;

/// The call of `first` waits until those before the one that fails, behind it, have run. Nobody but the worker that has
/// made the failing one is there to run them.
struct failure_behind_a_call_that_waits
{
    static constexpr std::size_t first = items / 2;

    template <class Fail>
    void run(asio::thread_pool& pool, Fail fail)
    {
        auto const call = [&](std::size_t i) -> asio::awaitable<std::size_t> {
            if (i < first)
                co_return i;
            if (i == first) {
                waits = true;
                while (ran_behind != failing - first - 1)
                    co_await another_turn();
                co_return i;
            }
            while (!waits)
                co_await another_turn();
            if (std::size_t none = items; failing.compare_exchange_strong(none, i))
                co_await fail();
            ++ran_behind;
            co_return i;
        };
        auto s = map_stream(pool, numbers(items), call, {.concurrency = 2});
        while (next_of(s, &error))
            ++delivered;
        account = close(s).account;
    }

    std::atomic<bool> waits{false};
    std::atomic<std::size_t> failing{items};
    std::atomic<std::size_t> ran_behind{0};
    std::size_t delivered = 0;
    std::string error;
    genpool::summary account;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(callers, two_threads)

BOOST_AUTO_TEST_CASE(a_caller_goes_on_after_a_call_that_has_failed)
{
    failure_behind_a_call_that_waits f;
    f.run(pool, []() -> asio::awaitable<void> {
        co_await another_turn();
        throw std::runtime_error("failed");
    });
    BOOST_TEST(f.error == "failed");
    BOOST_TEST(f.delivered == f.failing);
    BOOST_TEST((f.account.first_error_index == f.failing.load()));
}

BOOST_AUTO_TEST_CASE(a_caller_is_replaced_after_a_call_whose_operation_was_destroyed)
{
    failure_behind_a_call_that_waits f;
    f.run(pool, lose);
    BOOST_TEST(f.error == "stopped"); // operation_aborted, of the call
    BOOST_TEST(f.delivered == f.failing);
    BOOST_TEST(f.account.failed == 1u);
    BOOST_TEST((f.account.first_error_index == f.failing.load()));
}

BOOST_AUTO_TEST_CASE(there_are_no_more_strands_than_calls_at_once_and_one_that_pulls)
{
    for (auto how : both_orders) {
        std::mutex mutex;
        std::vector<asio::any_io_executor> seen;
        auto const call = [&](std::size_t i) -> asio::awaitable<std::size_t> {
            auto const here = co_await asio::this_coro::executor;
            {
                std::lock_guard lock(mutex);
                if (std::find(seen.begin(), seen.end(), here) == seen.end())
                    seen.push_back(here);
            }
            if (i % 3 == 0)
                co_await another_turn();
            co_return i;
        };
        BOOST_TEST(sum_of(pool, call, {.concurrency = 3, .order = how}) == whole_sum);
        BOOST_TEST(seen.size() <= 4u);
    }
}

BOOST_AUTO_TEST_CASE(what_a_call_sets_for_its_coroutine_does_not_reach_the_next_one)
{
    std::atomic<int> changed{0};
    auto const call = [&](std::size_t i) -> asio::awaitable<std::size_t> {
        changed += !co_await asio::this_coro::throw_if_cancelled();
        co_await asio::this_coro::throw_if_cancelled(false);
        co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
        if (i % 2 == 0)
            co_await another_turn();
        co_return i;
    };
    BOOST_TEST(sum_of(pool, call, {.concurrency = 2}) == whole_sum);
    BOOST_TEST(changed == 0);
}

BOOST_AUTO_TEST_CASE(a_call_that_has_made_its_coroutine_deaf_leaves_the_next_one_able_to_hear)
{
    event begun;
    auto const call = [&](std::size_t i) -> asio::awaitable<std::size_t> {
        if (i == 0) {
            co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
            co_return i;
        }
        asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
        begun.set();
        co_await never.async_wait(use_awaitable);
        co_return i;
    };
    auto s = map_stream(pool, numbers(2), call, {.concurrency = 1});
    begun.wait();
    s.request_stop();
    BOOST_TEST((close(s).account.ended == genpool::end_reason::stopped));
}

BOOST_AUTO_TEST_CASE(what_a_call_submits_to_its_executor_never_overlaps)
{
    asio::thread_pool four(4);
    std::atomic<int> overlaps{0};
    auto const call = [&](std::size_t i) -> asio::awaitable<std::size_t> {
        auto const here = co_await asio::this_coro::executor;
        std::atomic<int> running{0};
        int done = 0;
        for (int n = 0; n != 4; ++n)
            asio::post(four, [&, here] {
                asio::dispatch(here, [&] {
                    overlaps += running.fetch_add(1) != 0;
                    ++done;
                    --running;
                });
            });
        while (done != 4)
            co_await another_turn();
        co_return i;
    };
    BOOST_TEST(sum_of(four, call, {.concurrency = 3}) == whole_sum);
    BOOST_TEST(overlaps == 0);
}

BOOST_AUTO_TEST_CASE(callers_that_wait_do_not_keep_the_context_busy)
{
    asio::io_context context;
    auto const call = [](std::size_t i) -> asio::awaitable<std::size_t> {
        co_await another_turn();
        co_return i;
    };
    auto s = map_stream(context, endless(), call, {.concurrency = 2, .window = 3});
    context.run(); // returns once the window is full
    for (std::size_t i = 0; i != 3; ++i)
        BOOST_TEST((s.try_next() == std::optional(i)));
    context.restart();
    context.run(); // they are woken for what there is room for now
    BOOST_TEST((s.try_next() == std::optional<std::size_t>(3)));
}

BOOST_AUTO_TEST_CASE(what_a_call_leaves_behind_on_its_executor_keeps_the_context_busy)
{
    asio::io_context context;
    bool ran = false;
    {
        auto const call = [&](std::size_t i) -> asio::awaitable<std::size_t> {
            auto const timer = std::make_shared<asio::steady_timer>(co_await asio::this_coro::executor,
                                                                    std::chrono::milliseconds(5));
            timer->async_wait(asio::bind_executor(co_await asio::this_coro::executor,
                                                  [&, timer](boost::system::error_code) { ran = true; }));
            co_return i;
        };
        auto s = map_stream(context, numbers(1), call);
        context.run_one();
    }
    context.run();
    BOOST_TEST(ran);
}

BOOST_AUTO_TEST_CASE(an_executor_that_outlives_the_pool_destroys_what_it_is_given)
{
    std::optional<asio::any_io_executor> kept;
    {
        asio::thread_pool gone(1);
        auto const call = [&](std::size_t i) -> asio::awaitable<std::size_t> {
            kept = co_await asio::this_coro::executor;
            co_return i;
        };
        genpool::async_for_each(gone, numbers(1), call, asio::use_future).get();
    }
    auto const alive = std::make_shared<int>();
    bool ran = false;
    asio::post(*kept, [&, alive] { ran = true; });
    BOOST_TEST(!ran);
    BOOST_TEST(alive.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(an_awaitable_with_another_executor_is_called_item_after_item)
{
    using strand = asio::strand<asio::thread_pool::executor_type>;
    asio::use_awaitable_t<strand> const token;
    for (auto how : both_orders) {
        auto const call = [&](std::size_t i) -> asio::awaitable<std::size_t, strand> {
            if (i % 2 == 0)
                co_await asio::post(token);
            co_return i;
        };
        BOOST_TEST(sum_of(pool, call, {.concurrency = 3, .order = how}) == whole_sum);
    }
}

BOOST_AUTO_TEST_CASE(only_the_calls_that_are_told_have_their_stop_tokens_signalled)
{
    std::atomic<int> told{0};
    auto const call = [&](std::size_t i, std::stop_token token) -> asio::awaitable<std::size_t> {
        co_await another_turn();
        told += token.stop_requested();
        if (i == items / 2)
            throw std::runtime_error("failed");
        co_return i;
    };
    auto s = map_stream(pool, numbers(items), call, {.concurrency = 1});
    std::string error;
    std::size_t delivered = 0;
    while (next_of(s, &error))
        ++delivered;
    BOOST_TEST(error == "failed");
    BOOST_TEST(delivered == items / 2);
    BOOST_TEST(told == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_callers_tests
