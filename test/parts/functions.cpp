// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// The parts around functions: plain, stop-aware and awaitable.
#include <genpool/async_collect.hpp>
#include <genpool/attempt.hpp>
#include <genpool/map.hpp>
#include <genpool/retry.hpp>
#include <genpool/within.hpp>
#include <genpool/worker_local.hpp>

#include "support.hpp"
#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"
#include "support/values/describe.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <ranges>
#include <set>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace parts_functions_tests
{

using namespace genpool;
using namespace genpool::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace
{

constexpr auto soon = 1ms;
constexpr auto never = 1h;

void fail_at_two(int i)
{
    if (i == 2)
        throw std::runtime_error("two");
}

int plain(int i)
{
    fail_at_two(i);
    return 10 * i;
}

int stop_aware(int i, std::stop_token stop)
{
    if (stop.stop_requested())
        throw std::logic_error("told to stop");
    return plain(i);
}

asio::awaitable<int> awaited(int i)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, 1us);
    co_await timer.async_wait(asio::use_awaitable);
    co_return plain(i);
}

asio::awaitable<void> awaited_void(int i)
{
    fail_at_two(i);
    co_return;
}

/// Fails until it has been called so often with an item.
class flaky
{
public:
    explicit flaky(int failures) : failures_(failures) {}

    int operator()(int& calls) const
    {
        if (calls++ < failures_)
            throw std::runtime_error("attempt " + std::to_string(calls));
        return calls;
    }

private:
    int failures_;
};

asio::awaitable<int> flaky_awaited(int& calls)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, 1us);
    co_await timer.async_wait(asio::use_awaitable);
    co_return flaky(2)(calls);
}

int flaky_stop_aware(int& calls, std::stop_token) { return flaky(2)(calls); }

int waits_for_stop(int i, std::stop_token stop)
{
    while (!stop.stop_requested())
        std::this_thread::yield();
    return i;
}

asio::awaitable<int> waits_for_cancel(int i)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, never);
    co_await timer.async_wait(asio::use_awaitable);
    co_return i;
}

std::atomic<int> told_either_way = 0;

asio::awaitable<int> waits_for_either(int i, std::stop_token stop)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, never);
    std::string error;
    try {
        co_await timer.async_wait(asio::use_awaitable);
    } catch (...) {
        error = describe(std::current_exception());
    }
    told_either_way += error == "stopped" && stop.stop_requested();
    co_return i;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(parts_functions, two_threads)

BOOST_AUTO_TEST_CASE(attempt_never_fails_the_map_whatever_the_function)
{
    auto const check = [&](auto f) {
        auto const all =
            async_collect(std::views::iota(0, 4) | genpool::map(pool, attempt(f)), asio::use_future).get();
        BOOST_TEST_REQUIRE(all.size() == 4u);
        for (auto one : all) {
            int const i = one.input();
            BOOST_TEST(describe(one.error()) == (i == 2 ? "two" : "ok"));
            BOOST_TEST(outcome_of([&] {
                           if constexpr (!std::is_void_v<decltype(one.value())>)
                               BOOST_TEST(one.value() == 10 * i);
                           else
                               one.value();
                       }) == (i == 2 ? "two" : "ok"));
        }
    };
    check(plain);
    check(stop_aware);
    check(awaited);
    check(awaited_void);
    check([](int const& i) { fail_at_two(i); });
}

BOOST_AUTO_TEST_CASE(attempt_keeps_an_item_that_can_only_be_moved)
{
    auto const take = [](std::unique_ptr<int>& p) { return *p + 1; };
    std::vector<std::unique_ptr<int>> items;
    items.push_back(std::make_unique<int>(4));
    auto all = async_collect(std::move(items) | genpool::map(pool, attempt(take)), asio::use_future).get();
    BOOST_TEST(*all.at(0).input() == 4);
    BOOST_TEST(all.at(0).value() == 5);
}

BOOST_AUTO_TEST_CASE(retry_tries_again_whatever_the_function)
{
    auto const check = [&](auto f) {
        auto r = retry(f, {.attempts = 3, .delay = soon});
        auto const all = async_collect(ints{0, 0, 1} | genpool::map(pool, r), asio::use_future).get();
        BOOST_TEST((all == ints{3, 3, 3}));
    };
    check(flaky(2));
    check(flaky_awaited);
    check(flaky_stop_aware);
}

BOOST_AUTO_TEST_CASE(retry_gives_up_with_the_last_error)
{
    auto r = retry(flaky(9), {.attempts = 3, .delay = soon});
    BOOST_TEST(outcome_of(async_collect(ints{0} | genpool::map(pool, r), asio::use_future), pool) ==
               "attempt 3");
}

BOOST_AUTO_TEST_CASE(retry_tries_once_more_only_for_what_is_worth_it)
{
    auto const first = [](std::exception_ptr const& e) { return describe(e) == "attempt 1"; };
    auto r = retry(flaky(9), {.attempts = 9, .delay = soon, .when = first});
    BOOST_TEST(outcome_of(async_collect(ints{0} | genpool::map(pool, r), asio::use_future), pool) ==
               "attempt 2");
}

BOOST_AUTO_TEST_CASE(a_retry_that_is_stopped_while_it_waits_ends_at_once)
{
    event failed;
    std::atomic<int> calls = 0;
    auto const fails = [&](int) -> int {
        ++calls;
        failed.set();
        throw std::runtime_error("always");
    };
    auto s = ints{1} | genpool::map(pool, retry(fails, {.delay = never}));
    failed.wait();
    auto const end = close(s);
    BOOST_TEST(calls == 1);
    BOOST_TEST((end.account.ended == end_reason::stopped));
    BOOST_TEST(end.account.cancelled == 1u);
}

BOOST_AUTO_TEST_CASE(a_retry_that_waits_occupies_no_thread_and_keeps_its_place)
{
    asio::thread_pool one(1);
    auto const f = [](int& i) { return i++ == 0 ? throw std::runtime_error("once") : i; };
    auto s = ints{0, 7, 8} | genpool::map(one, retry(f, {.delay = 20ms}), {.concurrency = 3});
    while (s.stats().running != 1)
        std::this_thread::yield();
    BOOST_TEST(next_of(s).value() == 2);
    BOOST_TEST(next_of(s).value() == 8);
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_for_retry_is_refused_by_name)
{
    auto const says = [](std::string words) {
        return [words](std::invalid_argument const& e) { return std::string(e.what()).starts_with(words); };
    };
    BOOST_CHECK_EXCEPTION(retry(plain, {.delay = -1s}), std::invalid_argument,
                          says("genpool::retry: the delay must not be negative, not -1"));
    BOOST_CHECK_EXCEPTION(retry(plain, {.growth = 0.5}), std::invalid_argument,
                          says("genpool::retry: the growth"));
    BOOST_CHECK_EXCEPTION(retry(plain, {.jitter = 2}), std::invalid_argument,
                          says("genpool::retry: the jitter"));
    BOOST_CHECK_EXCEPTION(retry(plain, {.attempts = automatic}), std::invalid_argument,
                          says("genpool::retry: there is no automatic limit"));
    BOOST_CHECK_EXCEPTION(retry(plain, {.attempts = 0}), std::invalid_argument, says("genpool: a limit"));
}

BOOST_AUTO_TEST_CASE(waits_between_attempts_grow)
{
    detail::backoff wait({.delay = 10ms, .growth = 3, .jitter = 0});
    BOOST_TEST((wait.next() == 10ms));
    BOOST_TEST((wait.next() == 30ms));
    detail::backoff less({.delay = 10ms, .jitter = 0.5});
    auto const first = less.next();
    BOOST_TEST((first >= 5ms && first <= 10ms));
    detail::backoff most({.delay = 20h, .growth = 1e9, .jitter = 0});
    most.next();
    BOOST_TEST((most.next() == 24h));
}

BOOST_AUTO_TEST_CASE(within_lets_pass_what_is_in_time)
{
    auto const check = [&](auto f) {
        auto all = async_collect(ints{0, 1} | genpool::map(pool, within(never, f)), asio::use_future).get();
        BOOST_TEST((all == ints{0, 10}));
        BOOST_TEST(outcome_of([&] {
                       async_collect(ints{2} | genpool::map(pool, within(never, f)), asio::use_future).get();
                   }) == "two");
    };
    check(plain);
    check(stop_aware);
    check(awaited);
}

BOOST_AUTO_TEST_CASE(within_gives_results_that_can_only_be_moved)
{
    auto const boxed = [](int i) { return std::make_unique<int>(i); };
    auto const all =
        async_collect(ints{1, 2} | genpool::map(pool, within(never, boxed)), asio::use_future).get();
    BOOST_TEST(*all.at(0) == 1);
    BOOST_TEST(*all.at(1) == 2);
}

BOOST_AUTO_TEST_CASE(within_keeps_an_item_that_is_referred_to_as_long_as_its_call)
{
    std::vector<std::string> const words{"one that has no place in a short string",
                                         "and another one of the kind"};
    auto const refers = [](std::string&& word) -> asio::awaitable<std::string> {
        co_await awaited_void(1);
        co_return word;
    };
    auto const stop_aware_too = [](std::string const& word, std::stop_token) -> asio::awaitable<std::string> {
        co_await awaited_void(1);
        co_return word;
    };
    auto const kept = [&](auto f) {
        return async_collect(words | std::views::all | genpool::map(pool, within(never, f)), asio::use_future)
            .get();
    };
    BOOST_TEST((kept(refers) == words));
    BOOST_TEST((kept(stop_aware_too) == words));
}

BOOST_AUTO_TEST_CASE(within_tells_what_is_late_to_stop_and_fails)
{
    auto const check = [&](auto f) {
        auto late = async_collect(ints{1} | genpool::map(pool, within(soon, f)), asio::use_future);
        BOOST_CHECK_THROW(late.get(), call_timed_out);
    };
    check(waits_for_stop);
    check(waits_for_cancel);
    check(waits_for_either);
    BOOST_TEST(told_either_way == 1);
    check([](int i) {
        std::this_thread::sleep_for(5ms);
        return i;
    });
}

BOOST_AUTO_TEST_CASE(within_passes_a_stop_on)
{
    event begun;
    auto const waits = [&](int i, std::stop_token stop) {
        begun.set();
        return waits_for_stop(i, stop);
    };
    auto s = ints{1} | genpool::map(pool, within(never, waits));
    begun.wait();
    BOOST_TEST((close(s).account.ended == end_reason::stopped));
    auto a = ints{1} | genpool::map(pool, within(never, waits_for_cancel));
    while (a.stats().running == 0)
        std::this_thread::yield();
    BOOST_TEST((close(a).account.ended == end_reason::stopped));
}

BOOST_AUTO_TEST_CASE(retry_and_attempt_and_within_go_together)
{
    auto told = attempt(retry(flaky(9), {.attempts = 2, .delay = soon}));
    auto all = async_collect(ints{0, 8} | genpool::map(pool, told), asio::use_future).get();
    BOOST_TEST(describe(all.at(0).error()) == "attempt 2");
    BOOST_TEST(all.at(1).value() == 10);
    auto once = retry(attempt(flaky(9)), {.attempts = 2, .delay = soon});
    BOOST_TEST(
        describe(async_collect(ints{0} | genpool::map(pool, once), asio::use_future).get().at(0).error()) ==
        "attempt 1");
    auto each = retry(within(soon, waits_for_cancel), {.attempts = 2, .delay = soon});
    auto both = within(50ms, each);
    BOOST_CHECK_THROW(async_collect(ints{1} | genpool::map(pool, both), asio::use_future).get(),
                      call_timed_out);
}

BOOST_AUTO_TEST_CASE(worker_local_has_one_for_each_thread_destroyed_with_the_function)
{
    struct counted
    {
        explicit counted(std::atomic<int>& n) : alive(n) { ++alive; }
        counted(counted const&) = delete;
        ~counted() { --alive; }
        std::atomic<int>& alive;
    };
    std::atomic<int> alive = 0;
    std::mutex mutex;
    std::set<std::pair<std::thread::id, counted*>> used;
    {
        worker_local<counted> local([&] { return counted(alive); });
        auto const f = [&, local = std::move(local)](int) {
            auto& mine = local.get();
            std::lock_guard lock(mutex);
            used.emplace(std::this_thread::get_id(), &mine);
        };
        async_collect(std::views::iota(0, 1000) | genpool::map(pool, f), asio::use_future).get();
        BOOST_TEST(alive == static_cast<int>(used.size()));
        BOOST_TEST(used.size() <= 2u);
    }
    BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace parts_functions_tests
