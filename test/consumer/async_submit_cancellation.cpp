// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_submit.hpp>

#include "support/execution/event.hpp"
#include "support/maps/usual.hpp"
#include "support/values/describe.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

namespace consumer_async_submit_cancellation_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using asio::cancellation_type;
using genpool::async_submit;

namespace
{

constexpr cancellation_type every_type[] = {cancellation_type::terminal, cancellation_type::partial,
                                            cancellation_type::total};

/// One submission that can be cancelled. A signal must not be emitted while the operation completes, so both
/// happen on one thread.
class submission
{
public:
    template <class Pool, class F>
    submission(Pool& pool, F f)
    {
        auto handler = [this](std::exception_ptr error, int value) {
            slot_is_clear = !signal.slot().has_handler();
            result = describe(error) + " " + std::to_string(value);
            ended.set();
        };
        async_submit(pool, std::move(f),
                     asio::bind_executor(home, asio::bind_cancellation_slot(signal.slot(), handler)));
    }

    void cancel(cancellation_type type)
    {
        event emitted;
        asio::post(home, [&] {
            signal.emit(type);
            emitted.set();
        });
        emitted.wait();
    }

    std::string wait()
    {
        ended.wait();
        return result;
    }

    asio::cancellation_signal signal;
    event ended;
    std::string result;
    bool slot_is_clear = false;
    asio::thread_pool home{1};
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(submit_cancellation, one_thread)

BOOST_AUTO_TEST_CASE(cancelled_before_it_starts_it_is_not_called)
{
    for (auto type : {cancellation_type::terminal, cancellation_type::partial}) {
        asio::io_context later;
        bool called = false;
        submission s(later, [&] {
            called = true;
            return 1;
        });
        s.cancel(type);
        later.run();
        BOOST_TEST(s.wait() == "stopped 0");
        BOOST_TEST(!called);
        BOOST_TEST(s.slot_is_clear);
    }
}

BOOST_AUTO_TEST_CASE(total_cancellation_is_ignored)
{
    asio::io_context later;
    submission s(later, [] { return 1; });
    s.cancel(cancellation_type::total);
    later.run();
    BOOST_TEST(s.wait() == "ok 1");
}

BOOST_AUTO_TEST_CASE(terminal_cancellation_signals_the_stop_token_of_a_call_that_runs_and_waits_for_it)
{
    event started;
    submission s(pool, [&](std::stop_token token) {
        started.set();
        while (!token.stop_requested())
            std::this_thread::yield();
        return 1;
    });
    started.wait();
    s.cancel(cancellation_type::terminal);
    BOOST_TEST(s.wait() == "ok 1");
}

BOOST_AUTO_TEST_CASE(a_call_that_runs_has_the_last_word_whatever_is_emitted)
{
    for (auto type : every_type) {
        event started, go_on;
        submission s(pool, [&] {
            started.set();
            go_on.wait();
            return 1;
        });
        started.wait();
        s.cancel(type);
        go_on.set();
        BOOST_TEST(s.wait() == "ok 1");
        s.cancel(type); // after the end
    }
}

BOOST_AUTO_TEST_CASE(without_terminal_cancellation_no_stop_token_is_signalled)
{
    for (auto type : {cancellation_type::partial, cancellation_type::total}) {
        event started, go_on;
        submission s(pool, [&](std::stop_token token) {
            started.set();
            go_on.wait();
            return token.stop_requested() ? 1 : 2;
        });
        started.wait();
        s.cancel(type);
        go_on.set();
        BOOST_TEST(s.wait() == "ok 2");
    }
}

BOOST_AUTO_TEST_CASE(a_void_call_that_runs_has_the_last_word_too)
{
    asio::cancellation_signal signal;
    event started, go_on, ended;
    std::string result;
    auto const waits = [&] {
        started.set();
        go_on.wait();
    };
    async_submit(pool, waits, asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr error) {
                     result = describe(error);
                     ended.set();
                 }));
    started.wait();
    signal.emit(cancellation_type::terminal); // the call goes on
    go_on.set();
    ended.wait();
    BOOST_TEST(result == "ok");
}

BOOST_AUTO_TEST_CASE(terminal_cancellation_cancels_what_an_awaitable_function_awaits)
{
    event started;
    submission s(pool, [&]() -> asio::awaitable<int> {
        asio::steady_timer timer(pool, asio::steady_timer::time_point::max());
        started.set();
        co_await timer.async_wait(asio::use_awaitable);
        co_return 1;
    });
    started.wait();
    s.cancel(cancellation_type::terminal);
    BOOST_TEST(s.wait() == "stopped 0");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace consumer_async_submit_cancellation_tests
