// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/engine/call_cancellation.hpp>

#include <algorithm>

namespace genpool::detail
{

std::stop_token call_stop::begin(std::uint64_t index)
{
    if (!stop_.stop_possible() || stop_.stop_requested()) {
        std::stop_source fresh;
        std::lock_guard lock(mutex_);
        stop_.swap(fresh);
    }
    bool wasted = false;
    {
        std::lock_guard lock(mutex_);
        running_ = index;
        wasted = index >= stopped_from_;
    }
    if (wasted)
        stop_.request_stop();
    return stop_.get_token();
}

void call_stop::end() noexcept
{
    std::lock_guard lock(mutex_);
    running_ = call_cancellation::none;
}

/// The callbacks of users are run outside the lock; the call may end, and go, meanwhile.
void call_stop::request(std::uint64_t from) noexcept
{
    std::stop_source told(std::nostopstate);
    {
        std::lock_guard lock(mutex_);
        stopped_from_ = std::min(stopped_from_, from);
        if (running_ != call_cancellation::none && running_ >= from)
            told = stop_;
    }
    told.request_stop();
}

} // namespace genpool::detail
