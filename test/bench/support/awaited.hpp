// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/map_stream.hpp>

#include "numbers.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <cstddef>
#include <utility>

namespace bench
{

inline boost::asio::awaitable<std::size_t> sum_awaited(genpool::stream<std::size_t> results)
{
    std::size_t sum = 0;
    while (auto const i = co_await results.async_next(boost::asio::use_awaitable))
        sum += *i;
    co_return sum;
}

inline boost::asio::awaitable<std::size_t> sum_trying_first(genpool::stream<std::size_t> results)
{
    std::size_t sum = 0;
    while (auto i = co_await results.async_next(boost::asio::use_awaitable))
        do
            sum += *i;
        while ((i = results.try_next()));
    co_return sum;
}

/// Maps an empty function over a generator, for a coroutine on the same pool that sums the results.
template <class Consume>
void map_and_await(std::size_t items, Consume consume)
{
    boost::asio::thread_pool pool(2);
    auto results = genpool::map_stream(pool, numbers(items), nothing);
    check_sum(items, boost::asio::co_spawn(pool, consume(std::move(results)), boost::asio::use_future).get());
}

} // namespace bench
