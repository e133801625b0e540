// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

/// Everything of genpool, except for what needs more than it: <genpool/coro.hpp> and <genpool/image/*.hpp>.
/// Thread safety: see each header.

#include <genpool/async_for_each.hpp>
#include <genpool/async_map.hpp>
#include <genpool/async_submit.hpp>
#include <genpool/blocking.hpp>
#include <genpool/error.hpp>
#include <genpool/files.hpp>
#include <genpool/generator.hpp>
#include <genpool/lines.hpp>
#include <genpool/map_stream.hpp>
#include <genpool/options.hpp>
#include <genpool/paths_from.hpp>
#include <genpool/source.hpp>
#include <genpool/stream.hpp>
#include <genpool/summary.hpp>
