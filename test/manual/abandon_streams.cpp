// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Streams whose parts are destroyed in every order, after every step.
#include <genpool/map_stream.hpp>

#include "abandon.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

namespace manual_abandon_streams_tests
{

namespace asio = boost::asio;
using genpool::order;
using namespace genpool::test;

namespace
{

auto const orders = boost::unit_test::data::make({order::input, order::completion});

} // namespace

BOOST_AUTO_TEST_SUITE(abandoned_streams)

BOOST_DATA_TEST_CASE(a_stream_over_a_range, orders, o)
{
    abandon_everywhere(small_plan(o), {part::pool, part::consumer, part::results}, [](scene& s) {
        s.results = genpool::map_stream(*s.pool, range_of(s.log), call(s.log), s.log.planned.limits);
        take_all(s);
    });
}

BOOST_DATA_TEST_CASE(a_stream_over_a_generator, orders, o)
{
    abandon_everywhere(small_plan(o), {part::pool, part::consumer, part::results}, [](scene& s) {
        s.results = genpool::map_stream(*s.pool, generator_of(s.log), call(s.log), s.log.planned.limits);
        take_all(s);
    });
}

BOOST_DATA_TEST_CASE(a_stream_over_a_source_that_waits, orders* boost::unit_test::data::make({false, true}),
                     o, fires)
{
    abandon_everywhere(small_plan(o), {part::pool, part::consumer, part::third, part::results},
                       [fires = fires](scene& s) {
                           s.third = std::make_unique<timer_context>(fires);
                           s.results = genpool::map_stream(*s.pool, waiting_generator_of(s.log, tick_of(s)),
                                                           call(s.log), s.log.planned.limits);
                           take_all(s);
                       });
}

BOOST_DATA_TEST_CASE(a_stream_of_two_stages, orders, o)
{
    abandon_everywhere(small_plan(o), {part::pool, part::consumer, part::results}, [](scene& s) {
        s.log.upstream_window = 1;
        auto const pass = [alive = counted(s.log.alive)](item&& i) { return std::move(i); };
        auto first = genpool::map_stream(*s.pool, generator_of(s.log), pass, {.concurrency = 1, .window = 1});
        s.results = genpool::map_stream(*s.pool, std::move(first), call(s.log), s.log.planned.limits);
        take_all(s);
    });
}

BOOST_DATA_TEST_CASE(a_stream_of_two_stages_on_two_pools, orders, o)
{
    abandon_everywhere(small_plan(o), {part::pool, part::consumer, part::results}, [](scene& s) {
        s.log.upstream_window = 1;
        auto const pass = [alive = counted(s.log.alive)](item&& i) { return std::move(i); };
        auto first =
            genpool::map_stream(*s.consumer, generator_of(s.log), pass, {.concurrency = 1, .window = 1});
        s.results = genpool::map_stream(*s.pool, std::move(first), call(s.log), s.log.planned.limits);
        take_all(s);
    });
}

BOOST_DATA_TEST_CASE(a_stream_of_asynchronous_calls, orders, o)
{
    abandon_everywhere(small_plan(o), {part::pool, part::consumer, part::results}, [](scene& s) {
        s.results = genpool::map_stream(*s.pool, range_of(s.log), waiting_call(s.log), s.log.planned.limits);
        take_all(s);
    });
}

BOOST_DATA_TEST_CASE(a_stream_whose_handler_runs_on_the_pool, orders, o)
{
    abandon_everywhere(small_plan(o), {part::pool, part::results}, [](scene& s) {
        s.consumer.reset();
        s.results = genpool::map_stream(*s.pool, range_of(s.log), call(s.log), s.log.planned.limits);
        s.results->async_next(
            [&s, alive = counted(s.log.alive)](std::exception_ptr error, std::optional<item> i) {
                if (i)
                    deliver(s.log, std::move(*i));
                complete(s.log, error);
            });
    });
}

BOOST_DATA_TEST_CASE(a_stream_that_nobody_takes_from, orders, o)
{
    abandon_everywhere(small_plan(o), {part::pool, part::results}, [](scene& s) {
        s.consumer.reset();
        s.results = genpool::map_stream(*s.pool, range_of(s.log), call(s.log), s.log.planned.limits);
    });
}

BOOST_DATA_TEST_CASE(a_stream_that_is_being_closed, orders, o)
{
    abandon_everywhere(small_plan(o), {part::pool, part::consumer, part::results}, [](scene& s) {
        s.results = genpool::map_stream(*s.pool, generator_of(s.log), call(s.log), s.log.planned.limits);
        s.drain();
        s.results->async_close(
            asio::bind_executor(s.consumer->get_executor(),
                                [&s, alive = counted(s.log.alive)](
                                    std::exception_ptr error, genpool::summary) { complete(s.log, error); }));
    });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace manual_abandon_streams_tests
