// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: a result of the function must be movable
#include <genpool/map_stream.hpp>

#include <boost/asio/thread_pool.hpp>

#include <mutex>
#include <vector>

void mistake(boost::asio::thread_pool& pool)
{
    genpool::map_stream(pool, std::vector<int>(), [](int) { return std::mutex(); });
}
