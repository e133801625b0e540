// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: this is not a source: it must be a genpool::generator, a stream, an input range, or have async_next(token)
#include <genpool/async_map.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/thread_pool.hpp>

#include <functional>

void mistake(boost::asio::thread_pool& pool)
{
    genpool::async_map(pool, 42, std::identity(), boost::asio::detached);
}
