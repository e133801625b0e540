// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What of a map still runs once a call has thrown.
#include <genpool/async_map.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"
#include "support/program/sanitized.hpp"

#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <thread>

namespace engine_errors_starts_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::async_map;
using genpool::map_stream;
using genpool::order;

namespace
{

[[noreturn]] void fail(std::size_t i) { throw std::runtime_error("call " + std::to_string(i)); }

} // namespace

BOOST_FIXTURE_TEST_SUITE(errors_starts, four_threads)

BOOST_AUTO_TEST_CASE(predecessors_of_the_failing_call_are_run_and_later_unstarted_items_never_start)
{
    for (int round = 0; round != 200; ++round) {
        event failed;
        tally started;
        std::atomic<bool> predecessor_ran{false};
        auto const call = [&](std::size_t i) {
            started.add();
            if (i == 0) { // runs, and has results after it, when call 1 fails
                failed.wait();
                predecessor_ran = true;
            }
            if (i == 1) {
                started.wait_for(2);
                fail(i);
            }
            return i;
        };
        auto s = map_stream(pool, numbers(1000), call, {.concurrency = 2, .window = 64});
        while (s.stats().failed != 1)
            std::this_thread::yield();
        auto const when_it_failed = started.count();
        failed.set();
        BOOST_TEST(next_of(s).value() == 0u);
        BOOST_TEST(end_of(s) == "call 1");
        auto const end = close(s);
        BOOST_TEST(predecessor_ran);
        BOOST_TEST(started.count() == 2u);
        BOOST_TEST(when_it_failed == 2u);
        BOOST_TEST(end.account.delivered == 1u);
        BOOST_TEST(balanced(end.account));
    }
}

BOOST_AUTO_TEST_CASE(unstarted_predecessors_of_the_failing_call_are_still_run)
{
    // While call 0 blocks, an idle worker takes over the later half of its batch, in which a call fails.
    for (std::size_t round = 0; round != (sanitized ? 10u : 50u); ++round) {
        std::size_t const warm = 20'000, blocker = warm + round;
        event failed;
        auto const call = [&](std::size_t i) {
            if (i == blocker)
                failed.wait();
            if (i == blocker + 20) {
                failed.set();
                fail(i);
            }
            return i;
        };
        asio::thread_pool two(2);
        std::size_t delivered = 0;
        auto const map = run_map(two, endless(), call, {.window = 512}, [&](std::size_t) { ++delivered; });
        BOOST_TEST(map.error == "call " + std::to_string(blocker + 20));
        BOOST_TEST(delivered == blocker + 20);
        BOOST_TEST(map.account.first_error_index.value() == blocker + 20);
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_pulled_after_a_failure)
{
    // In the middle of a large batch, the source waits until a failure is known.
    for (auto how : both_orders)
        for (std::size_t round = 0; round != (sanitized ? 5 : 50); ++round) {
            std::size_t const last = 20'000 + 7 * round;
            event pulling_the_last, failed;
            auto const source = endless() | std::views::transform([&](std::size_t i) {
                                    if (i == last) {
                                        pulling_the_last.set();
                                        failed.wait();
                                    }
                                    return i;
                                });
            auto const call = [&](std::size_t i) {
                if (i == last - 1) {
                    pulling_the_last.wait();
                    fail(i);
                }
                return i;
            };
            auto s = map_stream(pool, source, call, {.window = 512, .order = how});
            std::jthread const observer([&] {
                while (s.stats().failed == 0)
                    std::this_thread::yield();
                failed.set();
            });
            std::size_t delivered = 0;
            std::string error;
            event ended;
            std::function<void()> take = [&] {
                s.async_next([&](std::exception_ptr e, std::optional<std::size_t> item) {
                    if (item) {
                        ++delivered;
                        return take();
                    }
                    error = describe(e);
                    ended.set();
                });
            };
            take();
            ended.wait();
            BOOST_TEST(error == "call " + std::to_string(last - 1));
            if (how == order::input)
                BOOST_TEST(delivered == last - 1);
            BOOST_TEST(close(s).account.pulled == last + 1);
        }
}

BOOST_AUTO_TEST_CASE(every_failing_call_of_a_hail_of_failures_is_accounted_for)
{
    for (auto how : both_orders)
        for (std::size_t round = 0; round != 200; ++round) {
            std::atomic<std::size_t> threw{0};
            auto const call = [&](std::size_t i) {
                if (i >= round) {
                    ++threw;
                    fail(i);
                }
                return i;
            };
            auto const map = collect_map(pool, endless(), call, {.window = 32, .order = how});
            BOOST_TEST(map.account.failed == threw);
            BOOST_TEST(balanced(map.account));
            if (how == order::input) {
                BOOST_TEST(map.error == "call " + std::to_string(round));
                BOOST_TEST(map.results.size() == round);
            } else {
                BOOST_TEST(map.error == "call " + std::to_string(map.account.first_error_index.value()));
            }
        }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_errors_starts_tests
