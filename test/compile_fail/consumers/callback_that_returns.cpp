// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: on_result must return void, or an asio::awaitable<void>, which is awaited: what this one returns would be dropped
#include <genpool/async_for_each.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <future>
#include <vector>

void mistake(boost::asio::thread_pool& pool)
{
    auto const on_result = [](int i) { return i; };
    genpool::async_for_each(pool, std::vector<int>(), std::identity(), on_result, boost::asio::detached);
}
