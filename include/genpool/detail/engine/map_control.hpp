// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>
#include <genpool/summary.hpp>

#include <genpool/detail/engine/map_core.hpp>
#include <genpool/detail/flow/wait_account.hpp>

#include <cstddef>
#include <optional>

namespace genpool::detail
{

class map_runtime;

/// How a map is watched and steered while it runs. From any thread.
class map_control
{
public:
    map_control(map_runtime& map, map_core& core) noexcept : map_(map), core_(core) {}

    statistics stats() noexcept;
    monitored look() noexcept;
    /// From now on it counts the time for which it waits for this and that.
    void count_waits() noexcept;

    std::size_t concurrency() noexcept;
    std::size_t window() noexcept;
    void set_concurrency(std::size_t concurrency) noexcept;
    void set_window(limit window) noexcept;

    /// Under the lock, after each update.
    void updated() noexcept
    {
        if (waits_) [[unlikely]]
            note_wait();
    }

private:
    statistics count() noexcept;
    void note_wait() noexcept;

    map_runtime& map_;
    map_core& core_;
    std::optional<wait_account> waits_; // if somebody wants to know
};

} // namespace genpool::detail
