// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "peers.hpp"

#include <genpool/generator.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <stdexcept>

namespace asio = boost::asio;

namespace bench
{
namespace
{

genpool::generator<std::size_t> numbers(std::size_t items)
{
    for (std::size_t i = 0; i != items; ++i)
        co_yield i;
}

using channel = asio::experimental::concurrent_channel<void(boost::system::error_code, std::size_t)>;

/// The obvious program with coroutines: pulls the generator, posts each item, and sends its result to the
/// channel.
asio::awaitable<void> produce(asio::thread_pool& pool, channel& results, std::size_t items)
{
    auto source = numbers(items);
    while (auto item = co_await source.async_next(asio::use_awaitable))
        asio::post(pool, [&results, i = *item] { results.async_send({}, i, asio::detached); });
}

asio::awaitable<std::size_t> consume(channel& results, std::size_t items)
{
    std::size_t sum = 0;
    for (std::size_t i = 0; i != items; ++i)
        sum += co_await results.async_receive(asio::use_awaitable);
    co_return sum;
}

} // namespace

void check_sum(std::size_t items, std::size_t sum)
{
    if (sum != items * (items - 1) / 2)
        throw std::logic_error("a contestant lost an item");
}

void post_each(std::size_t items)
{
    asio::thread_pool pool(2);
    std::atomic<std::size_t> sum{0};
    for (std::size_t i = 0; i != items; ++i)
        asio::post(pool, [&sum, i] { sum.fetch_add(i, std::memory_order_relaxed); });
    pool.join();
    check_sum(items, sum);
}

void channel_program(std::size_t items)
{
    asio::thread_pool pool(2);
    channel results(pool, 1024);
    asio::co_spawn(pool, produce(pool, results, items), asio::detached);
    check_sum(items, asio::co_spawn(pool, consume(results, items), asio::use_future).get());
    pool.join();
}

} // namespace bench
