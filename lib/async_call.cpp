// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/async_call.hpp>

#include <algorithm>
#include <utility>

namespace genpool::detail
{
namespace
{

/// Runs the callbacks of users, so outside the lock.
void request_stop(std::shared_ptr<running_call> told) noexcept
{
    while (told != nullptr) {
        auto source = told->stop(); // the call may end, and go, meanwhile
        source.request_stop();
        told = std::exchange(told->next_told, nullptr);
    }
}

} // namespace

async_calls::position async_calls::add(std::shared_ptr<running_call> call)
{
    std::list<std::shared_ptr<running_call>> node;
    auto const place = node.insert(node.end(), call);
    std::shared_ptr<running_call> told;
    {
        std::lock_guard lock(mutex_);
        calls_.splice(calls_.end(), node);
        if (call->index() >= cancelled_from_)
            tell(call, told);
    }
    request_stop(std::move(told));
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

void async_calls::cancel(std::uint64_t index) noexcept
{
    std::shared_ptr<running_call> told;
    {
        std::lock_guard lock(mutex_);
        cancelled_from_ = std::min(cancelled_from_, index);
        for (auto const& call : calls_)
            if (call->index() >= index)
                tell(call, told);
    }
    request_stop(std::move(told));
}

void async_calls::tell(std::shared_ptr<running_call> const& call,
                       std::shared_ptr<running_call>& told) noexcept
{
    if (std::exchange(call->told, true))
        return;
    call->cancel();
    call->next_told = std::exchange(told, call);
}

void async_calls::drop_executors() noexcept
{
    std::lock_guard lock(mutex_);
    for (auto const& call : calls_)
        call->drop_executor();
}

} // namespace genpool::detail
