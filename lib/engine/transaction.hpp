// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/engine/core.hpp>

#include <mutex>

namespace genpool::detail
{

class map_core::transaction
{
public:
    /// With `resumed`, a consumer that is due is not resumed but left there.
    explicit transaction(map_core& core, consumer_port** resumed = nullptr) noexcept
        : core_(core), lock_(core.mutex_), resumed_(resumed)
    {}

    ~transaction()
    {
        auto const todo = core_.settle();
        lock_.unlock();
        core_.perform(todo, resumed_, turn_ends_);
    }

    /// A task on the pool that has nothing else to do.
    void turn_ends() noexcept { turn_ends_ = true; }

private:
    map_core& core_;
    std::unique_lock<std::mutex> lock_;
    consumer_port** resumed_;
    bool turn_ends_ = false;
};

} // namespace genpool::detail
