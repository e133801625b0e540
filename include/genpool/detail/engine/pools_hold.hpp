// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/engine/core.hpp>

#include <memory>
#include <utility>

namespace genpool::detail
{

/// While it lives no pool of a map and of its earlier stages runs out of work, not even while every stage waits for a
/// consumer that is elsewhere: nobody would run what the consumer then makes room for.
class pools_hold
{
public:
    pools_hold() noexcept = default;
    explicit pools_hold(std::shared_ptr<map_core> core) : core_(std::move(core)) { core_->keep_pools_busy(); }
    pools_hold(pools_hold&& other) noexcept = default;
    pools_hold& operator=(pools_hold&& other) noexcept
    {
        std::swap(core_, other.core_);
        return *this;
    }
    ~pools_hold() { release(); }

    void release() noexcept
    {
        if (auto const core = std::exchange(core_, nullptr))
            core->let_pools_idle();
    }

private:
    std::shared_ptr<map_core> core_;
};

} // namespace genpool::detail
