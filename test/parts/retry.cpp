// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Calls that are tried again.
#include <genpool/async_collect.hpp>
#include <genpool/attempt.hpp>
#include <genpool/map.hpp>
#include <genpool/retry.hpp>

#include "functions.hpp"
#include "support.hpp"
#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"
#include "support/values/describe.hpp"

#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

namespace parts_retry_tests
{

using namespace genpool;
using namespace genpool::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

BOOST_FIXTURE_TEST_SUITE(parts_retry, two_threads)

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

BOOST_AUTO_TEST_SUITE_END()

} // namespace parts_retry_tests
