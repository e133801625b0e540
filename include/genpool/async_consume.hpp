// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>
#include <genpool/source.hpp>
#include <genpool/summary.hpp>

#include <genpool/detail/asio/token_for.hpp>
#include <genpool/detail/consumer/collectors.hpp>
#include <genpool/detail/parts/ender.hpp>

#include <boost/asio/async_result.hpp>

#include <exception>
#include <type_traits>
#include <utility>

namespace genpool
{

/// What it does: ends a pipe: calls `on_item` with each item, one after another, in the order of the source.
///
///     auto send_reply = [&](reply r) { return send(socket, std::move(r)); };
///     auto s = co_await genpool::async_consume(
///         std::move(requests) | genpool::map(pool, answer), send_reply, asio::use_awaitable);
///
/// Parameters: `source`: see `genpool::source`; `on_item`: see `genpool::result_callback_for`: it returns void, or an
///   `asio::awaitable<void>`, which is awaited before the next item; `token`: a completion token.
/// Completion signature: `void(std::exception_ptr, summary)`, after every call of the maps in the pipe has returned. The
///   summary counts the items; its `upstream` are those maps, the nearest first.
/// Executor: `on_item` runs on its own associated executor, by default the handler's; otherwise as of `async_collect`.
/// Cancellation: as of `async_collect`.
/// Errors: what `source` failed with, or `on_item` threw, itself; `pool_gone`.
/// Object lifetimes: as of `async_collect`. GCC 12 destroys a lambda with captures twice if it is written inside a
///   `co_await` expression: name it before.
/// Thread safety: safe; `on_item` is never called by two threads at once.
/// Exception safety: strong, but for what was moved in.
template <class Source, class OnItem, detail::token_for<void(std::exception_ptr, summary)> Token>
auto async_consume(Source&& source, OnItem&& on_item, Token&& token)
{
    using item = typename detail::ended<Source>::item;
    using callback = std::decay_t<OnItem>;
    detail::require_result_callback<callback, item>();
    if constexpr (result_callback_for<callback, item>)
        return detail::end_pipe<void(std::exception_ptr, summary)>(
            std::forward<Source>(source),
            detail::callback_collector<item, callback>(callback(std::forward<OnItem>(on_item))),
            options{.concurrency = 1}, token);
}

} // namespace genpool
