// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/error.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <variant>

namespace genpool::detail
{

/// Tells whether a call was late once it has returned.
class stopwatch
{
public:
    explicit stopwatch(std::chrono::steady_clock::duration limit) : limit_(limit) {}

    template <class F>
    std::invoke_result_t<F&> checked(F f) const
    {
        if constexpr (std::is_void_v<std::invoke_result_t<F&>>) {
            f();
            check();
        } else {
            decltype(auto) result = f();
            check();
            return static_cast<std::invoke_result_t<F&>&&>(result);
        }
    }

private:
    void check() const
    {
        if (std::chrono::steady_clock::now() - begin_ > limit_)
            throw call_timed_out();
    }

    std::chrono::steady_clock::duration const limit_;
    std::chrono::steady_clock::time_point const begin_ = std::chrono::steady_clock::now();
};

/// A stop source that is told when another one is.
class stop_link
{
public:
    explicit stop_link(std::stop_token outer) : tell_(std::move(outer), teller{own_}) {}

    std::stop_token token() const noexcept { return own_.get_token(); }
    std::stop_source const& source() const noexcept { return own_; }

private:
    struct teller
    {
        std::stop_source own;
        void operator()() noexcept { own.request_stop(); }
    };

    std::stop_source own_;
    std::stop_callback<teller> tell_;
};

/// Tells a call that occupies its thread to stop after some time, or when its map is.
class stop_alarm
{
public:
    stop_alarm(std::chrono::steady_clock::duration limit, std::stop_token outer);
    ~stop_alarm();
    stop_alarm(stop_alarm const&) = delete;
    stop_alarm& operator=(stop_alarm const&) = delete;

    std::stop_token token() const noexcept { return link_.token(); }

private:
    stop_link link_;
    boost::asio::steady_timer timer_;
};

/// What an awaited call gave or threw.
template <class R>
class kept_outcome
{
public:
    template <class Executor>
    boost::asio::awaitable<void, Executor> keep(boost::asio::awaitable<R, Executor> call)
    {
        try {
            if constexpr (std::is_void_v<R>)
                co_await std::move(call);
            else
                value_.emplace(co_await std::move(call));
        } catch (...) {
            error_ = std::current_exception();
        }
    }

    R take()
    {
        if (error_)
            std::rethrow_exception(error_);
        if constexpr (!std::is_void_v<R>)
            return *std::move(value_);
    }

private:
    std::optional<std::conditional_t<std::is_void_v<R>, std::monostate, R>> value_;
    std::exception_ptr error_;
};

/// Stops an awaited call by its stop token too, if it takes one.
template <class... Stop>
class linked_stop;

template <>
class linked_stop<>
{
public:
    template <class F, class T>
    auto call(F& function, T&& item)
    {
        return std::invoke(function, std::forward<T>(item));
    }

    template <class Executor>
    boost::asio::awaitable<void, Executor> stop_after(boost::asio::steady_timer& timer, Executor)
    {
        boost::asio::use_awaitable_t<Executor> const token;
        co_await timer.async_wait(token);
    }
};

template <>
class linked_stop<std::stop_token>
{
public:
    explicit linked_stop(std::stop_token outer) : link_(std::move(outer)) {}

    template <class F, class T>
    auto call(F& function, T&& item)
    {
        return std::invoke(function, std::forward<T>(item), link_.token());
    }

    template <class Executor>
    boost::asio::awaitable<void, Executor> stop_after(boost::asio::steady_timer& timer, Executor)
    {
        boost::asio::use_awaitable_t<Executor> const token;
        co_await timer.async_wait(token);
        auto source = link_.source();
        source.request_stop();
    }

private:
    stop_link link_;
};

} // namespace genpool::detail
