// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/produced_range.hpp>

#include <boost/filesystem/path.hpp>

namespace genpool
{
namespace detail
{

using path_producer = producer<boost::filesystem::path>;

} // namespace detail

/// What it does: yields paths, as `files` and `paths_from` give them.
///
/// Thread safety: see `produced_range`.
using path_range = produced_range<boost::filesystem::path>;

} // namespace genpool
