// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_map.hpp>

#include "remote/servers.hpp"
#include "remote/workers.hpp"
#include <genpool/remote/cluster.hpp>

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <csignal>
#include <list>
#include <numeric>
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

struct mortal_cluster
{
    nats_server server;
    temporary_tree const tree;
    std::string const file = (tree / "call").string();
    asio::thread_pool pool{2};

    cluster_options options() const { return {.url = server.url(), .attempts = 100, .lease = 500ms}; }

    /// That each of many items has the one right result while something dies.
    template <class Disturb>
    void map_while(cluster& workers, Disturb disturb)
    {
        std::vector<int> items(300);
        std::iota(items.begin(), items.end(), 0);
        auto f = workers.function<int(int)>("doubled_slowly");
        auto results = genpool::async_map(pool, std::vector(items), f, {.concurrency = 16}, asio::use_future);
        std::atomic<bool> ended = false;
        std::thread disturber([&] { disturb(ended); });
        auto const all = results.get();
        ended = true;
        disturber.join();
        BOOST_REQUIRE(all.size() == items.size());
        for (std::size_t i = 0; i != items.size(); ++i)
            BOOST_REQUIRE(all[i] == 2 * items[i]);
        BOOST_TEST(workers.stats().results == items.size());
    }
};

BOOST_FIXTURE_TEST_SUITE(remote_cluster_deaths, mortal_cluster,
                         *boost::unit_test::precondition(there_is_nats))

BOOST_AUTO_TEST_CASE(the_item_of_a_worker_that_dies_is_given_to_another)
{
    cluster workers(pool, options());
    auto first = start_worker(server, 1);
    auto const f = workers.function<int(std::pair<std::string, int>)>("counted_sleep");
    auto result = asio::co_spawn(pool, f({file, 300}), asio::use_future);
    while (wait_for_file(file) != "x")
        std::this_thread::sleep_for(1ms);
    first.kill();
    auto const second = start_worker(server, 1);
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
        started.push_back(start_worker(server, 1));
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

BOOST_AUTO_TEST_CASE(workers_are_killed_at_random)
{
    cluster workers(pool, options());
    std::list<started_program> started;
    started.push_back(start_worker(server));
    started.push_back(start_worker(server));
    map_while(workers, [&](std::atomic<bool> const& ended) {
        std::mt19937 random(1);
        for (int kills = 0; kills != 5 && !ended; ++kills) {
            std::this_thread::sleep_for(std::chrono::milliseconds(50 + random() % 100));
            started.pop_front();
            started.push_back(start_worker(server));
        }
    });
}

BOOST_AUTO_TEST_CASE(the_only_server_is_killed_and_started_again_on_its_directory)
{
    cluster workers(pool, options());
    auto const worker = start_worker(server);
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
    auto first = start_worker(server, 1);
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
    auto const worker = start_worker(server);
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
    cluster workers(io, {.url = suite.argv[2], .lease = 500ms, .patience = 1s});
    call(io, workers.function<std::string(std::string)>("until_stopped"), std::string(suite.argv[3]));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace remote_cluster_deaths_tests
