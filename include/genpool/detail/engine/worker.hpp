// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/task_memory.hpp>
#include <genpool/detail/engine/chunk_range.hpp>
#include <genpool/detail/flow/window.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace genpool::detail
{

/// One of the tasks that a map has on its pool: it pulls, calls, and posts itself again while there is work.
/// On cache lines of its own, since its range is written for every item.
struct alignas(64) worker
{
    worker(std::size_t batch, bool stop_aware) : slots(batch)
    {
        if (stop_aware)
            stop = std::stop_source();
    }

    std::span<slot_id const> claimed(std::uint32_t from, std::uint32_t to) const noexcept
    {
        return {slots.data() + from, to - from};
    }

    chunk_range range;
    std::uint64_t first = 0;    // index of the claim's first item
    std::uint32_t reported = 0; // how many of the claim's items the window knows to have finished
    bool claiming = false;
    /// For the calls of one claim, one after the other: whoever is told to stop, those after it never start. A worker
    /// that was told makes no further claim, since what may be called yet is to run to its end.
    std::stop_source stop{std::nostopstate};
    bool told = false;
    worker* next_told = nullptr;
    std::vector<slot_id> slots;
    worker* next = nullptr;
    task_memory memory;
    // Of awaitable calls.
    void* caller = nullptr;
    std::chrono::steady_clock::time_point claimed_at;
    std::chrono::steady_clock::time_point end_of_turn;
};

} // namespace genpool::detail
