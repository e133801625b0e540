// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: pass std::ref(array) to refer to it, or std::to_array(array) to copy it: an array is neither copied nor referred to silently
#include <genpool/map_stream.hpp>

#include <boost/asio/thread_pool.hpp>

#include <functional>

void mistake(boost::asio::thread_pool& pool)
{
    int numbers[] = {1, 2, 3};
    genpool::map_stream(pool, numbers, std::identity());
}
