// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "locked_update.hpp"
#include <genpool/detail/engine/map_runtime.hpp>

#include <algorithm>
#include <chrono>

namespace genpool::detail
{

// How a map is watched and steered while it runs.

statistics map_control::stats() noexcept
{
    std::lock_guard lock(core_.mutex);
    return count();
}

/// Under the lock.
statistics map_control::count() noexcept
{
    core_.state.commit_all(core_.loops);
    auto const& items = core_.state.items();
    statistics s;
    s.pulled = items.pulled_count();
    s.delivered = items.delivered_count();
    s.failed = items.failed_count();
    s.running = items.claims();
    s.ready = core_.state.ready();
    s.waiting = core_.state.startable();
    return s;
}

monitored map_control::look() noexcept
{
    std::lock_guard lock(core_.mutex);
    monitored m{count(), core_.state.waits_for(), {}};
    if (waits_) {
        note_wait();
        m.waited = waits_->spent();
    }
    return m;
}

void map_control::count_waits() noexcept
{
    std::lock_guard lock(core_.mutex);
    if (!waits_)
        waits_.emplace(core_.state.waits_for(), std::chrono::steady_clock::now().time_since_epoch());
}

/// Under the lock.
void map_control::note_wait() noexcept
{
    waits_->note(core_.state.waits_for(), std::chrono::steady_clock::now().time_since_epoch());
}

std::size_t map_control::concurrency() noexcept
{
    std::lock_guard lock(core_.mutex);
    return core_.state.settings().concurrency;
}

void map_control::set_concurrency(std::size_t concurrency) noexcept
{
    locked_update t(map_);
    core_.state.set_concurrency(concurrency);
}

void map_control::set_window(limit window) noexcept
{
    locked_update t(map_);
    core_.consumer().commit();
    core_.state.set_window(window);
}

std::size_t map_control::window() noexcept
{
    std::lock_guard lock(core_.mutex);
    core_.consumer().commit();
    auto const& items = core_.state.items();
    return std::max(items.capacity(), items.in_flight()); // an automatic window shrinks as it empties
}

} // namespace genpool::detail
