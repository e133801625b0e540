// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/piped.hpp>

#include <genpool/detail/parts/zip_source.hpp>

#include <tuple>
#include <utility>

namespace genpool
{

/// What it does: gives an item of each source together, as a tuple: of the one to its left first, then of `others`.
/// It asks them one after another, and ends when the first of them does: of those before it in that order one item has
/// then been pulled in vain.
///
///     auto rows = std::move(names) | genpool::zip(std::move(sizes)) | genpool::map(pool, print);
///     // void print(std::tuple<std::string, std::size_t> row)
///
/// Parameters: `others`: sources, see `genpool::source`; rvalues are owned.
/// Executor, Cancellation: see `piped`.
/// Errors: those of the sources, after the tuples before.
/// Object lifetimes: see `piped`.
/// Thread safety: safe.
/// Exception safety: strong, but for what was moved in.
template <class... Others>
auto zip(Others&&... others)
{
    static_assert(sizeof...(Others) != 0, "genpool::zip: it needs another source");
    if constexpr ((detail::require_source<Others>() && ...)) {
        using held = std::tuple<decltype(detail::make_source(std::forward<Others>(others)))...>;
        return detail::part<detail::zip_source, held>(
            held(detail::make_source(std::forward<Others>(others))...));
    }
}

} // namespace genpool
