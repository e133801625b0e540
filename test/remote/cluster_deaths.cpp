// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "remote/mortal_cluster.hpp"
#include <genpool/remote/cluster.hpp>

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <future>
#include <list>
#include <random>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace remote_cluster_deaths_tests
{

using namespace genpool::remote;
using namespace genpool::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

/// A program that is killed: that of the disabled suite below.
constexpr char const* program_suite = "--run_test=remote_cluster_program";

BOOST_FIXTURE_TEST_SUITE(remote_cluster_deaths, mortal_cluster,
                         *boost::unit_test::precondition(there_is_nats))

BOOST_AUTO_TEST_CASE(the_item_of_a_worker_that_dies_is_given_to_another)
{
    cluster workers(pool, options());
    auto first = start_worker(server.url(), 1);
    auto const f = workers.function<int(std::pair<std::string, int>)>("counted_sleep");
    auto result = asio::co_spawn(pool, f({file, 300}), asio::use_future);
    while (wait_for_file(file) != "x")
        std::this_thread::sleep_for(1ms);
    first.kill();
    auto const second = start_worker(server.url(), 1);
    BOOST_TEST(result.get() == 300);
    BOOST_TEST(wait_for_file(file) == "xx");
}

BOOST_AUTO_TEST_CASE(an_item_that_kills_workers_is_given_up_after_all_attempts)
{
    auto twice = options();
    twice.attempts = 2;
    cluster workers(pool, twice);
    std::vector<started_program> started;
    for (int i = 0; i != 3; ++i)
        started.push_back(start_worker(server.url(), 1));
    auto result = asio::co_spawn(pool, workers.function<int(int)>("killed_by")(SIGKILL), asio::use_future);
    try {
        result.get();
        BOOST_ERROR("it lives");
    } catch (worker_lost const& error) {
        BOOST_TEST(error.attempts() == 2U);
    }
    auto const last = asio::co_spawn(pool, workers.function<int(int)>("sleeps")(1), asio::use_future).get();
    BOOST_TEST(last == 1);
}

BOOST_AUTO_TEST_CASE(a_call_fails_when_every_worker_has_died)
{
    auto worker = start_worker(server.url(), 1);
    cluster patient(pool, options());
    asio::co_spawn(pool, patient.function<int(int)>("sleeps")(1), asio::use_future).get(); // it is there
    auto impatient = options();
    impatient.lease = 30s;
    impatient.patience = 2s;
    cluster workers(pool, impatient);
    auto const f = workers.function<int(std::pair<std::string, int>)>("counted_sleep");
    // One that works for longer is seen to live.
    BOOST_TEST(asio::co_spawn(pool, f({file + ".other", 5000}), asio::use_future).get() == 5000);
    auto result = asio::co_spawn(pool, f({file, 60'000}), asio::use_future);
    while (wait_for_file(file) != "x")
        std::this_thread::sleep_for(1ms);
    worker.kill();
    BOOST_CHECK_THROW(result.get(), no_workers);
}

BOOST_AUTO_TEST_CASE(what_the_server_has_lost_is_given_to_it_again)
{
    cluster workers(pool, options());
    auto result = asio::co_spawn(pool, workers.function<int(int)>("doubled_slowly")(1), asio::use_future);
    while (server.streams() == 0)
        std::this_thread::sleep_for(1ms);
    auto const purge = "$JS.API.STREAM.PURGE." + server.stream_names()[0];
    while (server.ask(purge).find("\"purged\":1") == std::string::npos)
        std::this_thread::sleep_for(1ms);
    auto const worker = start_worker(server.url());
    BOOST_TEST(result.get() == 2);
}

BOOST_AUTO_TEST_CASE(what_workers_give_back_costs_no_attempt)
{
    auto once = options();
    once.attempts = 1;
    once.lease = 30s;
    cluster workers(pool, once);
    started_program worker = start_worker(server.url(), 1);
    // Of calls that are so short a worker takes many ahead.
    std::vector<std::string> items(20'000);
    auto results =
        genpool::async_map(pool, std::move(items), workers.function<std::string(std::string)>("echo"),
                           {.concurrency = 64}, asio::use_future);
    for (int i = 0; i != 5; ++i) {
        auto next = start_worker(server.url(), 1);
        auto const before = workers.stats().results;
        while (workers.stats().results < before + 500 && results.wait_for(1ms) != std::future_status::ready)
            ;
        worker.signal(SIGTERM);
        BOOST_TEST(worker.wait() == 0);
        worker = std::move(next);
    }
    BOOST_TEST(results.get().size() == 20'000U);
}

BOOST_AUTO_TEST_CASE(workers_are_killed_at_random)
{
    cluster workers(pool, options());
    std::list<started_program> started;
    started.push_back(start_worker(server.url()));
    started.push_back(start_worker(server.url()));
    map_while(workers, [&](std::atomic<bool> const& ended) {
        std::mt19937 random(1);
        for (int kills = 0; kills != 5 && !ended; ++kills) {
            std::this_thread::sleep_for(std::chrono::milliseconds(50 + random() % 100));
            started.pop_front();
            started.push_back(start_worker(server.url()));
        }
    });
}

BOOST_AUTO_TEST_CASE(the_only_server_is_killed_and_started_again_on_its_directory)
{
    cluster workers(pool, options());
    auto const worker = start_worker(server.url());
    map_while(workers, [&](std::atomic<bool> const&) {
        for (int i = 0; i != 2; ++i) {
            std::this_thread::sleep_for(200ms);
            server.kill();
            std::this_thread::sleep_for(100ms);
            server.start_again();
            std::this_thread::sleep_for(500ms);
        }
    });
}

BOOST_AUTO_TEST_CASE(a_worker_that_is_told_to_end_finishes_what_it_has_begun)
{
    cluster workers(pool, options());
    auto first = start_worker(server.url(), 1);
    auto const f = workers.function<int(std::pair<std::string, int>)>("counted_sleep");
    auto result = asio::co_spawn(pool, f({file, 800}), asio::use_future);
    wait_for_file(file);
    first.signal(SIGTERM);
    BOOST_TEST(first.wait() == 0);
    BOOST_TEST(result.get() == 800);
    BOOST_TEST(wait_for_file(file) == "x");
}

BOOST_AUTO_TEST_CASE(what_is_left_of_a_program_that_dies_is_removed)
{
    auto const worker = start_worker(server.url());
    started_program program({"/proc/self/exe", program_suite, "--", worker_program(), server.url(), file});
    wait_for_file(file + ".begun");
    BOOST_TEST(server.streams() == 1U);
    program.kill();
    wait_for_file(file + ".stopped"); // its function was told
    while (server.streams() != 0)
        std::this_thread::sleep_for(1ms);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(remote_cluster_program, *boost::unit_test::disabled())

BOOST_AUTO_TEST_CASE(calls_a_function_that_returns_when_it_is_told)
{
    auto const& suite = boost::unit_test::framework::master_test_suite();
    asio::io_context io;
    cluster workers(io, {.url = suite.argv[2], .lease = 500ms, .patience = 4s}); // on a busy machine, too
    call(io, workers.function<std::string(std::string)>("until_stopped"), std::string(suite.argv[3]));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace remote_cluster_deaths_tests
