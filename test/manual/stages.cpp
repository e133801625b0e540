// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/map_stream.hpp>

#include "journal.hpp"
#include "support/execution/manual_executor.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace manual_stages_tests
{

namespace asio = boost::asio;
using namespace genpool::test;

namespace
{

struct fixture
{
    /// Runs both contexts until nothing is queued.
    void run()
    {
        while (pool.run() + consumer.run() != 0) {
        }
    }

    journal log{plan{100, {.concurrency = 1, .window = 1}, {}, {}}};
    manual_context consumer;
    manual_context pool;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(stages, fixture)

BOOST_AUTO_TEST_CASE(a_stop_reaches_an_earlier_stage_from_which_nothing_is_being_pulled)
{
    genpool::stream<item>* last = nullptr;
    int calls = 0;
    bool told = false;
    auto first = genpool::map_stream(pool, generator_of(log),
                                     [&](item&& i, std::stop_token t) {
                                         if (++calls == 2) { // the second stage has what it has room for
                                             BOOST_TEST(!t.stop_requested());
                                             last->request_stop();
                                             log.stopped = true;
                                             told = t.stop_requested();
                                         }
                                         return std::move(i);
                                     },
                                     {.concurrency = 1, .window = 1});
    log.upstream_window = 1;
    auto second = genpool::map_stream(pool, std::move(first), call(log), {.concurrency = 1, .window = 1});
    last = &second;
    run();
    BOOST_TEST(calls == 2);
    BOOST_TEST(log.pulled == 2u);
    BOOST_TEST(told);
    BOOST_TEST(log.broken == "");
}

BOOST_AUTO_TEST_CASE(an_async_next_that_is_aborted_completes_before_async_close)
{
    auto results =
        genpool::map_stream(pool, waiting_generator_of(log, turn_of(consumer.get_executor())), call(log));
    pool.run();
    std::vector<std::string> ends;
    results.async_next(
        asio::bind_executor(consumer.get_executor(), [&](std::exception_ptr e, std::optional<item>) {
            ends.push_back("next: " + describe(e));
        }));
    consumer.run_one();
    log.stopped = true;
    results.async_close(
        asio::bind_executor(consumer.get_executor(), [&](std::exception_ptr e, genpool::summary) {
            ends.push_back("close: " + describe(e));
        }));
    run();
    BOOST_TEST(ends == (std::vector<std::string>{"next: stopped", "close: ok"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace manual_stages_tests
