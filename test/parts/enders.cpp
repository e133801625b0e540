// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// The parts that end a pipe, and `on`.
#include <genpool/async_collect.hpp>
#include <genpool/async_consume.hpp>
#include <genpool/async_first.hpp>
#include <genpool/async_reduce.hpp>
#include <genpool/blocking.hpp>
#include <genpool/filter.hpp>
#include <genpool/map.hpp>
#include <genpool/on.hpp>
#include <genpool/take.hpp>
#include <genpool/unobserved.hpp>

#include "support.hpp"
#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"
#include "support/values/describe.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <ranges>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace parts_enders_tests
{

using namespace genpool;
using namespace genpool::test;
namespace asio = boost::asio;

namespace
{

auto const doubled = [](int i) { return 2 * i; };
int fails_at_five(int i) { return i == 5 ? throw std::runtime_error("five") : i; }

asio::awaitable<void> collects(ints& all)
{
    auto pipe = slow_items(3) | filter([](int i) { return i != 1; });
    all = co_await async_collect(std::move(pipe), asio::use_awaitable);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(parts_enders, two_threads)

BOOST_AUTO_TEST_CASE(collect_gives_all)
{
    auto all = async_collect(std::views::iota(0, 5) | genpool::map(pool, doubled), asio::use_future);
    BOOST_TEST((all.get() == ints{0, 2, 4, 6, 8}));
    BOOST_TEST(async_collect(ints(), asio::use_future).get().empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_map_runs_on_the_executor_of_the_handler)
{
    asio::io_context context;
    ints all;
    asio::co_spawn(context, collects(all), asio::detached);
    context.run();
    BOOST_TEST((all == ints{0, 2}));
}

BOOST_AUTO_TEST_CASE(an_end_tells_what_the_source_failed_with_itself_after_what_came_before)
{
    std::string error;
    ints some;
    event done;
    async_collect(std::views::iota(0) | genpool::map(pool, fails_at_five) |
                      filter([](int i) { return i > 2; }),
                  [&](std::exception_ptr e, ints all) {
                      error = describe(e);
                      some = std::move(all);
                      done.set();
                  });
    done.wait();
    BOOST_TEST(error == "five");
    BOOST_TEST((some == ints{3, 4}));
    int pulled = 0;
    auto failed =
        async_collect(counted_items(pulled, 2, true) | genpool::map(pool, doubled), asio::use_future);
    BOOST_TEST(outcome_of(std::move(failed), pool) ==
               "source: the source failed"); // of the map, by which it is known
}

BOOST_AUTO_TEST_CASE(first_pulls_nothing_beyond_it)
{
    int pulled = 0;
    BOOST_TEST(async_first(counted_items(pulled, 9), asio::use_future).get().value() == 0);
    BOOST_TEST(pulled == 1);
    BOOST_TEST(!async_first(ints(), asio::use_future).get());
    auto boxes = std::views::iota(7) | genpool::map(pool, [](int i) { return std::make_unique<int>(i); });
    BOOST_TEST(*async_first(std::move(boxes), asio::use_future).get().value() == 7);
}

BOOST_AUTO_TEST_CASE(reduce_folds_in_order)
{
    auto text = [](std::string before, int i) { return before + std::to_string(i); };
    auto all = async_reduce(std::views::iota(0, 5) | genpool::map(pool, doubled), std::string(">"), text,
                            asio::use_future);
    BOOST_TEST(all.get() == ">02468");
    auto const fails = [](int sum, int i) { return i == 3 ? throw std::runtime_error("three") : sum + i; };
    BOOST_TEST(outcome_of(async_reduce(std::views::iota(0), 0, fails, asio::use_future), pool) == "three");
}

BOOST_AUTO_TEST_CASE(nothing_of_a_reduction_is_left_when_its_handler_is_called)
{
    auto const resource = std::make_shared<int>(0);
    auto const adds = [resource](std::shared_ptr<int> so_far, int i) {
        return std::make_shared<int>(*so_far + i);
    };
    auto const of_this_test = resource.use_count();
    for (int round = 0; round != 3000; ++round) { // the pool and this thread must be at the end at once
        asio::io_context here;
        auto const check = [&](std::exception_ptr, std::shared_ptr<int> sum) {
            BOOST_REQUIRE(*sum == 6);
            BOOST_REQUIRE(resource.use_count() == of_this_test);
        };
        async_reduce(ints{1, 2} | genpool::map(pool, doubled), resource, adds,
                     asio::bind_executor(here, check));
        here.run();
    }
}

BOOST_AUTO_TEST_CASE(consume_calls_for_each_and_has_the_summaries_of_all_maps)
{
    ints seen;
    auto pipe = std::views::iota(0) | genpool::map(pool, doubled) | take(4) | genpool::map(pool, doubled);
    auto const s = async_consume(
                       std::move(pipe), [&](int i) { seen.push_back(i); }, asio::use_future)
                       .get();
    BOOST_TEST((seen == ints{0, 4, 8, 12}));
    BOOST_TEST(s.delivered == 4u);
    BOOST_TEST_REQUIRE(s.upstream.size() == 2u);
    BOOST_TEST(s.upstream[0].delivered == 4u);
    BOOST_TEST(balanced(s));
}

BOOST_AUTO_TEST_CASE(cancelling_the_end_cancels_the_whole_pipe)
{
    std::atomic<int> running = 0;
    event begun, done;
    std::string error;
    summary account;
    asio::cancellation_signal cancel;
    auto const waits = [&](int i, std::stop_token stop) {
        ++running;
        begun.set();
        while (!stop.stop_requested())
            std::this_thread::yield();
        --running;
        return i;
    };
    async_consume(
        std::views::iota(0) | genpool::map(pool, waits) | filter([](int) { return true; }), [](int) {},
        asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr e, summary s) {
            error = describe(e);
            account = std::move(s);
            BOOST_TEST(running == 0);
            done.set();
        }));
    begun.wait();
    cancel.emit(asio::cancellation_type::terminal);
    done.wait();
    BOOST_TEST(error == "stopped");
    BOOST_TEST((account.upstream.at(0).ended == end_reason::stopped));
    BOOST_TEST(balanced(account));
}

BOOST_AUTO_TEST_CASE(blocking_takes_any_source)
{
    ints all;
    for (int i : blocking(std::views::iota(0) | genpool::map(pool, doubled) | take(3)))
        all.push_back(i);
    for (int i : blocking(slow_items(2)))
        all.push_back(i);
    BOOST_TEST((all == ints{0, 2, 4, 0, 1}));
}

BOOST_AUTO_TEST_CASE(on_has_a_source_run_elsewhere_ahead_by_one)
{
    asio::thread_pool reader(1);
    std::atomic<int> pulled = 0;
    std::thread::id where;
    auto const watched = [&](int i) {
        ++pulled;
        where = std::this_thread::get_id();
        return i;
    };
    std::optional<stream<int>> s(std::views::iota(0) | std::views::transform(watched) | on(reader));
    std::string error;
    BOOST_TEST(next_of(*s, &error).value() == 0);
    while (pulled < 2)
        std::this_thread::yield();
    BOOST_TEST(next_of(*s, &error).value() == 1);
    close(*s);
    BOOST_TEST(pulled <= 3);
    asio::post(reader, [&] { BOOST_TEST((where == std::this_thread::get_id())); });
    reader.join();
}

BOOST_AUTO_TEST_CASE(an_error_that_nobody_was_told_of_reaches_the_hook)
{
    std::vector<std::string> told;
    set_unobserved_error_handler([&](std::exception_ptr e) {
        told.push_back(describe(e));
        throw std::logic_error("ignored");
    });
    auto const failed = [&] {
        auto s = std::views::iota(5, 6) | genpool::map(pool, fails_at_five);
        while (s.stats().failed == 0)
            std::this_thread::yield();
        return s;
    };
    {
        auto const dropped = failed();
    }
    BOOST_TEST((told == std::vector<std::string>{"five"}));
    {
        auto s = failed();
        BOOST_TEST(end_of(s) == "five");
        auto closed = failed();
        BOOST_TEST(close(closed).error == "five");
        auto fine = std::views::iota(0, 3) | genpool::map(pool, doubled);
    }
    set_unobserved_error_handler(nullptr);
    BOOST_TEST(told.size() == 1u);
    {
        auto const dropped = failed();
    }
    BOOST_TEST(told.size() == 1u);
}

BOOST_AUTO_TEST_CASE(how_a_map_ended_has_a_name)
{
    std::ostringstream out;
    for (auto how : {end_reason::completed, end_reason::failed, end_reason::source_failed,
                     end_reason::stopped, end_reason::pool_gone})
        out << how << ' ';
    BOOST_TEST(out.str() == "completed failed source_failed stopped pool_gone ");
    BOOST_TEST(name_of(end_reason::stopped) == std::string("stopped"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace parts_enders_tests
