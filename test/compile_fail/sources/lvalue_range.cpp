// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: pass std::ref(source) or std::move(source): an lvalue is neither copied nor referred to silently
#include <genpool/map_stream.hpp>

#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <vector>

void mistake(boost::asio::thread_pool& pool, std::vector<int>& numbers)
{
    genpool::map_stream(pool, numbers, std::identity());
}
