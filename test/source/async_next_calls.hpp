// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Generators of numbers, and what async_next says of them.
#pragma once

#include <genpool/generator.hpp>

#include "support/execution/held_operation.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace genpool::test
{

inline genpool::generator<int> numbers(int count)
{
    for (int i = 0; i != count; ++i)
        co_yield i;
}

inline genpool::generator<int> slow_numbers(int count)
{
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    for (int i = 0; i != count; ++i) {
        timer.expires_after(std::chrono::microseconds(1));
        co_await timer.async_wait(boost::asio::deferred);
        co_yield i;
    }
}

inline genpool::generator<int> held_number(held_operation<void(boost::system::error_code)>& op)
{
    co_await op.async_hold(boost::asio::deferred);
    co_yield 1;
}

inline genpool::generator<int> fails_after(int count)
{
    for (int i = 0; i != count; ++i)
        co_yield i;
    throw std::runtime_error("the body failed");
}

inline bool is(std::exception_ptr const& error, boost::system::error_code const& code)
{
    try {
        std::rethrow_exception(error);
    } catch (boost::system::system_error const& e) {
        return e.code() == code;
    }
}

/// What one `async_next` completed with.
template <class T>
struct outcome
{
    int calls = 0;
    std::exception_ptr error;
    std::optional<T> item;

    auto handler()
    {
        return [this](std::exception_ptr e, std::optional<T> i) {
            ++calls;
            error = std::move(e);
            if (i)
                item.emplace(*std::move(i));
        };
    }
};

template <class T>
outcome<T> next(boost::asio::io_context& context, genpool::generator<T>& source)
{
    outcome<T> result;
    source.async_next(boost::asio::bind_executor(context, result.handler()));
    BOOST_TEST(result.calls == 0);
    context.restart();
    context.run();
    BOOST_TEST_REQUIRE(result.calls == 1);
    return result;
}

} // namespace genpool::test
