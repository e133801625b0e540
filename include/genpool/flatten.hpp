// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/piped.hpp>

#include <genpool/detail/parts/flatten_source.hpp>

namespace genpool
{

/// What it does: gives what is in the items of the source to its left, one item after another: the value of a
/// `std::optional`, if it has one; the elements of a range; what a generator, or any other source, yields. So a map
/// that returns optionals is a filter too, and one that returns vectors gives many results for an item.
///
///     auto links = std::move(pages) | genpool::map(pool, find_links) | genpool::flatten();
///     // std::vector<url> find_links(page)
///
/// Parameters: none.
/// Executor, Cancellation: see `piped`.
/// Errors: those of the source and of the inner ones, after the items before.
/// Object lifetimes: see `piped`. One inner source is pulled at a time, and destroyed at its end.
/// Thread safety: safe.
/// Exception safety: what making an inner source throws is the source's failure.
inline auto flatten() { return detail::part<detail::flatten_stage>(); }

} // namespace genpool
