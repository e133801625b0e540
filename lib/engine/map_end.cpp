// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "locked_update.hpp"
#include <genpool/detail/engine/map_runtime.hpp>

#include <utility>

namespace genpool::detail
{

/// What the first stage has pulled comes through all of them.
void map_runtime::stop_pulling() noexcept
{
    if (!upstreams_.empty()) {
        {
            std::lock_guard lock(mutex_);
            pulls().drain();
        }
        for (auto const& stage : upstreams_)
            stage->stop_pulling();
        if (!state_.settings().source_pulls)
            return;
    }
    locked_update t(*this);
    state_.stop_pulling();
}

void map_runtime::request_stop() noexcept
{
    locked_update t(*this);
    state_.stop();
}

void map_runtime::close(close_waiter& c) noexcept
{
    abandon();
    when_closed(c);
}

/// The consumer wants nothing more: what it has claimed of the results is not its own any more, either.
void map_runtime::abandon() noexcept
{
    locked_update t(*this);
    state_.close(loops_);
}

/// Has `c` told when nothing of the map runs any more, whoever closes it.
void map_runtime::when_closed(close_waiter& c) noexcept
{
    {
        std::lock_guard lock(mutex_);
        if (waiters_.add(c))
            return;
    }
    c.closed();
}

/// Nothing runs any more: destroys what the map holds, then waits for the stages before.
void map_runtime::finish() noexcept
{
    dispose_results();
    dispose_function();
    for (auto const& stage : upstreams_)
        stage->abandon();
    close_next_upstream();
}

void map_runtime::close_next_upstream() noexcept
{
    if (upstreams_closed_ == upstreams_.size())
        return end();
    self_while_closing_ = shared_from_this(); // a stage before refers to this one until it has closed
    upstreams_[upstreams_closed_]->when_closed(*this);
}

/// One of the stages before is.
void map_runtime::closed() noexcept
{
    auto const self = std::move(self_while_closing_);
    try {
        auto nearest = upstreams_[upstreams_closed_]->summarize();
        auto others = std::exchange(nearest.upstream, {});
        upstream_summaries_.push_back(std::move(nearest));
        upstream_summaries_.insert(upstream_summaries_.end(), others.begin(), others.end());
    } catch (std::bad_alloc const&) {
        // The map has ended as it has; only the account of the earlier stages is lost.
    }
    ++upstreams_closed_;
    close_next_upstream();
}

void map_runtime::end() noexcept
{
    dispose_source();
    close_waiter* waiting = nullptr;
    {
        std::lock_guard lock(mutex_);
        waiting = waiters_.end();
    }
    close_waiters::tell(waiting);
}

std::exception_ptr map_runtime::error_of(end_reason how) noexcept
{
    std::lock_guard lock(mutex_);
    return errors_.get(how);
}

/// For the last who asks: no thread of the map has a part in the exception any more.
std::exception_ptr map_runtime::take_error(end_reason how) noexcept
{
    map_errors taken; // destroyed after the lock
    std::lock_guard lock(mutex_);
    std::swap(taken, errors_);
    return taken.get(how);
}

summary map_runtime::summarize() noexcept
{
    std::lock_guard lock(mutex_);
    auto const& items = state_.items();
    summary s;
    s.pulled = items.pulled_count();
    s.delivered = items.delivered_count();
    s.failed = items.failed_count();
    s.cancelled = s.pulled - s.delivered - s.failed;
    s.first_error_index = items.first_error();
    s.ended = state_.how_it_ended();
    try {
        s.upstream = upstream_summaries_;
    } catch (std::bad_alloc const&) {
        // As in `closed`.
    }
    return s;
}

} // namespace genpool::detail
