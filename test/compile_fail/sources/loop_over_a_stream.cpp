// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: a stream is no range, since its reader has to wait: write for (auto& result : genpool::blocking(std::move(stream)))
#include <genpool/map_stream.hpp>

#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <vector>

int mistake(boost::asio::thread_pool& pool)
{
    auto stream = genpool::map_stream(pool, std::vector<int>(), std::identity());
    int sum = 0;
    for (int i : stream)
        sum += i;
    return sum;
}
