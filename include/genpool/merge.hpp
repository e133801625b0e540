// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/piped.hpp>

#include <genpool/detail/parts/merge_source.hpp>

#include <tuple>
#include <utility>

namespace genpool
{

/// What it does: gives the items of several sources as they come, without waiting for one while another has something;
/// it ends when all have ended.
///
///     auto events = std::move(clicks) | genpool::merge(std::move(keys), std::move(ticks)) | genpool::map(pool, handle);
///
/// Parameters: `others`: sources, see `genpool::source`, with items of the same type; rvalues are owned.
/// Executor: see `piped`. None is pulled by two threads at once, nor two of them at once.
/// Cancellation: see `piped`.
/// Errors: the first error of any source ends it, after the items that it has given.
/// Object lifetimes: see `piped`. What a source awaits when the pipe is given up is cancelled, and may end, and with it
///   the source be destroyed, after the final completion.
/// Thread safety: safe.
/// Exception safety: strong, but for what was moved in.
template <class... Others>
auto merge(Others&&... others)
{
    static_assert(sizeof...(Others) != 0, "genpool::merge: it needs another source");
    if constexpr ((detail::require_source<Others>() && ...)) {
        using held = std::tuple<decltype(detail::make_source(std::forward<Others>(others)))...>;
        return detail::part<detail::merge_stage, held>(
            held(detail::make_source(std::forward<Others>(others))...));
    }
}

} // namespace genpool
