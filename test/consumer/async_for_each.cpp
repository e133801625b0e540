// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_for_each.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <ranges>
#include <utility>
#include <vector>

namespace consumer_async_for_each_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::async_for_each;
using genpool::end_reason;
using genpool::map_stream;
using genpool::order;

BOOST_FIXTURE_TEST_SUITE(for_each, two_threads)

BOOST_AUTO_TEST_CASE(each_result_is_given_to_the_callback_and_then_the_account_to_the_handler)
{
    std::vector<std::size_t> results;
    bool ended_early = false;
    event ended;
    genpool::summary account;
    async_for_each(
        pool, numbers(1000), std::identity(),
        [&](std::size_t i) {
            ended_early = ended_early || ended.is_set();
            results.push_back(i);
        },
        [&](std::exception_ptr, genpool::summary s) {
            account = std::move(s);
            ended.set();
        });
    ended.wait();
    BOOST_TEST(results.size() == 1000u);
    BOOST_TEST(!ended_early);
    BOOST_TEST(account.pulled == 1000u);
    BOOST_TEST(account.delivered == 1000u);
    BOOST_TEST((account.ended == end_reason::completed));
}

BOOST_AUTO_TEST_CASE(without_a_callback_results_are_dropped_and_counted_as_delivered)
{
    std::atomic<std::size_t> calls{0};
    auto const call = [&](std::size_t i) {
        ++calls;
        return std::make_unique<std::size_t>(i);
    };
    BOOST_TEST(async_for_each(pool, numbers(100), call, asio::use_future).get().delivered == 100u);
    BOOST_TEST(async_for_each(pool, numbers(100), call, {.window = 3}, asio::use_future).get().delivered ==
               100u);
    BOOST_TEST(calls == 200u);
}

BOOST_AUTO_TEST_CASE(a_function_that_returns_nothing_calls_back_with_nothing)
{
    std::size_t called = 0;
    auto const nothing = [](std::size_t) {};
    BOOST_TEST(run_map(pool, numbers(100), nothing, {}, [&] { ++called; }).error == "ok");
    BOOST_TEST(called == 100u);
    BOOST_TEST(run_map(pool, numbers(100), nothing, {}, [&](std::monostate) { ++called; }).error == "ok");
    BOOST_TEST(called == 200u);
}

BOOST_AUTO_TEST_CASE(a_callback_may_be_movable_only_and_have_state)
{
    auto counts = [p = std::make_unique<std::size_t>(0), n = std::size_t(0)](std::size_t i) mutable {
        if (i != n++ || !p)
            throw std::runtime_error("out of order");
    };
    BOOST_TEST(run_map(pool, numbers(500), std::identity(), {}, std::move(counts)).error == "ok");
}

BOOST_AUTO_TEST_CASE(a_callback_may_take_a_result_by_rvalue_by_value_or_by_reference)
{
    auto const box = [](std::size_t i) { return std::make_unique<std::size_t>(i); };
    using boxed = std::unique_ptr<std::size_t>;
    std::size_t sum = 0;
    BOOST_TEST(run_map(pool, numbers(10), box, {}, [&](boxed b) { sum += *b; }).error == "ok");
    BOOST_TEST(run_map(pool, numbers(10), box, {}, [&](boxed&& b) { sum += *b; }).error == "ok");
    BOOST_TEST(run_map(pool, numbers(10), box, {}, [&](boxed const& b) { sum += *b; }).error == "ok");
    BOOST_TEST(sum == 3u * 45u);
}

BOOST_AUTO_TEST_CASE(a_slow_callback_slows_the_source)
{
    for (auto how : {order::input, order::completion}) {
        std::atomic<std::size_t> pulled{0};
        std::size_t delivered = 0;
        bool early = false;
        auto const source = numbers(500) | std::views::transform([&](std::size_t i) {
                                ++pulled;
                                return i;
                            });
        auto const map =
            run_map(pool, source, std::identity(), {.window = 4, .order = how}, [&](std::size_t) {
                ++delivered;
                std::this_thread::yield();
                early = early || pulled > delivered + 4;
            });
        BOOST_TEST(map.error == "ok");
        BOOST_TEST(!early);
    }
}

BOOST_AUTO_TEST_CASE(a_callback_on_a_context_of_one_thread_that_does_not_run_yet_waits_for_it)
{
    asio::io_context later;
    std::size_t delivered = 0;
    event ended;
    async_for_each(pool, numbers(100), std::identity(),
                   asio::bind_executor(later, [&](std::size_t) { ++delivered; }), {.window = 8},
                   [&](std::exception_ptr, genpool::summary) { ended.set(); });
    BOOST_TEST(delivered == 0u);
    BOOST_TEST(!ended.is_set());
    later.run(); // until nothing of the map needs it any more
    ended.wait();
    BOOST_TEST(delivered == 100u);
}

BOOST_AUTO_TEST_CASE(a_callback_gives_others_on_its_executor_their_turn)
{
    asio::io_context context;
    std::atomic<bool> stop{false};
    std::size_t delivered = 0;
    auto const until_stop =
        std::views::iota(std::size_t(0)) | std::views::take_while([&](std::size_t) { return !stop; });
    bool ended = false;
    async_for_each(pool, until_stop, std::identity(),
                   asio::bind_executor(context, [&](std::size_t) { ++delivered; }), {.window = 4096},
                   asio::bind_executor(context, [&](std::exception_ptr, genpool::summary) { ended = true; }));
    std::size_t turns = 0;
    std::function<void()> another = [&] {
        if (++turns == 20)
            stop = true;
        else
            asio::post(context, another);
    };
    asio::post(context, another);
    context.run();
    BOOST_TEST(turns == 20u);
    BOOST_TEST(ended);
}

BOOST_AUTO_TEST_CASE(handlers_and_callbacks_that_are_lvalues_are_copied)
{
    auto const owned = std::make_shared<int>();
    tally ended;
    std::atomic<std::size_t> results{0};
    auto callback = [&results, owned](std::size_t) {
        if (owned)
            ++results;
    };
    auto handler = [&ended, owned](std::exception_ptr, genpool::summary) {
        if (owned)
            ended.add();
    };
    async_for_each(pool, numbers(10), std::identity(), callback, handler);
    ended.wait_for(1);
    async_for_each(pool, numbers(10), std::identity(), std::as_const(callback), std::as_const(handler));
    ended.wait_for(2);
    async_for_each(pool, numbers(10), std::identity(), std::ref(callback), std::ref(handler));
    ended.wait_for(3);
    BOOST_TEST(results == 30u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace consumer_async_for_each_tests
