// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "locked_update.hpp"
#include <genpool/detail/engine/map_runtime.hpp>

#include <utility>

namespace genpool::detail
{

// What the consumer takes is claimed a batch at a time, too. Its slots are free from the instant at which
// each is handed over; the window learns of it when somebody asks, or at once when a puller waits for room.

bool consumer_loop::take_results() noexcept
{
    locked_update t(map_);
    taken_count_ = core_.consumer().take();
    taken_next_ = 0;
    core_.loops.handed_results.restart();
    return taken_count_ != 0;
}

bool consumer_loop::publish_finished() noexcept
{
    locked_update t(map_);
    core_.calls().commit();
    return core_.state.items().ready() != 0;
}

void consumer_loop::publish_handed_over() noexcept
{
    locked_update t(map_);
    core_.consumer().commit();
}

consumer_loop::taking::~taking()
{
    consumer_.core_.loops.consumer_takes = false;
    if (consumer_.closing()) { // who closed it may have left the end to this
        locked_update t(consumer_.map_);
        consumer_.core_.consumer().commit();
    }
}

void consumer_loop::failed(std::exception_ptr error, bool lost_one) noexcept
{
    locked_update t(map_);
    core_.consumer().failed(lost_one);
    taken_count_ = taken_next_;
    std::swap(core_.errors.of_map, error);
}

bool consumer_loop::park(result_waiter& port) noexcept
{
    locked_update t(map_);
    if (!core_.consumer().park(taken_next_ != taken_count_))
        return false;
    consumer_ = &port;
    return true;
}

void consumer_loop::cancel(result_waiter& port) noexcept
{
    {
        std::lock_guard lock(core_.mutex);
        if (consumer_ != &port)
            return;
        port.cancelled();
        if (!core_.consumer().unpark())
            return;
        port.leaving();
    }
    port.resume(false);
}

void consumer_loop::attach(result_waiter& port) noexcept
{
    std::lock_guard lock(core_.mutex);
    consumer_ = &port;
}

void consumer_loop::detach(result_waiter& port) noexcept
{
    std::lock_guard lock(core_.mutex);
    if (consumer_ == &port)
        consumer_ = nullptr;
}

result_waiter* consumer_loop::leave() noexcept
{
    consumer_->leaving();
    return consumer_;
}

result_waiter* consumer_loop::remove(boost::asio::execution_context& context) noexcept
{
    if (!core_.consumer().is_parked() || !consumer_->belongs_to(context))
        return nullptr;
    core_.consumer().unpark();
    return std::exchange(consumer_, nullptr);
}

bool consumer_loop::is_queued_in(boost::asio::execution_context* context) noexcept
{
    return consumer_ != nullptr && !core_.consumer().is_parked() && context != nullptr &&
           consumer_->belongs_to(*context);
}

} // namespace genpool::detail
