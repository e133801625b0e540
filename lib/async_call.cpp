// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/async_call.hpp>

namespace genpool::detail
{

async_calls::position async_calls::add(std::shared_ptr<running_call> call)
{
    std::list<std::shared_ptr<running_call>> node;
    auto const place = node.insert(node.end(), std::move(call));
    std::lock_guard lock(mutex_);
    calls_.splice(calls_.end(), node);
    if (cancelled_)
        (*place)->cancel();
    return place;
}

void async_calls::spawned(running_call& call) noexcept
{
    std::lock_guard lock(mutex_);
    call.spawned();
}

void async_calls::remove(position p) noexcept
{
    std::list<std::shared_ptr<running_call>> removed; // destroyed after the lock
    std::lock_guard lock(mutex_);
    removed.splice(removed.end(), calls_, p);
}

void async_calls::cancel_all() noexcept
{
    std::lock_guard lock(mutex_);
    cancelled_ = true;
    for (auto const& call : calls_)
        call->cancel();
}

void async_calls::drop_executors() noexcept
{
    std::lock_guard lock(mutex_);
    for (auto const& call : calls_)
        call->drop_executor();
}

} // namespace genpool::detail
