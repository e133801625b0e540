// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "peers_awaitable.hpp"

#include "bench/support/numbers.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <utility>
#include <vector>

namespace asio = boost::asio;

namespace bench
{
namespace
{

asio::awaitable<std::size_t> take_and_call(std::atomic<std::size_t>& next, std::size_t items,
                                           awaitable_function const& f)
{
    std::size_t sum = 0;
    for (std::size_t i; (i = next.fetch_add(1, std::memory_order_relaxed)) < items;)
        sum += co_await f(i);
    co_return sum;
}

/// How many calls may run yet, and who waits until one more may: all in one strand.
class throttle
{
public:
    explicit throttle(std::size_t most) : free_(most) {}

    /// Awaited by the only coroutine that spawns.
    asio::awaitable<void> one_free()
    {
        if (free_ == 0)
            co_await wait();
        --free_;
    }

    asio::awaitable<void> all_free(std::size_t most)
    {
        while (free_ != most)
            co_await wait();
    }

    void done()
    {
        ++free_;
        if (waiting_)
            std::exchange(waiting_, nullptr)();
    }

private:
    asio::awaitable<void> wait()
    {
        auto const keep = [this](auto handler) {
            auto const kept = std::make_shared<decltype(handler)>(std::move(handler));
            waiting_ = [kept] { std::move (*kept)(); };
        };
        asio::use_awaitable_t<> token;
        return asio::async_initiate<asio::use_awaitable_t<>, void()>(keep, token);
    }

    std::size_t free_;
    std::function<void()> waiting_;
};

asio::awaitable<std::size_t> spawn_each(asio::strand<asio::any_io_executor> strand, std::size_t items,
                                        std::size_t at_once, awaitable_function const& f)
{
    throttle calls(at_once);
    std::size_t sum = 0;
    for (std::size_t i = 0; i != items; ++i) {
        co_await calls.one_free();
        auto const end = [&](std::exception_ptr error, std::size_t result) {
            if (error)
                std::terminate();
            sum += result;
            calls.done();
        };
        asio::co_spawn(strand.get_inner_executor(), f(i), asio::bind_executor(strand, end));
    }
    co_await calls.all_free(at_once);
    co_return sum;
}

} // namespace

void call_in_workers(asio::thread_pool& pool, std::size_t items, std::size_t at_once,
                     awaitable_function const& f)
{
    std::atomic<std::size_t> next{0};
    std::vector<std::future<std::size_t>> sums;
    for (std::size_t i = 0; i != at_once; ++i)
        sums.push_back(asio::co_spawn(pool, take_and_call(next, items, f), asio::use_future));
    std::size_t sum = 0;
    for (auto& s : sums)
        sum += s.get();
    check_sum(items, sum);
}

void spawn_throttled(asio::thread_pool& pool, std::size_t items, std::size_t at_once,
                     awaitable_function const& f)
{
    asio::strand<asio::any_io_executor> const strand(pool.get_executor());
    auto const sum = asio::co_spawn(strand, spawn_each(strand, items, at_once, f), asio::use_future).get();
    check_sum(items, sum);
}

} // namespace bench
