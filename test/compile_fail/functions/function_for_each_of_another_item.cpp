// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: the function cannot be called with an item of the source (T&&), nor with an item and a std::stop_token
#include <genpool/async_for_each.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/thread_pool.hpp>

#include <string>
#include <vector>

void mistake(boost::asio::thread_pool& pool)
{
    auto const on_result = [](int) {};
    genpool::async_for_each(
        pool, std::vector<int>(), [](std::string) { return 1; }, on_result, boost::asio::detached);
}
