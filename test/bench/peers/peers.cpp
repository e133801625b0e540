// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "peers.hpp"

#include "bench/support/numbers.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>

namespace asio = boost::asio;

namespace bench
{
namespace
{

using channel = asio::experimental::concurrent_channel<void(boost::system::error_code, std::size_t)>;

/// The obvious program with coroutines: pulls the generator, posts each item, and sends its result to the
/// channel.
asio::awaitable<void> produce(asio::thread_pool& pool, channel& results, std::size_t items)
{
    auto source = numbers(items);
    while (auto item = co_await source.async_next(asio::use_awaitable))
        asio::post(pool, [&results, i = *item] { results.async_send({}, i, asio::detached); });
}

asio::awaitable<void> send(channel& items_sent, std::size_t items, bool try_first)
{
    boost::system::error_code const none;
    for (std::size_t i = 0; i != items; ++i)
        if (!try_first || !items_sent.try_send(none, i))
            co_await items_sent.async_send(none, i, asio::use_awaitable);
}

asio::awaitable<std::size_t> consume_trying_first(channel& results, std::size_t items)
{
    std::size_t sum = 0;
    auto const add = [&](boost::system::error_code, std::size_t i) { sum += i; };
    for (std::size_t i = 0; i != items; ++i)
        if (!results.try_receive(add))
            sum += co_await results.async_receive(asio::use_awaitable);
    co_return sum;
}

asio::awaitable<std::size_t> consume(channel& results, std::size_t items)
{
    std::size_t sum = 0;
    for (std::size_t i = 0; i != items; ++i)
        sum += co_await results.async_receive(asio::use_awaitable);
    co_return sum;
}

template <class Produce, class Consume>
void run_both(std::size_t items, Produce produce, Consume consume)
{
    asio::thread_pool pool(2);
    channel between(pool, 1024);
    asio::co_spawn(pool, produce(pool, between), asio::detached);
    check_sum(items, asio::co_spawn(pool, consume(between, items), asio::use_future).get());
    pool.join();
}

} // namespace

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
    run_both(
        items, [=](asio::thread_pool& pool, channel& results) { return produce(pool, results, items); },
        consume);
}

void send_plainly(std::size_t items)
{
    run_both(
        items, [=](asio::thread_pool&, channel& sent) { return send(sent, items, false); }, consume);
}

void send_trying_first(std::size_t items)
{
    run_both(
        items, [=](asio::thread_pool&, channel& sent) { return send(sent, items, true); },
        consume_trying_first);
}

} // namespace bench
