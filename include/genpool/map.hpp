// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/map_stream.hpp>
#include <genpool/options.hpp>

#include <genpool/detail/asio/executor.hpp>
#include <genpool/detail/parts/closure.hpp>

#include <type_traits>
#include <utility>

namespace genpool
{
namespace detail
{

template <class Executor, class Function>
class map_closure : public applied_closure<map_closure<Executor, Function>>
{
public:
    map_closure(Executor const& pool, Function function, options const& o)
        : pool_(pool), function_(std::move(function)), options_(o)
    {}

private:
    friend applied_closure<map_closure>;

    template <class S>
    auto apply(S&& s)
    {
        return map_stream(pool_, std::forward<S>(s), std::move(function_), options_);
    }

    Executor pool_;
    Function function_;
    options options_;
};

} // namespace detail

/// What it does: maps a function over what stands to its left: `source | map(pool, function, o)` is
/// `map_stream(pool, source, function, o)`, and begins as that does.
///
///     auto thumbnails = genpool::files("photos") | genpool::map(pool, make_thumbnail, {.window = 64});
///     while (auto t = co_await thumbnails.async_next(asio::use_awaitable))
///         co_await send(*t);
///
/// Parameters: see `map_stream`. The function is owned. What this returns can be kept, composed with others, and, where
///   the function can be copied, used several times.
/// Executor, Cancellation, Errors: as of `map_stream`.
/// Object lifetimes: as of `map_stream`. The pool must outlive what this returns. GCC 12 destroys a lambda with
///   captures twice if it is written inside a `co_await` expression: name it before.
/// Thread safety: safe.
/// Exception safety: strong, but for what was moved in.
template <pool P, class Function>
auto map(P&& pool, Function&& function, options const& o = {})
{
    using executor = std::remove_cvref_t<decltype(detail::executor_of(pool))>;
    return detail::map_closure<executor, std::decay_t<Function>>(detail::executor_of(pool),
                                                                 std::forward<Function>(function), o);
}

} // namespace genpool
