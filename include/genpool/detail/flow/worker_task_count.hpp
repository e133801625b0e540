// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>

namespace genpool::detail
{

/// The worker tasks of a map, on its pool, one more than calls run, for the puller.
class worker_task_count
{
public:
    bool may_add(std::size_t calls) const noexcept { return active_ == 0 || active_ - 1 < calls; }
    bool is_none() const noexcept { return active_ == 0; }
    std::size_t queued() const noexcept { return queued_; }

    void post() noexcept
    {
        ++active_;
        ++queued_;
    }
    void begin() noexcept { --queued_; }
    void go_on() noexcept { ++active_; }
    void end() noexcept { --active_; }
    void lose() noexcept
    {
        --active_;
        --queued_;
    }

private:
    std::size_t active_ = 0; // posted or running
    std::size_t queued_ = 0; // posted
};

} // namespace genpool::detail
