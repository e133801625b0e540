// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Maps that are cancelled, or lose a context, while an awaitable of their callback is pending.
#include <genpool/async_for_each.hpp>

#include "support/maps/cancellable_map.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace consumer_on_result_awaitable_ends_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using asio::cancellation_type;
using asio::use_awaitable;
using genpool::async_for_each;
using genpool::end_reason;

namespace
{

/// Waits until it is cancelled.
asio::awaitable<void> for_ever()
{
    asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
    co_await timer.async_wait(use_awaitable);
}

/// Tells when a coroutine's variables are destroyed.
class presence
{
public:
    explicit presence(std::atomic<int>& there) : there_(there) { ++there_; }
    presence(presence const&) = delete;
    presence& operator=(presence const&) = delete;
    ~presence() { --there_; }

private:
    std::atomic<int>& there_;
};

struct fixture : two_threads
{
    /// A callback that waits until it is cancelled.
    auto waiting()
    {
        return [this, mine = owned](std::size_t) -> asio::awaitable<void> {
            presence const here(there);
            waits.set();
            co_await for_ever();
        };
    }

    std::shared_ptr<int> owned = std::make_shared<int>();
    std::atomic<int> there{0};
    event waits;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ends_of_on_result_awaitable, fixture)

BOOST_AUTO_TEST_CASE(terminal_cancellation_ends_it_and_waits_for_that)
{
    cancellable_map map(pool, endless(), std::identity(), {.window = 4}, waiting());
    waits.wait();
    map.cancel(cancellation_type::partial);
    BOOST_TEST(!map.has_ended());
    map.cancel(cancellation_type::terminal);
    BOOST_TEST(map.wait() == "stopped");
    BOOST_TEST(there == 0);
    BOOST_TEST((map.account.ended == end_reason::stopped));
    BOOST_TEST(map.account.delivered == 1u);
    BOOST_TEST(balanced(map.account));
}

BOOST_AUTO_TEST_CASE(terminal_cancellation_before_it_waits_reaches_it_too)
{
    event called;
    event go_on;
    auto const on_result = [&](std::size_t) -> asio::awaitable<void> {
        called.set();
        go_on.wait();
        co_await for_ever();
    };
    cancellable_map map(pool, endless(), std::identity(), {}, on_result);
    called.wait();
    map.cancel(cancellation_type::terminal);
    go_on.set();
    BOOST_TEST(map.wait() == "stopped");
}

BOOST_AUTO_TEST_CASE(one_that_goes_on_although_it_was_told_to_stop_gets_what_is_left)
{
    std::atomic<std::size_t> called{0};
    auto const on_result = [&](std::size_t) -> asio::awaitable<void> {
        ++called;
        waits.set();
        try {
            co_await for_ever();
        } catch (boost::system::system_error const&) {
        }
    };
    cancellable_map map(pool, numbers(4), std::identity(), {}, on_result);
    waits.wait();
    map.cancel(cancellation_type::terminal);
    map.wait();
    BOOST_TEST(called == map.account.delivered);
    BOOST_TEST(balanced(map.account));
}

BOOST_AUTO_TEST_CASE(a_map_is_no_success_if_its_last_result_was_not_dealt_with)
{
    cancellable_map map(pool, numbers(1), std::identity(), {}, waiting());
    waits.wait();
    map.cancel(cancellation_type::terminal);
    BOOST_TEST(map.wait() == "stopped");
    BOOST_TEST(map.account.delivered == 1u);
}

BOOST_AUTO_TEST_CASE(a_context_that_is_destroyed_meanwhile_leaves_nothing_behind)
{
    for (bool timers_first : {false, true}) {
        event begun;
        {
            asio::io_context context;
            if (timers_first)
                asio::steady_timer timer(context);
            auto const on_result = [&, mine = owned](std::size_t) -> asio::awaitable<void> {
                presence const here(there);
                begun.set();
                co_await for_ever();
            };
            auto const handler = [mine = owned](std::exception_ptr, genpool::summary) {
                BOOST_ERROR("nobody is left to call this");
            };
            async_for_each(context, endless(), std::identity(), on_result, handler);
            while (!begun.is_set())
                context.run_one();
            BOOST_TEST(there == 1);
        }
        BOOST_TEST(there == 0);
        BOOST_TEST(owned.use_count() == 1);
    }
}

BOOST_AUTO_TEST_CASE(its_own_context_alone_may_be_destroyed_meanwhile)
{
    event ended;
    std::string error;
    {
        asio::io_context context;
        auto const handler = [&](std::exception_ptr e, genpool::summary) {
            error = describe(e);
            ended.set();
        };
        async_for_each(pool, endless(), std::identity(), asio::bind_executor(context, waiting()), handler);
        while (!waits.is_set())
            context.run_one();
    }
    ended.wait();
    BOOST_TEST(error == "stopped");
    BOOST_TEST(there == 0);
    pool.join();
    BOOST_TEST(owned.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(the_handlers_context_alone_may_be_destroyed_meanwhile)
{
    {
        asio::io_context context;
        auto const handler = [](std::exception_ptr, genpool::summary) {
            BOOST_ERROR("nobody is left to call this");
        };
        async_for_each(pool, endless(), std::identity(), asio::bind_executor(pool, waiting()),
                       asio::bind_executor(context, handler));
        waits.wait();
    }
    pool.join(); // it was told to stop
    BOOST_TEST(there == 0);
    BOOST_TEST(owned.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(the_pool_may_be_destroyed_meanwhile)
{
    asio::thread_pool elsewhere(1);
    std::optional<asio::thread_pool> gone(std::in_place, 1);
    event go_on;
    event ended;
    std::string error;
    auto const on_result = [&](std::size_t) -> asio::awaitable<void> {
        waits.set();
        go_on.wait();
        co_await asio::post(use_awaitable);
    };
    auto const handler = [&](std::exception_ptr e, genpool::summary) {
        error = describe(e);
        ended.set();
    };
    async_for_each(*gone, endless(), std::identity(), asio::bind_executor(elsewhere, on_result),
                   {.window = 3}, asio::bind_executor(elsewhere, handler));
    waits.wait();
    gone.reset();
    go_on.set();
    ended.wait();
    BOOST_TEST(error == "pool gone");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace consumer_on_result_awaitable_ends_tests
