// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: async_submit calls its function with nothing, or with a std::stop_token; what it needs it captures
#include <genpool/async_submit.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/thread_pool.hpp>

void mistake(boost::asio::thread_pool& pool)
{
    genpool::async_submit(
        pool, [](int i) { return i; }, boost::asio::detached);
}
