// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "remote/mortal_cluster.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <thread>
#include <vector>

namespace remote_cluster_servers_tests
{

using namespace genpool::remote;
using namespace genpool::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

// The proof (proof/remote/remote.cpp) does these for longer, and more often.
BOOST_AUTO_TEST_SUITE(remote_cluster_servers, *boost::unit_test::precondition(there_is_nats))

BOOST_AUTO_TEST_CASE(one_of_three_servers_is_killed_and_started_again)
{
    nats_cluster servers;
    asio::thread_pool pool(2);
    cluster workers(pool,
                    {.url = servers.urls(), .attempts = 100, .lease = 1s, .patience = 60s, .replicas = 3});
    auto const worker = start_worker(servers.urls());
    map_while(pool, workers, [&](std::atomic<bool> const& ended) {
        while (workers.stats().results < 100 && !ended)
            std::this_thread::sleep_for(1ms);
        servers[0].kill();
        std::this_thread::sleep_for(200ms);
        servers[0].start_again();
    });
}

BOOST_AUTO_TEST_CASE(a_server_that_is_not_there_is_passed_over)
{
    nats_server first;
    nats_server const second;
    auto const urls = first.url() + "," + second.url();
    first.kill();
    asio::io_context io;
    cluster workers(io, {.url = urls});
    auto const worker = start_worker(urls);
    BOOST_TEST(call(io, workers.function<int(int)>("sleeps"), 1) == 1);
    BOOST_TEST(second.streams() == 1U);
}

BOOST_AUTO_TEST_CASE(a_worker_is_cut_off_and_comes_back,
                     *boost::unit_test::precondition(there_are_namespaces))
{
    network net(2);
    nats_server const server({}, net.here());
    asio::thread_pool pool(2);
    cluster workers(pool, {.url = server.url(), .attempts = 100, .lease = 500ms});
    std::vector<started_program> started;
    for (std::size_t i = 0; i != 2; ++i) {
        auto command = net.place(i).command;
        command.insert(command.end(), {worker_program(), "--cluster=" + server.url()});
        started.emplace_back(std::move(command));
    }
    map_while(pool, workers, [&](std::atomic<bool> const& ended) {
        for (std::size_t i = 0; i != 2 && !ended; ++i) {
            while (workers.stats().results < 50 * (i + 1) && !ended)
                std::this_thread::sleep_for(1ms);
            net.cut(i);
            std::this_thread::sleep_for(800ms);
            net.join(i);
        }
    });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace remote_cluster_servers_tests
