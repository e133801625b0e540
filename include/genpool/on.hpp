// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/map.hpp>
#include <genpool/options.hpp>

#include <functional>
#include <utility>

namespace genpool
{

/// What it does: has the source to its left run on an executor of its own, pulled ahead by one item: what reads a disk,
/// say, keeps off the pool that computes, and what blocks has a thread to block.
///
///     auto sums = genpool::lines(pipe) | genpool::on(reader) | genpool::map(pool, checksum);
///
/// Parameters: `executor`: an execution context or an executor.
/// Executor: the source and the parts before this run there, one item after another; what follows runs where it is
///   pulled.
/// Cancellation, Errors, Object lifetimes: it is a map, with a summary of its own among those upstream: an error of the
///   source is a `source_error`. The executor must outlive what this returns.
/// Thread safety: safe.
/// Exception safety: strong, but for what was moved in.
template <pool Executor>
auto on(Executor&& executor)
{
    return map(std::forward<Executor>(executor), std::identity(), options{.concurrency = 1, .window = 1});
}

} // namespace genpool
