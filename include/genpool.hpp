// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

/// Everything of genpool, except for what needs more than it: <genpool/coro.hpp>, <genpool/channel.hpp>,
/// <genpool/watch.hpp>, <genpool/image/*.hpp> and <genpool/remote.hpp>.
/// Thread safety: see each header.

#include <genpool/async_collect.hpp>
#include <genpool/async_consume.hpp>
#include <genpool/async_first.hpp>
#include <genpool/async_for_each.hpp>
#include <genpool/async_map.hpp>
#include <genpool/async_op.hpp>
#include <genpool/async_reduce.hpp>
#include <genpool/async_submit.hpp>
#include <genpool/attempt.hpp>
#include <genpool/blocking.hpp>
#include <genpool/budget.hpp>
#include <genpool/chunk.hpp>
#include <genpool/drop.hpp>
#include <genpool/enumerate.hpp>
#include <genpool/error.hpp>
#include <genpool/files.hpp>
#include <genpool/filter.hpp>
#include <genpool/flatten.hpp>
#include <genpool/generator.hpp>
#include <genpool/lines.hpp>
#include <genpool/map.hpp>
#include <genpool/map_stream.hpp>
#include <genpool/merge.hpp>
#include <genpool/monitor.hpp>
#include <genpool/on.hpp>
#include <genpool/options.hpp>
#include <genpool/paths_from.hpp>
#include <genpool/piped.hpp>
#include <genpool/push_source.hpp>
#include <genpool/retry.hpp>
#include <genpool/source.hpp>
#include <genpool/stream.hpp>
#include <genpool/summary.hpp>
#include <genpool/take.hpp>
#include <genpool/throttle.hpp>
#include <genpool/timed.hpp>
#include <genpool/transform.hpp>
#include <genpool/unobserved.hpp>
#include <genpool/within.hpp>
#include <genpool/worker_local.hpp>
#include <genpool/worklist.hpp>
#include <genpool/zip.hpp>
