// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: move it: a generator, a stream or a coro is passed with std::move
#include <genpool/map_stream.hpp>

#include <boost/asio/thread_pool.hpp>

#include <functional>

void mistake(boost::asio::thread_pool& pool, genpool::generator<int>& numbers)
{
    genpool::map_stream(pool, numbers, std::identity());
}
