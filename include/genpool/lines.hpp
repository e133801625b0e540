// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/produced_range.hpp>

#include <iosfwd>
#include <string>

namespace genpool
{

/// Lines, as `lines` yields them.
using line_range = produced_range<std::string>;

/// What it does: yields the lines of `stream`, lazily, each as `std::getline` gives it: without its separator, empty
/// lines included, and a last one that has no separator. Nothing else is changed: a `\r` before the `\n`, spaces and
/// bytes of any encoding belong to the line. For a list of paths see `paths_from`.
///
/// Parameters: `separator` ends a line. Default: a newline.
/// Errors: `std::ios_base::failure`, after every complete line was yielded, for a stream that was never open,
///   breaks, or holds a line too long for memory; part of a line is not taken for a line. What broke the
///   stream is nested in it, and its code is that of the system, such as `EIO`, where there is one. `std::cin`
///   can tell a failing read from the end of the input only after `std::ios_base::sync_with_stdio(false)`. If
///   the stream itself is set to throw, what it throws for `badbit` passes unchanged.
/// Object lifetimes: `stream` must outlive the range, and nothing else may read from it meanwhile. A map reads ahead:
///   when it ends early, what it has read is in `stream` no more.
/// Thread safety: safe for distinct streams. The range: see `produced_range`. Reading blocks the thread that
///   pulls, and nothing but input ends that: a map that is stopped or closed waits for it.
line_range lines(std::istream& stream, char separator = '\n');

} // namespace genpool
