// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "locked_update.hpp"
#include <genpool/detail/engine/map_runtime.hpp>

#include <utility>

namespace genpool::detail
{

/// What the first stage has pulled comes through all of them.
void map_end::stop_pulling() noexcept
{
    if (!core_.upstreams.empty()) {
        {
            std::lock_guard lock(core_.mutex);
            core_.pulls().drain();
        }
        for (auto const& stage : core_.upstreams)
            stage->ending().stop_pulling();
        if (!core_.state.settings().source_pulls)
            return;
    }
    locked_update t(map_);
    core_.state.stop_pulling();
}

void map_end::request_stop() noexcept
{
    locked_update t(map_);
    core_.state.stop();
}

void map_end::close(close_waiter& c) noexcept
{
    abandon();
    when_closed(c);
}

/// The consumer wants nothing more: what it has claimed of the results is not its own any more, either.
void map_end::abandon() noexcept
{
    locked_update t(map_);
    core_.state.close(core_.loops);
}

/// Has `c` told when nothing of the map runs any more, whoever closes it.
void map_end::when_closed(close_waiter& c) noexcept
{
    {
        std::lock_guard lock(core_.mutex);
        if (waiters_.add(c))
            return;
    }
    c.closed();
}

/// Nothing runs any more: destroys what the map holds, then waits for the stages before.
void map_end::finish() noexcept
{
    types_.dispose_results();
    types_.dispose_function();
    for (auto const& stage : core_.upstreams)
        stage->ending().abandon();
    close_next_upstream();
}

void map_end::close_next_upstream() noexcept
{
    if (upstreams_closed_ == core_.upstreams.size())
        return end();
    self_while_closing_ = map_.shared_from_this(); // a stage before refers to this one until it has closed
    core_.upstreams[upstreams_closed_]->ending().when_closed(*this);
}

/// One of the stages before is.
void map_end::closed() noexcept
{
    auto const self = std::move(self_while_closing_);
    try {
        auto nearest = core_.upstreams[upstreams_closed_]->ending().summarize();
        auto others = std::exchange(nearest.upstream, {});
        upstream_summaries_.push_back(std::move(nearest));
        upstream_summaries_.insert(upstream_summaries_.end(), others.begin(), others.end());
    } catch (std::bad_alloc const&) {
        // The map has ended as it has; only the account of the earlier stages is lost.
    }
    ++upstreams_closed_;
    close_next_upstream();
}

void map_end::end() noexcept
{
    types_.dispose_source();
    close_waiter* waiting = nullptr;
    {
        std::lock_guard lock(core_.mutex);
        waiting = waiters_.end();
    }
    close_waiters::tell(waiting);
}

std::optional<end_reason> map_end::completion() noexcept
{
    std::lock_guard lock(core_.mutex);
    return core_.state.completion();
}

std::exception_ptr map_end::error_of(end_reason how) noexcept
{
    std::lock_guard lock(core_.mutex);
    return core_.errors.get(how);
}

/// For the last who asks: no thread of the map has a part in the exception any more.
std::exception_ptr map_end::take_error(end_reason how) noexcept
{
    map_errors taken; // destroyed after the lock
    std::lock_guard lock(core_.mutex);
    std::swap(taken, core_.errors);
    return taken.get(how);
}

summary map_end::summarize() noexcept
{
    std::lock_guard lock(core_.mutex);
    auto const& items = core_.state.items();
    summary s;
    s.pulled = items.pulled_count();
    s.delivered = items.delivered_count();
    s.failed = items.failed_count();
    s.cancelled = s.pulled - s.delivered - s.failed;
    s.first_error_index = items.first_error();
    s.ended = core_.state.how_it_ended();
    try {
        s.upstream = upstream_summaries_;
    } catch (std::bad_alloc const&) {
        // As in `closed`.
    }
    return s;
}

} // namespace genpool::detail
