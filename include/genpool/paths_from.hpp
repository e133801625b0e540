// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/path_range.hpp>

#include <iosfwd>

namespace genpool
{

/// What it does: yields the paths that `stream` lists, lazily, one for each line: what `find` and `git ls-files`
/// write. A last line without a separator counts; empty lines do not. Nothing else is changed: a `\r` before the
/// `\n`, spaces and bytes of any encoding belong to the name.
///
/// Parameters: `separator` ends a line. Default: a newline; `'\0'` reads what `find -print0` writes, the only
///   way to pass names that contain newlines.
/// Errors: those of `lines`: what breaks the stream comes after every complete line, and part of a line is not taken
///   for a name.
/// Object lifetimes: `stream` must outlive the range, and nothing else may read from it meanwhile. A map reads ahead:
///   when it ends early, what it has read is in `stream` no more.
/// Thread safety: safe for distinct streams. The range: see `produced_range`. Reading blocks the thread that
///   pulls, and nothing but input ends that: a map that is stopped or closed waits for it.
path_range paths_from(std::istream& stream, char separator = '\n');

} // namespace genpool
