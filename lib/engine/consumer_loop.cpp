// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "locked_update.hpp"
#include <genpool/detail/engine/map_runtime.hpp>

#include <utility>

namespace genpool::detail
{

// What the consumer takes is claimed a batch at a time, too. Its slots are free from the instant at which
// each is handed over; the window learns of it when somebody asks, or at once when a puller waits for room.

bool map_runtime::take_results() noexcept
{
    locked_update t(*this);
    taken_count_ = consumer().take();
    taken_next_ = 0;
    loops_.handed_results.restart();
    return taken_count_ != 0;
}

bool map_runtime::publish_finished() noexcept
{
    locked_update t(*this);
    calls().commit();
    return state_.items().ready() != 0;
}

void map_runtime::publish_handed_over() noexcept
{
    locked_update t(*this);
    consumer().commit();
}

map_runtime::taking::~taking()
{
    core_.loops_.consumer_takes = false;
    if (core_.closing()) { // who closed it may have left the end to this
        locked_update t(core_);
        core_.consumer().commit();
    }
}

void map_runtime::consumer_failed(std::exception_ptr error, bool lost_one) noexcept
{
    locked_update t(*this);
    consumer().failed(lost_one);
    taken_count_ = taken_next_;
    std::swap(errors_.of_map, error);
}

bool map_runtime::park(result_waiter& port) noexcept
{
    locked_update t(*this);
    if (!consumer().park(taken_next_ != taken_count_))
        return false;
    consumer_ = &port;
    return true;
}

void map_runtime::cancel(result_waiter& port) noexcept
{
    {
        std::lock_guard lock(mutex_);
        if (consumer_ != &port)
            return;
        port.cancelled();
        if (!consumer().unpark())
            return;
        port.leaving();
    }
    port.resume(false);
}

void map_runtime::attach(result_waiter& port) noexcept
{
    std::lock_guard lock(mutex_);
    consumer_ = &port;
}

void map_runtime::detach(result_waiter& port) noexcept
{
    std::lock_guard lock(mutex_);
    if (consumer_ == &port)
        consumer_ = nullptr;
}

std::optional<end_reason> map_runtime::completion() noexcept
{
    std::lock_guard lock(mutex_);
    return state_.completion();
}

} // namespace genpool::detail
