// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/flow/map_state.hpp>

#include <algorithm>
#include <utility>

namespace genpool::detail
{

pull_events::pull_events(map_state& map, published const& loops) noexcept
    : map_(map), own_(map.pulls_), window_(map.window_), loops_(loops)
{}

/// A batch for every call that may run. If each puller left the next item to the next, threads would wait for one
/// another: each has to be woken, which takes far longer than a pull. What has been waited for comes alone.
std::size_t pull_events::items_wanted() const noexcept
{
    auto const calls = map_.calls(loops_);
    auto const& account = own_.account;
    std::size_t wanted = 1;
    if (map_.source_.is_fast) {
        bool const one_batch = account.count() != 0 || own_.serial;
        auto const most = one_batch ? 1 : std::min(calls.places(), account.most());
        wanted =
            calls.batch_size() * std::max<std::size_t>(most - std::min(calls.startable_batches(), most), 1);
    }
    return std::min({wanted, account.most()}) - account.count();
}

/// Before a wait, for what the source is about to yield.
void pull_events::keep_one_slot() noexcept
{
    commit();
    own_.account.end(window_, 1);
}

bool pull_events::over(bool ended, bool failed, bool aborted) noexcept
{
    commit();
    own_.account.end(window_, 0);
    // The source's answer to being told to stop is not a failure of its own.
    if (aborted && own_.draining)
        window_.stop_pulling();
    bool const error_counts = failed && !(aborted && window_.pull_stopped());
    if (error_counts)
        window_.source_failed();
    else if (failed || ended)
        window_.source_ended();
    window_.end_pull();
    own_.role.leave();
    return error_counts;
}

/// Whether the source, which has parked, must now be told that it was stopped meanwhile.
bool pull_events::starts_stopped() noexcept
{
    return window_.pull_stopped() && !std::exchange(own_.cancelled, true);
}

void pull_events::move_into_strand() noexcept
{
    own_.serial = true;
    own_.role.queue();
}

bool pull_events::strand_runs() noexcept
{
    if (!own_.role.is_queued()) // it was given up meanwhile, with the pool
        return false;
    own_.role.run();
    return true;
}

bool pull_events::wakes() noexcept
{
    if (!own_.role.wake())
        return false;
    if (map_.is_pool_lost())
        drop_role();
    return true;
}

bool pull_events::begin_cancel() noexcept
{
    if (own_.role.tell())
        return true;
    own_.cancelled = false; // when it waits again, it will be told
    return false;
}

void pull_events::disposed() noexcept
{
    move_into_strand();
    if (map_.is_pool_lost())
        drop_role();
}

void pull_events::drop_role() noexcept
{
    if (!own_.role.is_queued())
        return;
    commit();
    own_.account.end(window_, 0);
    window_.end_pull();
    own_.role.leave();
}

bool pull_events::begin_destroying() noexcept
{
    if (!own_.role.is_vacant() || map_.finishing_)
        return false;
    window_.begin_pull();
    return true;
}

} // namespace genpool::detail
