// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>
#include <genpool/source.hpp>
#include <genpool/stream.hpp>

#include <genpool/detail/engine/make_engine.hpp>

#include <utility>

namespace genpool
{

/// What it does: maps `function`, in parallel, over what `source` yields, and gives the results as a stream.
/// The first pull is posted: no code of the source or the function runs inside this call.
///
/// Parameters:
/// - `pool`: an execution context or an executor: where the source and the function run;
/// - `source`: see `genpool::source`;
/// - `function`: see `genpool::function_for`; it is given `T&&`;
/// - `o`: see `genpool::options`.
/// Executor: the source is advanced by one thread of the pool at a time, and in a strand of its own once it
///   has awaited something; calls run on the pool.
/// Errors: throws what copying or moving `source` and `function` throws, `std::bad_alloc`, and
///   `std::invalid_argument` for a generator or a stream that was moved from.
/// Object lifetimes: `source` and `function` are owned by the map. What they refer to must live until the
///   completion of `stream::async_close`. The pool need not outlive the stream: what is lost with it ends as
///   `pool_gone`. GCC 12 destroys a lambda with captures twice if it is written inside a `co_await` expression:
///   name it before.
/// Thread safety: safe.
/// Exception safety: strong, but for what was moved in.
template <pool P, class Source, class Function>
auto map_stream(P&& pool, Source&& source, Function&& function, options const& o = {})
{
    auto const executor = detail::executor_of(pool);
    auto engine =
        detail::make_engine(executor, std::forward<Source>(source), std::forward<Function>(function), o);
    using returned = typename decltype(engine)::element_type::value;
    engine->start();
    return detail::stream_access::make<returned>(std::move(engine));
}

} // namespace genpool
