// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/engine/map_runtime.hpp>

#include <mutex>

namespace genpool::detail
{

class map_runtime::locked_update
{
public:
    /// With `resumed`, a consumer that is due is not resumed but left there.
    explicit locked_update(map_runtime& core, result_waiter** resumed = nullptr) noexcept
        : core_(core), lock_(core.mutex_), resumed_(resumed)
    {}

    ~locked_update()
    {
        auto const todo = core_.settle();
        if (core_.waits_) [[unlikely]]
            core_.note_wait();
        lock_.unlock();
        core_.perform(todo, resumed_, turn_ends_);
    }

    /// A task on the pool that has nothing else to do.
    void turn_ends() noexcept { turn_ends_ = true; }

private:
    map_runtime& core_;
    std::unique_lock<std::mutex> lock_;
    result_waiter** resumed_;
    bool turn_ends_ = false;
};

} // namespace genpool::detail
