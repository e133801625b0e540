// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Operations whose parts are destroyed in every order, after every step.
#include <genpool/async_for_each.hpp>
#include <genpool/async_map.hpp>
#include <genpool/async_submit.hpp>
#include <genpool/map_stream.hpp>

#include "abandon.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <chrono>
#include <future>

namespace manual_abandon_operations_tests
{

namespace asio = boost::asio;
using genpool::order;
using namespace genpool::test;

namespace
{

auto const orders = boost::unit_test::data::make({order::input, order::completion});

/// The handler of an operation that ends with a summary.
auto ending(scene& s)
{
    return [&s, alive = counted(s.log.alive)](std::exception_ptr error, genpool::summary account) {
        complete(s.log, error, account);
    };
}

auto delivering(scene& s)
{
    return [&s, alive = counted(s.log.alive)](item&& i) { deliver(s.log, std::move(i)); };
}

/// What becomes of a future: a value or an error, but never nothing.
template <class T>
void expect_an_answer(scene& s, std::future<T> future)
{
    auto const shared = std::make_shared<std::future<T>>(std::move(future));
    s.check_at_end = [&s, shared] {
        s.log.require(shared->wait_for(std::chrono::seconds(0)) == std::future_status::ready,
                      "a future never waits for ever");
    };
}

} // namespace

BOOST_AUTO_TEST_SUITE(abandoned_operations)

BOOST_DATA_TEST_CASE(a_callback_and_a_handler_on_one_context, orders, o)
{
    abandon_everywhere(small_plan(o), {part::pool, part::consumer}, [](scene& s) {
        genpool::async_for_each(*s.pool, generator_of(s.log), call(s.log), delivering(s),
                                s.log.planned.limits,
                                asio::bind_executor(s.consumer->get_executor(), ending(s)));
    });
}

BOOST_DATA_TEST_CASE(a_callback_on_the_pool_and_a_handler_elsewhere, orders, o)
{
    abandon_everywhere(small_plan(o), {part::pool, part::consumer}, [](scene& s) {
        genpool::async_for_each(*s.pool, generator_of(s.log), call(s.log),
                                asio::bind_executor(s.pool->get_executor(), delivering(s)),
                                s.log.planned.limits,
                                asio::bind_executor(s.consumer->get_executor(), ending(s)));
    });
}

BOOST_DATA_TEST_CASE(a_callback_on_one_context_and_a_handler_on_another, orders, o)
{
    abandon_everywhere(small_plan(o), {part::pool, part::consumer, part::third}, [](scene& s) {
        s.third = std::make_unique<timer_context>(false);
        genpool::async_for_each(*s.pool, range_of(s.log), call(s.log),
                                asio::bind_executor(s.third->context.get_executor(), delivering(s)),
                                s.log.planned.limits,
                                asio::bind_executor(s.consumer->get_executor(), ending(s)));
    });
}

BOOST_DATA_TEST_CASE(a_callback_over_a_source_that_waits, orders* boost::unit_test::data::make({false, true}),
                     o, fires)
{
    abandon_everywhere(small_plan(o), {part::pool, part::consumer, part::third}, [fires = fires](scene& s) {
        s.third = std::make_unique<timer_context>(fires);
        genpool::async_for_each(*s.pool, waiting_generator_of(s.log, tick_of(s)), call(s.log), delivering(s),
                                s.log.planned.limits,
                                asio::bind_executor(s.consumer->get_executor(), ending(s)));
    });
}

BOOST_DATA_TEST_CASE(a_callback_with_asynchronous_calls, orders, o)
{
    abandon_everywhere(small_plan(o), {part::pool, part::consumer}, [](scene& s) {
        genpool::async_for_each(*s.pool, range_of(s.log), waiting_call(s.log), delivering(s),
                                s.log.planned.limits,
                                asio::bind_executor(s.consumer->get_executor(), ending(s)));
    });
}

BOOST_DATA_TEST_CASE(a_future_of_all_results, orders, o)
{
    abandon_everywhere(small_plan(o), {part::pool, part::consumer}, [](scene& s) {
        s.log.sees_hand_over = false;
        expect_an_answer(s, genpool::async_map(*s.pool, generator_of(s.log), call(s.log),
                                               s.log.planned.limits, asio::use_future));
        s.log.completions = 1; // nobody else is told
    });
}

BOOST_DATA_TEST_CASE(a_future_over_a_source_that_waits, orders* boost::unit_test::data::make({false, true}),
                     o, fires)
{
    abandon_everywhere(small_plan(o), {part::pool, part::third}, [fires = fires](scene& s) {
        s.log.sees_hand_over = false;
        s.third = std::make_unique<timer_context>(fires);
        expect_an_answer(s, genpool::async_map(*s.pool, waiting_generator_of(s.log, tick_of(s)), call(s.log),
                                               s.log.planned.limits, asio::use_future));
        s.log.completions = 1;
    });
}

BOOST_AUTO_TEST_CASE(a_future_of_one_call)
{
    abandon_everywhere(small_plan(order::input), {part::pool}, [](scene& s) {
        auto const one = [&s, alive = counted(s.log.alive)] { return s.log.alive != 0; };
        expect_an_answer(s, genpool::async_submit(*s.pool, one, asio::use_future));
        s.log.completions = 1;
    });
}

BOOST_DATA_TEST_CASE(a_coroutine_that_takes_from_a_stream, orders, o)
{
    auto const loop = [](scene& s, genpool::stream<item> results) -> asio::awaitable<void> {
        counted const frame(s.log.alive);
        while (auto i = co_await results.async_next(asio::use_awaitable))
            deliver(s.log, std::move(*i));
    };
    abandon_everywhere(small_plan(o), {part::pool, part::consumer}, [&](scene& s) {
        auto results = genpool::map_stream(*s.pool, generator_of(s.log), call(s.log), s.log.planned.limits);
        asio::co_spawn(
            *s.consumer, loop(s, std::move(results)),
            [&s, alive = counted(s.log.alive)](std::exception_ptr error) { complete(s.log, error); });
    });
}

BOOST_DATA_TEST_CASE(a_coroutine_that_awaits_everything, orders, o)
{
    auto const all = [](scene& s) -> asio::awaitable<void> {
        counted const frame(s.log.alive);
        auto const results = co_await genpool::async_map(*s.pool, generator_of(s.log), call(s.log),
                                                         s.log.planned.limits, asio::use_awaitable);
    };
    abandon_everywhere(small_plan(o), {part::pool, part::consumer}, [&](scene& s) {
        s.log.sees_hand_over = false;
        asio::co_spawn(*s.consumer, all(s), [&s, alive = counted(s.log.alive)](std::exception_ptr error) {
            complete(s.log, error);
        });
        s.step(true); // it takes the pool to be there
    });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace manual_abandon_operations_tests
