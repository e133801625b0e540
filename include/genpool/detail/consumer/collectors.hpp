// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/summary.hpp>

#include <genpool/detail/asio/executor.hpp>
#include <genpool/detail/asio/undocumented.hpp>
#include <genpool/detail/engine/function.hpp>

#include <boost/asio/associated_executor.hpp>

#include <concepts>
#include <exception>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace genpool
{
namespace detail
{

template <class F, class R>
concept callable_with_result = std::invocable<F&, R> ||(std::same_as<R, std::monostate>&& std::invocable<F&>);

/// What a callback returns.
template <class F, class R>
struct callback_returns : std::invoke_result<F&>
{};

template <class F, class R>
    requires std::invocable<F&, R>
struct callback_returns<F, R> : std::invoke_result<F&, R>
{};

template <class T>
concept awaitable_of_nothing = awaited<T>::value && std::is_void_v<typename awaited<T>::type>;

template <class T>
concept nothing_to_drop = std::is_void_v<T> || awaitable_of_nothing<T>;

} // namespace detail

/// What it does: says what may be called with each result of a map: with the result, or, where there are none
/// because the function returns void, with nothing. It returns void, or an `asio::awaitable<void>`, which is
/// awaited.
template <class F, class R>
concept result_callback_for = detail::callable_with_result<F, R> &&
    detail::nothing_to_drop<typename detail::callback_returns<F, R>::type>;

namespace detail
{

/// Says why `F` is no callback for results `R`, in words.
template <class F, class R>
consteval void require_result_callback()
{
    constexpr bool ok = result_callback_for<F, R>;
    if constexpr (!callable_with_result<F, R>)
        static_assert(ok, "genpool: on_result cannot be called with a result of the function (R&&)");
    else if constexpr (awaited<typename callback_returns<F, R>::type>::value)
        static_assert(ok,
                      "genpool: on_result must return an asio::awaitable<void>: what this awaitable gives "
                      "would be dropped");
    else
        static_assert(ok,
                      "genpool: on_result must return void, or an asio::awaitable<void>, which is awaited: "
                      "what this one returns would be dropped");
}

/// Where the results of an operation go. It has an executor, given the handler's and the pool's, and at the
/// end completes the operation, which destroys the collector, with what the handler is to get. What is the user's
/// `drop` destroys, while that executor is still there.
template <class R, class Callback>
class callback_collector
{
public:
    using returned = typename callback_returns<Callback, R>::type;

    explicit callback_collector(Callback&& callback) : callback_(std::in_place, std::move(callback)) {}

    template <class HandlerExecutor, class IoExecutor>
    auto executor(HandlerExecutor const& handler, IoExecutor const& io) const
    {
        // A future has no executor for others.
        if constexpr (is_promise_executor<HandlerExecutor>)
            return boost::asio::get_associated_executor(*callback_, io);
        else
            return boost::asio::get_associated_executor(*callback_, handler);
    }

    returned operator()(R&& result)
    {
        if constexpr (std::invocable<Callback&, R>)
            return std::invoke(*callback_, std::move(result));
        else
            return std::invoke(*callback_);
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
class vector_collector
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
class void_collector
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
class no_collector
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
