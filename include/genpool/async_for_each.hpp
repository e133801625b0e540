// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>
#include <genpool/source.hpp>
#include <genpool/summary.hpp>

#include <genpool/detail/asio/token_for.hpp>
#include <genpool/detail/consumer/collectors.hpp>
#include <genpool/detail/consumer/initiate_for_each.hpp>

#include <boost/asio/async_result.hpp>

#include <concepts>
#include <exception>
#include <type_traits>
#include <utility>

namespace genpool
{

/// What it does: maps `function`, in parallel, over what `source` yields, and calls `on_result` with each
/// result, one at a time; then completes. Memory stays bounded by the window, however many items there are: a
/// slow `on_result` slows the source.
///
/// Parameters:
/// - `pool`: an execution context or an executor: where the source and the function run;
/// - `source`: see `genpool::source`;
/// - `function`: see `genpool::function_for`; it is given `T&&`;
/// - `on_result`: called with `R&&`; with nothing if the function returns void. It returns void, or an
///   `asio::awaitable<void>`: then the next result waits until that has completed, so that results may be sent
///   over a socket, and `R&&` refers to a result that lives until then. May be left out;
/// - `o`: see `genpool::options`. May be left out;
/// - `token`: a completion token.
/// Completion signature: `void(std::exception_ptr, genpool::summary)`, after every started call has returned.
/// Executor: `on_result` runs on its own associated executor if it has one, else on the handler's, else on
///   the pool; what it awaits runs there, in a strand. The handler runs on its associated executor, by default
///   the pool.
/// Cancellation: partial: pulls nothing more, runs and delivers what was pulled, by earlier stages too, then
///   completes with `asio::error::operation_aborted`. Terminal: also starts nothing more, and signals stop
///   tokens and what `on_result` awaits. Both wait for running calls and for that; if the source had ended and
///   nothing is missing, the result is a success. Total is ignored.
/// Errors: the function's exception, after the results before it (in order of completion: after what was
///   ready); of several the one of the lowest index (the first); `source_error`, with the source's exception
///   nested, after everything that the source yielded; what left `on_result`, or what it awaits;
///   `asio::error::operation_aborted` if what it awaits is destroyed; `pool_gone`.
/// Object lifetimes: `source`, `function` and `on_result` are owned by the operation and destroyed before the
///   handler is called. What they refer to must live until then, also when it ends with an error. A handler whose
///   context is destroyed is destroyed uninvoked, and the map stops. GCC 12 destroys a lambda with captures twice
///   if it is written inside a `co_await` expression: name it before.
/// Thread safety: safe.
/// Exception safety: strong, but for what was moved in: what the initiation throws, the handler does not get.
///   A generator or a stream that was moved from is refused by the call, with `std::invalid_argument`.
template <pool P, class Source, class Function, class OnResult,
          detail::token_for<void(std::exception_ptr, summary)> Token>
auto async_for_each(P&& pool, Source&& source, Function&& function, OnResult&& on_result, options const& o,
                    Token&& token)
{
    using result = detail::map_result_t<Source, Function>;
    detail::require_result_callback<std::decay_t<OnResult>, result>();
    using collector = detail::callback_collector<result, std::decay_t<OnResult>>;
    detail::require_filled(source);
    auto const executor = detail::executor_of(pool);
    return boost::asio::async_initiate<Token, void(std::exception_ptr, summary)>(
        detail::initiate_for_each(executor), token, detail::kept(std::forward<Source>(source)),
        std::forward<Function>(function), o,
        collector(std::decay_t<OnResult>(std::forward<OnResult>(on_result))));
}

/// As above, with default options.
template <pool P, class Source, class Function, class OnResult,
          detail::token_for<void(std::exception_ptr, summary)> Token>
    requires(!std::same_as<std::remove_cvref_t<OnResult>, options>)
auto async_for_each(P&& pool, Source&& source, Function&& function, OnResult&& on_result, Token&& token)
{
    return async_for_each(std::forward<P>(pool), std::forward<Source>(source),
                          std::forward<Function>(function), std::forward<OnResult>(on_result), options(),
                          std::forward<Token>(token));
}

/// As above, without a callback: the results are dropped.
template <pool P, class Source, class Function, detail::token_for<void(std::exception_ptr, summary)> Token>
auto async_for_each(P&& pool, Source&& source, Function&& function, options const& o, Token&& token)
{
    using collector = detail::no_collector<detail::map_result_t<Source, Function>>;
    detail::require_filled(source);
    auto const executor = detail::executor_of(pool);
    return boost::asio::async_initiate<Token, void(std::exception_ptr, summary)>(
        detail::initiate_for_each(executor), token, detail::kept(std::forward<Source>(source)),
        std::forward<Function>(function), o, collector());
}

/// As above, without a callback and with default options.
template <pool P, class Source, class Function, detail::token_for<void(std::exception_ptr, summary)> Token>
auto async_for_each(P&& pool, Source&& source, Function&& function, Token&& token)
{
    return async_for_each(std::forward<P>(pool), std::forward<Source>(source),
                          std::forward<Function>(function), options(), std::forward<Token>(token));
}

} // namespace genpool
