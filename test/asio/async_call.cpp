// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../support/execution/manual_executor.hpp"
#include "../support/values/describe.hpp"
#include <genpool/detail/async_call.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>
#include <string>
#include <utility>

namespace asio_async_call_tests
{

namespace asio = boost::asio;
using genpool::detail::async_calls_on;
using genpool::detail::slot;
using genpool::detail::spawn_call;
using genpool::test::describe;
using genpool::test::manual_context;

namespace
{

/// How a call has ended.
struct end_of_call
{
    void finished(std::exception_ptr error) { *how = describe(error); }
    void dropped() { *how = "dropped"; }

    std::string* how;
};

struct fixture
{
    void spawn(asio::awaitable<int> call)
    {
        spawn_call(
            calls, index, out, [&](std::stop_source const&) { return std::move(call); }, end_of_call{&how});
    }

    manual_context pool;
    std::uint64_t index = 7;
    async_calls_on<manual_context::executor_type, false> calls{pool.get_executor()};
    slot<int> out;
    std::string how = "none";
};

asio::awaitable<int> at_once() { co_return 1; }

asio::awaitable<int> in_later_turns()
{
    co_await asio::post(asio::use_awaitable);
    co_await asio::post(asio::use_awaitable);
    co_return 2;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(async_call, fixture)

BOOST_AUTO_TEST_CASE(a_call_ends_in_turns_of_its_pool)
{
    spawn(in_later_turns());
    BOOST_TEST(how == "none");
    pool.run();
    BOOST_TEST(how == "ok");
    BOOST_TEST(*out == 2);
}

BOOST_AUTO_TEST_CASE(a_call_that_is_spawned_after_the_others_were_cancelled_is_cancelled)
{
    // Asio lets the exception of a coroutine that is cancelled before it begins escape to the pool.
    calls.cancel(index);
    spawn(in_later_turns());
    BOOST_CHECK_NO_THROW(pool.run());
    BOOST_TEST(how == "stopped");
}

BOOST_AUTO_TEST_CASE(a_call_that_never_waits_does_not_notice_that_it_is_cancelled)
{
    calls.cancel(index);
    spawn(at_once());
    BOOST_CHECK_NO_THROW(pool.run());
    BOOST_TEST(how == "ok");
    BOOST_TEST(*out == 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace asio_async_call_tests
