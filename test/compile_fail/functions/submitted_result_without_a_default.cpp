// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: async_submit completes with a value also when the call fails, so its result must be default-constructible; return a std::optional
#include <genpool/async_submit.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/thread_pool.hpp>

struct number
{
    explicit number(int) {}
};

void mistake(boost::asio::thread_pool& pool)
{
    genpool::async_submit(
        pool, [] { return number(1); }, boost::asio::detached);
}
