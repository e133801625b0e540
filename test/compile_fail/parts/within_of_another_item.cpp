// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool::within: the function cannot be called with an item of the source (T&&), nor with an item and a std::stop_token
#include <genpool/map_stream.hpp>
#include <genpool/within.hpp>

#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <string>
#include <vector>

auto mistake(boost::asio::thread_pool& pool)
{
    auto const size = [](std::string const& s) { return s.size(); };
    return genpool::map_stream(pool, std::vector<int>(), genpool::within(std::chrono::seconds(1), size));
}
