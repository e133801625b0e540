// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "sources.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <stop_token>
#include <utility>

namespace genpool::test
{

/// What is seen of the calls of a function.
struct call_log
{
    std::function<bool()> right_place;
    std::size_t most_allowed; ///< at once
    std::atomic<int> calls{0};
    std::atomic<std::size_t> running{0};
    std::atomic<std::size_t> most_running{0};
    std::atomic<int> elsewhere{0};
};

/// One call, from its beginning to its end.
class logged_call
{
public:
    explicit logged_call(call_log& log) : log_(log)
    {
        ++log_.calls;
        auto const now = ++log_.running;
        std::size_t most = log_.most_running;
        while (most < now && !log_.most_running.compare_exchange_weak(most, now)) {
        }
        look();
    }

    ~logged_call() { --log_.running; }
    logged_call(logged_call const&) = delete;
    logged_call& operator=(logged_call const&) = delete;

    void look() { log_.elsewhere += !log_.right_place(); }

private:
    call_log& log_;
};

// The kinds of functions: each doubles the number of its item.

struct plain_function
{
    call_log* log;

    template <class T>
    int operator()(T&& item) const
    {
        logged_call const call(*log);
        return 2 * number_of(item);
    }
};

struct stop_aware_function
{
    call_log* log;

    template <class T>
    int operator()(T&& item, std::stop_token token) const
    {
        logged_call const call(*log);
        return token.stop_possible() && !token.stop_requested() ? 2 * number_of(item) : -1;
    }
};

struct awaitable_function
{
    call_log* log;

    template <class T>
    boost::asio::awaitable<int> operator()(T&& item) const
    {
        logged_call call(*log);
        co_await boost::asio::post(co_await boost::asio::this_coro::executor, boost::asio::use_awaitable);
        call.look();
        co_return 2 * number_of(item); // the item lives as long as the call
    }
};

} // namespace genpool::test
