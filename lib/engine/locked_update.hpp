// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/engine/map_runtime.hpp>

#include <mutex>

namespace genpool::detail
{

/// A locked mutex; at its end decides what follows, unlocks, and does it.
class locked_update
{
public:
    /// With `resumed`, a consumer that is due is not resumed but left there.
    explicit locked_update(map_runtime& map, result_waiter** resumed = nullptr) noexcept
        : map_(map), lock_(map.core_.mutex), resumed_(resumed)
    {}

    ~locked_update()
    {
        auto const todo = map_.settle();
        map_.control_.updated();
        lock_.unlock();
        map_.perform(todo, resumed_, turn_ends_);
    }

    /// A task on the pool that has nothing else to do.
    void turn_ends() noexcept { turn_ends_ = true; }

private:
    map_runtime& map_;
    std::unique_lock<std::mutex> lock_;
    result_waiter** resumed_;
    bool turn_ends_ = false;
};

} // namespace genpool::detail
