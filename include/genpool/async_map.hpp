// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>
#include <genpool/source.hpp>

#include <genpool/detail/asio/token_for.hpp>
#include <genpool/detail/consumer/collectors.hpp>
#include <genpool/detail/consumer/initiate_for_each.hpp>

#include <boost/asio/async_result.hpp>

#include <exception>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace genpool
{
namespace detail
{

template <class R>
struct collected
{
    using signature = void(std::exception_ptr, std::vector<R>);
    using collector = vector_collector<R>;
};

template <>
struct collected<std::monostate>
{
    using signature = void(std::exception_ptr);
    using collector = void_collector;
};

template <class S, class F>
using collected_t = collected<map_result_t<S, F>>;

} // namespace detail

/// What it does: maps `function`, in parallel, over what `source` yields, and completes with all results.
///
/// Parameters:
/// - `pool`: an execution context or an executor: where the source and the function run;
/// - `source`: see `genpool::source`;
/// - `function`: see `genpool::function_for`; it is given `T&&`;
/// - `o`: see `genpool::options`. May be left out;
/// - `token`: a completion token.
/// Completion signature: `void(std::exception_ptr, std::vector<R>)`; `void(std::exception_ptr)` if the
///   function returns void; after every started call has returned. With an error, the vector holds the
///   results before it.
/// Executor: the handler's associated executor, by default the pool.
/// Cancellation: partial: pulls nothing more, runs and collects what was pulled, by earlier stages too, then
///   completes with `asio::error::operation_aborted`. Terminal: also starts nothing more, and signals stop
///   tokens. Both wait for running calls; if the source had ended and nothing is missing, the result is a
///   success. Total is ignored.
/// Errors: the function's exception, of several the one of the lowest index (in order of completion: the
///   first); `source_error`, with the source's exception nested; `pool_gone`; `std::bad_alloc` when the
///   vector cannot grow.
/// Object lifetimes: `source` and `function` are owned by the operation and destroyed before the handler is called.
///   What they refer to must live until then, also when it ends with an error. A handler whose context is destroyed
///   is destroyed uninvoked, and the map stops. GCC 12 destroys a lambda with captures twice if it is written
///   inside a `co_await` expression: name it before.
/// Thread safety: safe.
/// Exception safety: strong, but for what was moved in: what the initiation throws, the handler does not get.
///   A generator or a stream that was moved from is refused by the call, with `std::invalid_argument`.
template <pool P, class Source, class Function,
          detail::token_for<typename detail::collected_t<Source, Function>::signature> Token>
auto async_map(P&& pool, Source&& source, Function&& function, options const& o, Token&& token)
{
    using kind = detail::collected_t<Source, Function>;
    detail::require_filled(source);
    auto const executor = detail::executor_of(pool);
    return boost::asio::async_initiate<Token, typename kind::signature>(
        detail::initiate_for_each(executor), token, detail::kept(std::forward<Source>(source)),
        std::forward<Function>(function), o, typename kind::collector());
}

/// As above, with default options.
template <pool P, class Source, class Function,
          detail::token_for<typename detail::collected_t<Source, Function>::signature> Token>
auto async_map(P&& pool, Source&& source, Function&& function, Token&& token)
{
    return async_map(std::forward<P>(pool), std::forward<Source>(source), std::forward<Function>(function),
                     options(), std::forward<Token>(token));
}

} // namespace genpool
