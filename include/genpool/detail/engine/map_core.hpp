// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/engine/map_errors.hpp>
#include <genpool/detail/engine/map_pool.hpp>
#include <genpool/detail/engine/progress.hpp>
#include <genpool/detail/engine/worker.hpp>
#include <genpool/detail/flow/map_state.hpp>
#include <genpool/detail/source/upstreams.hpp>

#include <memory>
#include <mutex>

namespace genpool::detail
{

/// What the loops of a map share: its state with the mutex around it, and what they tell each other without that.
struct map_core
{
    map_core(map_settings const& s, upstream_list stages, std::unique_ptr<any_pool> its_pool);

    // What happens, for the state: under the lock.
    call_events calls() noexcept { return state.calls(loops); }
    pull_events pulls() noexcept { return state.pulls(loops); }
    consumer_events consumer() noexcept { return state.consumer(loops); }

    upstream_list const upstreams;
    map_pool pool;
    wakeup_flags wakeups;
    loops_progress loops;

    alignas(cache_line) std::mutex mutex;
    map_state state;
    map_errors errors;
};

} // namespace genpool::detail
