// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <boost/asio/use_awaitable.hpp>

#include <concepts>
#include <functional>
#include <type_traits>
#include <utility>

namespace genpool
{
namespace detail
{

/// The awaitable function that an operation is.
template <class Initiate>
class async_op_function
{
    using token = boost::asio::use_awaitable_t<> const&;

public:
    explicit async_op_function(Initiate initiate) : initiate_(std::move(initiate)) {}

    template <class T>
        requires std::invocable<Initiate&, T, token>
    auto operator()(T&& item) { return call<T>(initiate_, std::forward<T>(item)); }

private:
    /// The item lives in here until the operation has completed: its buffers may be part of it.
    template <class T>
    static std::invoke_result_t<Initiate&, T, token> call(Initiate& initiate, T item)
    {
        co_return co_await std::invoke(initiate, std::forward<T>(item), boost::asio::use_awaitable);
    }

    Initiate initiate_;
};

} // namespace detail

/// What it does: makes a function to map out of an asynchronous operation, which takes an item and a completion token.
/// The map calls it as it calls functions that return an `asio::awaitable`: it occupies no thread.
///
///     auto const answers = genpool::map_stream(pool, queries, genpool::async_op([&](query q, auto token) {
///         return client.async_ask(std::move(q), token);
///     }));
///
/// Parameters:
/// - `initiate`: callable with `(T&&, token)`; starts the operation and returns what the operation returns for the token.
///   It is called from several threads at once.
/// Completion signature: what `initiate` starts may complete with `void(R)`, `void(std::exception_ptr, R)`,
///   `void(boost::system::error_code, R)`, or without `R`; several values come as a `std::tuple`.
/// Executor: the operation is initiated in a strand of the pool, which is the executor associated with its handler: it
///   must complete there, as Asio's own operations do.
/// Cancellation: a call that is told to stop emits terminal cancellation to the operation.
/// Errors: an error code becomes a `boost::system::system_error`, and with an exception is the call's failure. An operation
///   that is destroyed without completing has failed with `operation_aborted`.
/// Object lifetimes: the item lives until the operation has completed. GCC 12 destroys a lambda with captures twice
///   if it is written inside a `co_await` expression: name it before.
/// Thread safety: as that of `initiate`.
/// Exception safety: what `initiate` throws is the call's failure.
template <class Initiate>
auto async_op(Initiate&& initiate)
{
    return detail::async_op_function<std::decay_t<Initiate>>(std::forward<Initiate>(initiate));
}

} // namespace genpool
