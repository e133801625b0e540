// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>
#include <genpool/source.hpp>
#include <genpool/take.hpp>

#include <genpool/detail/asio/token_for.hpp>
#include <genpool/detail/parts/ender.hpp>

#include <boost/asio/async_result.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace genpool
{
namespace detail
{

/// Keeps one item.
template <class T>
class first_collector
{
public:
    template <class HandlerExecutor, class IoExecutor>
    auto executor(HandlerExecutor const&, IoExecutor const& io) const
    {
        return io;
    }

    void operator()(T&& item) { first_.emplace(std::move(item)); }

    template <class Operation>
    void complete(Operation& operation, std::exception_ptr error, summary const&)
    {
        auto first = std::exchange(first_, std::nullopt);
        operation.complete(std::move(error), std::move(first));
    }

private:
    std::optional<T> first_;
};

} // namespace detail

/// What it does: ends a pipe: completes with the first item of `source`, and stops it. Nothing is pulled beyond it.
///
///     auto found = co_await genpool::async_first(
///         genpool::files("photos") | genpool::map(pool, look_for_faces) | genpool::flatten(), asio::use_awaitable);
///
/// Parameters: `source`: see `genpool::source`; `token`: a completion token.
/// Completion signature: `void(std::exception_ptr, std::optional<T>)`, after every call of the maps in the pipe has
///   returned; empty if `source` has no item.
/// Executor, Cancellation: as of `async_collect`.
/// Errors: what `source` failed with before its first item, itself; `pool_gone`.
/// Object lifetimes: as of `async_collect`.
/// Thread safety: safe.
/// Exception safety: strong, but for what was moved in.
template <
    class Source,
    detail::token_for<void(std::exception_ptr, std::optional<typename detail::ended<Source>::item>)> Token>
auto async_first(Source&& source, Token&& token)
{
    using item = typename detail::ended<Source>::item;
    return detail::end_pipe<void(std::exception_ptr, std::optional<item>)>(
        std::forward<Source>(source) | take(1), detail::first_collector<item>(),
        options{.concurrency = 1, .window = 1}, token);
}

} // namespace genpool
