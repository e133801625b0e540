// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: the function cannot be called with an item of the source (T&&), nor with an item and a std::stop_token
#include <genpool/async_map.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/thread_pool.hpp>

#include <vector>

void mistake(boost::asio::thread_pool& pool)
{
    genpool::async_map(
        pool, std::vector<int>(), [](int& i) { return i; }, boost::asio::detached);
}
