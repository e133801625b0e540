// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: Boost 1.81 has no asio::as_tuple(asio::use_future): take asio::use_future
// Before Boost 1.82
#include <genpool/async_map.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <vector>

int twice(int i) { return 2 * i; }

auto map(boost::asio::thread_pool& pool)
{
    return genpool::async_map(pool, std::vector<int>{1, 2}, twice,
                              boost::asio::as_tuple(boost::asio::use_future));
}
