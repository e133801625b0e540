// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: on_result cannot be called with a result of the function (R&&)
#include <genpool/async_for_each.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <string>
#include <vector>

void mistake(boost::asio::thread_pool& pool)
{
    genpool::async_for_each(
        pool, std::vector<int>(), std::identity(), [](std::string) {}, boost::asio::detached);
}
