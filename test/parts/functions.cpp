// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// The parts around functions: plain, stop-aware and awaitable.
#include "functions.hpp"

#include <genpool/async_collect.hpp>
#include <genpool/attempt.hpp>
#include <genpool/map.hpp>
#include <genpool/retry.hpp>
#include <genpool/within.hpp>
#include <genpool/worker_local.hpp>

#include "support.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"
#include "support/values/describe.hpp"

#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <ranges>
#include <set>
#include <thread>
#include <utility>
#include <vector>

namespace parts_functions_tests
{

using namespace genpool;
using namespace genpool::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

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
