// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Functions that fail, wait or are told to stop, of each kind: plain, stop-aware and awaitable.
#pragma once

#include "support/values/describe.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <chrono>
#include <exception>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>

namespace genpool::test
{

inline constexpr std::chrono::milliseconds soon{1};
inline constexpr std::chrono::hours never{1};

inline void fail_at_two(int i)
{
    if (i == 2)
        throw std::runtime_error("two");
}

inline int plain(int i)
{
    fail_at_two(i);
    return 10 * i;
}

inline int stop_aware(int i, std::stop_token stop)
{
    if (stop.stop_requested())
        throw std::logic_error("told to stop");
    return plain(i);
}

inline boost::asio::awaitable<int> awaited(int i)
{
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, std::chrono::microseconds(1));
    co_await timer.async_wait(boost::asio::use_awaitable);
    co_return plain(i);
}

inline boost::asio::awaitable<void> awaited_void(int i)
{
    fail_at_two(i);
    co_return;
}

/// Fails until it has been called so often with an item.
class flaky
{
public:
    explicit flaky(int failures) : failures_(failures) {}

    int operator()(int& calls) const
    {
        if (calls++ < failures_)
            throw std::runtime_error("attempt " + std::to_string(calls));
        return calls;
    }

private:
    int failures_;
};

inline boost::asio::awaitable<int> flaky_awaited(int& calls)
{
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, std::chrono::microseconds(1));
    co_await timer.async_wait(boost::asio::use_awaitable);
    co_return flaky(2)(calls);
}

inline int flaky_stop_aware(int& calls, std::stop_token) { return flaky(2)(calls); }

inline int waits_for_stop(int i, std::stop_token stop)
{
    while (!stop.stop_requested())
        std::this_thread::yield();
    return i;
}

inline boost::asio::awaitable<int> waits_for_cancel(int i)
{
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, never);
    co_await timer.async_wait(boost::asio::use_awaitable);
    co_return i;
}

inline std::atomic<int> told_either_way = 0;

inline boost::asio::awaitable<int> waits_for_either(int i, std::stop_token stop)
{
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, never);
    std::string error;
    try {
        co_await timer.async_wait(boost::asio::use_awaitable);
    } catch (...) {
        error = describe(std::current_exception());
    }
    told_either_way += error == "stopped" && stop.stop_requested();
    co_return i;
}

} // namespace genpool::test
