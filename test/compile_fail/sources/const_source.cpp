// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: a const source cannot be moved from: pass one that is not const, or std::ref(source)
#include <genpool/map_stream.hpp>

#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <utility>
#include <vector>

void mistake(boost::asio::thread_pool& pool, std::vector<int> const& numbers)
{
    genpool::map_stream(pool, std::move(numbers), std::identity());
}
