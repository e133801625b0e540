// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/engine/map_runtime.hpp>

#include <memory>
#include <utility>

namespace genpool::detail
{

/// While it lives no pool of a map and of its earlier stages runs out of work, not even while every stage waits for a
/// consumer that is elsewhere: nobody would run what the consumer then makes room for.
class pools_work
{
public:
    pools_work() noexcept = default;
    explicit pools_work(std::shared_ptr<map_runtime> core) : core_(std::move(core))
    {
        core_->contexts().add_work();
    }
    pools_work(pools_work&& other) noexcept = default;
    pools_work& operator=(pools_work&& other) noexcept
    {
        std::swap(core_, other.core_);
        return *this;
    }
    ~pools_work() { release(); }

    void release() noexcept
    {
        if (auto const core = std::exchange(core_, nullptr))
            core->contexts().remove_work();
    }

private:
    std::shared_ptr<map_runtime> core_;
};

} // namespace genpool::detail
