// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/async_map.hpp>

#include "remote/workers.hpp"
#include "support/files/temporary_tree.hpp"
#include <genpool/remote/cluster.hpp>

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <numeric>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace genpool::test
{

/// That each of many items has the one right result while something dies.
template <class Disturb>
void map_while(boost::asio::thread_pool& pool, remote::cluster& workers, Disturb disturb)
{
    std::vector<int> items(300);
    std::iota(items.begin(), items.end(), 0);
    auto results = async_map(pool, std::vector(items), workers.function<int(int)>("doubled_slowly"),
                             {.concurrency = 16}, boost::asio::use_future);
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

/// What dies in the tests.
struct mortal_cluster
{
    nats_server server;
    temporary_tree const tree;
    std::string const file = (tree / "call").string();
    boost::asio::thread_pool pool{2};

    remote::cluster_options options() const
    {
        return {.url = server.url(), .attempts = 100, .lease = std::chrono::milliseconds(500)};
    }

    template <class Disturb>
    void map_while(remote::cluster& workers, Disturb disturb)
    {
        test::map_while(pool, workers, std::move(disturb));
    }
};

} // namespace genpool::test
