// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: include <genpool/coro.hpp> to use an asio::experimental::coro as a source
#include <genpool/map_stream.hpp>

#include <boost/asio/experimental/coro.hpp>
#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <utility>

void mistake(boost::asio::thread_pool& pool, boost::asio::experimental::coro<int> numbers)
{
    genpool::map_stream(pool, std::move(numbers), std::identity());
}
