// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/summary.hpp>

#include <genpool/detail/executor.hpp>

#include <boost/asio/associated_executor.hpp>

#include <concepts>
#include <exception>
#include <functional>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace genpool
{

/// What it does: says what may be called with each result of a map: with the result, or, where there are none
/// because the function returns void, with nothing.
template <class F, class R>
concept result_callback_for = std::invocable<F&, R> ||(std::same_as<R, std::monostate>&& std::invocable<F&>);

namespace detail
{

/// Where the results of an operation go. It has an executor, given the handler's and the pool's, and at the
/// end completes the operation, which destroys the sink, with what the handler is to get. What is the user's
/// `drop` destroys, while that executor is still there.
template <class R, class Callback>
class callback_sink
{
public:
    explicit callback_sink(Callback&& callback) : callback_(std::in_place, std::move(callback)) {}

    template <class HandlerExecutor, class IoExecutor>
    auto executor(HandlerExecutor const& handler, IoExecutor const& io) const
    {
        // A future has no executor for others.
        if constexpr (is_promise_executor<HandlerExecutor>)
            return boost::asio::get_associated_executor(*callback_, io);
        else
            return boost::asio::get_associated_executor(*callback_, handler);
    }

    void operator()(R&& result)
    {
        if constexpr (std::invocable<Callback&, R>)
            std::invoke(*callback_, std::move(result));
        else
            std::invoke(*callback_);
    }

    void drop() noexcept { callback_.reset(); }

    template <class Operation>
    void complete(Operation& operation, std::exception_ptr error, summary s)
    {
        operation.complete(std::move(error), std::move(s));
    }

private:
    std::optional<Callback> callback_;
};

/// Collects on the pool, where nothing else is to run on the handler's executor than the handler.
template <class R>
class vector_sink
{
public:
    template <class HandlerExecutor, class IoExecutor>
    auto executor(HandlerExecutor const&, IoExecutor const& io) const
    {
        return io;
    }

    void operator()(R&& result) { results_.push_back(std::move(result)); }

    template <class Operation>
    void complete(Operation& operation, std::exception_ptr error, summary const&)
    {
        auto results = std::move(results_);
        operation.complete(std::move(error), std::move(results));
    }

private:
    std::vector<R> results_;
};

/// Where there is nothing to collect.
class void_sink
{
public:
    template <class HandlerExecutor, class IoExecutor>
    auto executor(HandlerExecutor const&, IoExecutor const& io) const
    {
        return io;
    }

    void operator()(std::monostate) noexcept {}

    template <class Operation>
    void complete(Operation& operation, std::exception_ptr error, summary const&)
    {
        operation.complete(std::move(error));
    }
};

/// Drops what comes, and tells the account.
template <class R>
class no_sink
{
public:
    template <class HandlerExecutor, class IoExecutor>
    auto executor(HandlerExecutor const&, IoExecutor const& io) const
    {
        return io;
    }

    void operator()(R&&) noexcept {}

    template <class Operation>
    void complete(Operation& operation, std::exception_ptr error, summary s)
    {
        operation.complete(std::move(error), std::move(s));
    }
};

} // namespace detail
} // namespace genpool
