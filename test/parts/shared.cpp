// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What maps share with others: budgets, queues that are pushed into, lists of work, channels.
#include <genpool/async_collect.hpp>
#include <genpool/budget.hpp>
#include <genpool/channel.hpp>
#include <genpool/filter.hpp>
#include <genpool/map.hpp>
#include <genpool/push_source.hpp>
#include <genpool/worklist.hpp>

#include "support.hpp"
#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"
#include "support/values/describe.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace parts_shared_tests
{

using namespace genpool;
using namespace genpool::test;
namespace asio = boost::asio;
using boost::system::error_code;

namespace
{

using channel = asio::experimental::concurrent_channel<void(error_code, int)>;

std::size_t weight(int const& i) { return static_cast<std::size_t>(i); }

/// Moved on by who keeps it, and let go.
auto const keeps = [](charged<int> i) { return i; };

} // namespace

BOOST_FIXTURE_TEST_SUITE(parts_shared, two_threads)

BOOST_AUTO_TEST_CASE(a_budget_is_never_exceeded_and_empty_in_the_end)
{
    budget const b(10);
    std::atomic<std::size_t> now = 0, most = 0;
    auto const f = [&](int i) {
        auto const used = now += weight(i);
        for (auto seen = most.load(); seen < used && !most.compare_exchange_weak(seen, used);) {
        }
        std::this_thread::yield();
        now -= weight(i);
        return i;
    };
    ints weights;
    for (int i = 0; i != 300; ++i)
        weights.push_back(i % 7);
    auto const pipe = charge(b, weight) | genpool::map(pool, f, {.window = 50});
    auto one = async_collect(std::ref(weights) | pipe, asio::use_future);
    asio::thread_pool other(2);
    auto two =
        async_collect(std::ref(weights) | charge(b, weight) | genpool::map(other, f), asio::use_future);
    BOOST_TEST((one.get() == weights));
    BOOST_TEST((two.get() == weights));
    BOOST_TEST(most <= 10u);
    BOOST_TEST(b.used() == 0u);
}

BOOST_AUTO_TEST_CASE(what_nobody_could_choose_is_refused)
{
    auto const says = [](std::string words) {
        return [words](std::invalid_argument const& e) { return std::string(e.what()).starts_with(words); };
    };
    BOOST_CHECK_EXCEPTION(budget{genpool::automatic}, std::invalid_argument,
                          says("genpool::budget: there is no automatic limit"));
    BOOST_CHECK_EXCEPTION(push_source<int>{genpool::automatic}, std::invalid_argument,
                          says("genpool::push_source: there is no automatic limit"));
    push_source<int> queue(limit::unlimited);
    BOOST_TEST(queue.try_push(1));
}

BOOST_AUTO_TEST_CASE(an_item_heavier_than_the_budget_runs_alone) // T22
{
    budget const b(5);
    std::atomic<int> running = 0;
    std::atomic<int> not_alone = 0;
    auto const f = [&](int i) {
        int const beside = running++;
        not_alone += i == 100 && beside != 0;
        std::this_thread::yield();
        not_alone += i == 100 && running != 1;
        --running;
        return i;
    };
    ints const weights{1, 2, 100, 1, 100, 100, 2};
    BOOST_TEST((async_collect(std::ref(weights) | charge(b, weight) | genpool::map(pool, f), asio::use_future)
                    .get() == weights));
    BOOST_TEST(not_alone == 0);
    BOOST_TEST(b.used() == 0u);
}

BOOST_AUTO_TEST_CASE(a_share_goes_where_the_item_is_moved_to)
{
    budget const b(2);
    auto s = ints{1, 1, 1} | charge(b, weight) | genpool::map(pool, keeps);
    std::optional<charged<int>> first = next_of(s), second = next_of(s);
    BOOST_TEST(b.used() == 2u);
    BOOST_TEST(s.stats().pulled == 2u);
    next_call third(s);
    first.reset();
    BOOST_TEST(*third.item().value() == 1);
    second->give_back();
    BOOST_TEST(b.used() == 0u); // the third is gone
    BOOST_TEST(end_of(s) == "ok");
}

BOOST_AUTO_TEST_CASE(waiting_for_a_budget_can_be_stopped_and_all_is_given_back)
{
    budget const b(1);
    auto s = ints{1, 1} | charge(b, weight) | genpool::map(pool, keeps);
    auto const held = next_of(s);
    s.request_stop();
    BOOST_TEST(end_of(s) == "stopped");
    BOOST_TEST((close(s).account.ended == end_reason::stopped));
    BOOST_TEST(b.used() == 1u);
    {
        auto again = ints{1, 1} | charge(b, weight) | genpool::map(pool, keeps);
    } // dropped while it waits
    auto const fails = [](int i) { return i == 0 ? throw std::runtime_error("zero") : i; };
    budget const c(3);
    BOOST_TEST(outcome_of([&] {
                   async_collect(ints{1, 1, 0, 1, 1} | charge(c, weight) | genpool::map(pool, fails),
                                 asio::use_future)
                       .get();
               }) == "zero");
    BOOST_TEST(c.used() == 0u);
}

BOOST_AUTO_TEST_CASE(a_pool_that_goes_gives_the_budget_back)
{
    budget const b(1);
    std::optional<asio::thread_pool> other(std::in_place, 1);
    auto s = ints{1, 1, 1} | charge(b, weight) | genpool::map(*other, keeps);
    std::optional<charged<int>> held = next_of(s);
    other.reset();
    held.reset();
    BOOST_TEST(end_of(s) == "pool gone");
    BOOST_TEST(b.used() == 0u);
}

BOOST_AUTO_TEST_CASE(what_is_pushed_comes_out_in_order_and_is_bounded)
{
    push_source<int> queue(2);
    BOOST_TEST(queue.try_push(1));
    BOOST_TEST(queue.try_push(2));
    BOOST_TEST(!queue.try_push(3));
    auto third = queue.async_push(3, asio::use_future);
    auto fourth = queue.async_push(4, asio::use_future);
    BOOST_TEST((third.wait_for(std::chrono::seconds(0)) == std::future_status::timeout));
    auto all = async_collect(queue, asio::use_future);
    third.get();
    fourth.get();
    queue.close();
    BOOST_TEST((all.get() == ints{1, 2, 3, 4}));
    BOOST_TEST(!queue.try_push(5));
    BOOST_CHECK_THROW(queue.async_push(5, asio::use_future).get(), boost::system::system_error);
}

BOOST_AUTO_TEST_CASE(threads_push_while_a_map_pulls)
{
    push_source<std::unique_ptr<int>> queue(3);
    auto sum = async_collect(queue | genpool::map(pool, [](std::unique_ptr<int> p) { return *p; }),
                             asio::use_future);
    std::vector<std::thread> threads;
    for (int t = 0; t != 3; ++t)
        threads.emplace_back([queue, t]() mutable {
            for (int i = 0; i != 200; ++i)
                queue.async_push(std::make_unique<int>(t * 200 + i), asio::use_future).get();
        });
    for (auto& t : threads)
        t.join();
    queue.close();
    auto all = sum.get();
    std::ranges::sort(all);
    BOOST_TEST((std::ranges::equal(all, std::views::iota(0, 600))));
}

BOOST_AUTO_TEST_CASE(an_error_that_a_queue_is_closed_with_comes_after_its_items)
{
    push_source<int> queue(5);
    queue.try_push(1);
    queue.close(std::make_exception_ptr(std::runtime_error("closed")));
    auto const map = collect_map(pool, queue, std::identity());
    BOOST_TEST((map.results == ints{1}));
    BOOST_TEST(map.error == "source: closed");
}

BOOST_AUTO_TEST_CASE(who_reads_a_queue_can_be_stopped_while_it_waits_and_pushes_then_fail)
{
    push_source<int> queue(1);
    auto s = queue | genpool::map(pool, std::identity());
    BOOST_CHECK_THROW(static_cast<void>(queue | genpool::map(pool, std::identity())), std::invalid_argument);
    BOOST_TEST((close(s).account.ended == end_reason::stopped));
    BOOST_TEST(!queue.try_push(1));
    BOOST_TEST(outcome_of([&] { queue.async_push(1, asio::use_future).get(); }) != "ok");
}

BOOST_AUTO_TEST_CASE(a_push_that_waits_can_be_cancelled)
{
    push_source<int> queue(1);
    queue.try_push(1);
    asio::io_context context;
    asio::cancellation_signal cancel;
    error_code error;
    int called = 0;
    queue.async_push(
        2, asio::bind_cancellation_slot(cancel.slot(), asio::bind_executor(context, [&](error_code e) {
                                            error = e;
                                            ++called;
                                        })));
    context.poll();
    BOOST_TEST(called == 0);
    cancel.emit(asio::cancellation_type::total);
    BOOST_TEST(called == 0);
    context.restart();
    context.run();
    BOOST_TEST(called == 1);
    BOOST_TEST((error == asio::error::operation_aborted));
    queue.close();
    BOOST_TEST((async_collect(queue, asio::use_future).get() == ints{1}));
}

BOOST_AUTO_TEST_CASE(a_context_that_goes_destroys_the_push_that_waits)
{
    push_source<int> queue(1);
    queue.try_push(1);
    auto const alive = std::make_shared<int>();
    {
        asio::io_context context;
        queue.async_push(2, asio::bind_executor(context, [alive](error_code) { BOOST_ERROR("called"); }));
        BOOST_TEST(alive.use_count() == 2);
    }
    BOOST_TEST(alive.use_count() == 1);
    queue.close();
    BOOST_TEST((async_collect(queue, asio::use_future).get() == ints{1}));
}

BOOST_AUTO_TEST_CASE(a_worklist_ends_when_no_call_can_add_anything)
{
    worklist<int> list;
    list.push(1);
    std::atomic<int> calls = 0;
    auto const visit = [&, list](int i) {
        ++calls;
        for (int next : {2 * i, 2 * i + 1})
            if (next < 500)
                list.push(next);
        return i;
    };
    auto all =
        async_collect(list | genpool::map(pool, visit, {.order = order::completion}), asio::use_future).get();
    std::ranges::sort(all);
    BOOST_TEST((std::ranges::equal(all, std::views::iota(1, 500))));
    BOOST_TEST(calls == 499);
    BOOST_TEST(async_collect(worklist<int>() | genpool::map(pool, [](int i) { return i; }), asio::use_future)
                   .get()
                   .empty());
}

BOOST_AUTO_TEST_CASE(an_item_that_is_moved_on_keeps_its_worklist_open)
{
    worklist<std::string> list;
    list.push("first");
    auto s = list | genpool::map(pool, [](worklist<std::string>::item i) { return i; });
    std::optional<worklist<std::string>::item> kept = next_of(s);
    BOOST_TEST(**kept == "first");
    list.push("second");
    auto const second = next_of(s);
    BOOST_TEST(**second == "second");
    next_call third(s);
    BOOST_TEST(!third.done());
    kept.reset();
    s.request_stop(); // the second is alive still
    BOOST_TEST(third.error() == "stopped");
}

BOOST_AUTO_TEST_CASE(a_channel_is_a_source_until_it_ends_or_is_closed)
{
    channel messages(pool, 10);
    auto all = async_collect(std::ref(messages) | filter([](int i) { return i != 2; }) |
                                 genpool::map(pool, std::identity()),
                             asio::use_future);
    for (int i = 0; i != 5; ++i)
        messages.async_send(error_code(), i, asio::use_future).get();
    messages.async_send(asio::error::make_error_code(asio::error::eof), 0, asio::use_future).get();
    BOOST_TEST((all.get() == ints{0, 1, 3, 4}));
    auto s = std::ref(messages) | genpool::map(pool, std::identity());
    messages.async_send(error_code(), 7, asio::use_future).get();
    BOOST_TEST(next_of(s).value() == 7);
    messages.close();
    BOOST_TEST(end_of(s) == "ok");
}

BOOST_AUTO_TEST_CASE(an_error_in_a_channel_is_the_failure_of_the_source)
{
    channel messages(pool, 3);
    messages.try_send(error_code(), 1);
    messages.try_send(asio::error::make_error_code(asio::error::connection_reset), 2);
    auto const map = collect_map(pool, std::ref(messages), std::identity());
    BOOST_TEST((map.results == ints{1}));
    BOOST_TEST(map.error.starts_with("source: "));
    auto s = std::ref(messages) | genpool::map(pool, std::identity());
    BOOST_TEST((close(s).account.ended == end_reason::stopped));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace parts_shared_tests
