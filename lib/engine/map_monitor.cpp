// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "locked_update.hpp"
#include <genpool/detail/engine/map_runtime.hpp>

#include <algorithm>

namespace genpool::detail
{

// How a map is watched and steered while it runs.

statistics map_runtime::stats() noexcept
{
    std::lock_guard lock(mutex_);
    return count();
}

/// Under the lock.
statistics map_runtime::count() noexcept
{
    state_.commit_all(loops_);
    auto const& items = state_.items();
    statistics s;
    s.pulled = items.pulled_count();
    s.delivered = items.delivered_count();
    s.failed = items.failed_count();
    s.running = items.claims();
    s.ready = state_.ready();
    s.waiting = state_.startable();
    return s;
}

monitored map_runtime::look() noexcept
{
    std::lock_guard lock(mutex_);
    monitored m{count(), state_.waits_for(), {}};
    if (waits_) {
        note_wait();
        m.waited = waits_->spent();
    }
    return m;
}

void map_runtime::count_waits() noexcept
{
    std::lock_guard lock(mutex_);
    if (!waits_)
        waits_.emplace(state_.waits_for(), clock::now().time_since_epoch());
}

/// Under the lock.
void map_runtime::note_wait() noexcept { waits_->note(state_.waits_for(), clock::now().time_since_epoch()); }

std::size_t map_runtime::concurrency() noexcept
{
    std::lock_guard lock(mutex_);
    return state_.settings().concurrency;
}

void map_runtime::set_concurrency(std::size_t concurrency) noexcept
{
    locked_update t(*this);
    state_.set_concurrency(concurrency);
}

void map_runtime::set_window(limit window) noexcept
{
    locked_update t(*this);
    consumer().commit();
    state_.set_window(window);
}

std::size_t map_runtime::window_limit() noexcept
{
    std::lock_guard lock(mutex_);
    consumer().commit();
    auto const& items = state_.items();
    return std::max(items.capacity(), items.in_flight()); // an automatic window shrinks as it empties
}

} // namespace genpool::detail
