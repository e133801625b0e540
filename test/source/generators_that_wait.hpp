// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Generators that await what does not come by itself, and an async_next of theirs.
#pragma once

#include <genpool/generator.hpp>

#include "support/execution/held_operation.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace genpool::test
{

/// Yields the error of every operation, and holds what tells whether the frame lives.
inline genpool::generator<boost::system::error_code>
await_for_ever(held_operation<void(boost::system::error_code)>& op, std::shared_ptr<int>)
{
    for (;;) {
        boost::system::error_code error;
        try {
            co_await op.async_hold(boost::asio::deferred);
        } catch (boost::system::system_error const& e) {
            error = e.code();
        }
        co_yield error;
    }
}

inline genpool::generator<int> sleep(boost::asio::io_context& context, std::shared_ptr<int>)
{
    boost::asio::steady_timer timer(context, std::chrono::hours(1));
    co_await timer.async_wait(boost::asio::deferred);
    co_yield 1;
}

inline genpool::generator<int> sleep_at_home(std::shared_ptr<int>)
{
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, std::chrono::hours(1));
    co_await timer.async_wait(boost::asio::deferred);
    co_yield 1;
}

inline boost::system::error_code code_of(std::exception_ptr const& error)
{
    try {
        if (error)
            std::rethrow_exception(error);
    } catch (boost::system::system_error const& e) {
        return e.code();
    }
    return {};
}

struct async_next_fixture
{
    /// A handler of the executor of `context`, which counts.
    template <class T>
    auto handler()
    {
        auto const count = [this, token = alive](std::exception_ptr e, std::optional<T> i) {
            ++calls;
            failure = code_of(e);
            if constexpr (std::is_same_v<T, boost::system::error_code>)
                item = i;
        };
        return boost::asio::bind_executor(*context, count);
    }

    void run()
    {
        context->restart();
        context->run();
    }

    std::optional<boost::asio::io_context> context{std::in_place};
    held_operation<void(boost::system::error_code)> op;
    int calls = 0;
    boost::system::error_code failure;
    std::optional<boost::system::error_code> item;
    std::shared_ptr<int> const alive = std::make_shared<int>(); // shared by the frame and the handler
};

} // namespace genpool::test
