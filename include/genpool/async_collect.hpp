// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>
#include <genpool/source.hpp>

#include <genpool/detail/asio/token_for.hpp>
#include <genpool/detail/consumer/collectors.hpp>
#include <genpool/detail/parts/ender.hpp>

#include <boost/asio/async_result.hpp>

#include <exception>
#include <utility>
#include <vector>

namespace genpool
{

/// What it does: ends a pipe: completes with all that `source` yields.
///
///     std::vector<page> pages = co_await genpool::async_collect(
///         std::move(urls) | genpool::map(pool, fetch) | genpool::take(10), asio::use_awaitable);
///
/// Parameters: `source`: see `genpool::source`; `token`: a completion token.
/// Completion signature: `void(std::exception_ptr, std::vector<T>)`, after every call of the maps in the pipe has
///   returned. With an error, the vector holds what came before it.
/// Executor: the handler's associated executor. What is not a map runs on the pool of the pipe's last map; where there
///   is none, on the handler's executor, or, for a future, on `asio::system_executor`.
/// Cancellation: as of `async_map`: partial pulls nothing more and collects what was pulled; terminal stops the pipe;
///   both complete with `asio::error::operation_aborted`.
/// Errors: what `source` failed with, itself; `pool_gone`; `std::bad_alloc` when the vector cannot grow.
/// Object lifetimes: `source` is owned by the operation, and destroyed before the handler is called.
/// Thread safety: safe.
/// Exception safety: strong, but for what was moved in.
template <
    class Source,
    detail::token_for<void(std::exception_ptr, std::vector<typename detail::ended<Source>::item>)> Token>
auto async_collect(Source&& source, Token&& token)
{
    using item = typename detail::ended<Source>::item;
    return detail::end_pipe<void(std::exception_ptr, std::vector<item>)>(
        std::forward<Source>(source), detail::vector_collector<item>(), options{.concurrency = 1}, token);
}

} // namespace genpool
