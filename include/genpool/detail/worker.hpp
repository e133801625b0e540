// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/claim_cursor.hpp>
#include <genpool/detail/task_memory.hpp>
#include <genpool/detail/window.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace genpool::detail
{

/// One of the tasks that a map has on its pool: it pulls, calls, and posts itself again while there is work.
/// On cache lines of its own, since its cursor is written for every item.
struct alignas(64) worker
{
    explicit worker(std::size_t batch) : slots(batch) {}

    std::span<slot_id const> claimed(std::uint32_t from, std::uint32_t to) const noexcept
    {
        return {slots.data() + from, to - from};
    }

    claim_cursor cursor;
    std::uint64_t first = 0;    // index of the claim's first item
    std::uint32_t reported = 0; // how many of the claim's items the window knows to have finished
    bool claiming = false;
    bool submitting = false; // being posted: a task dropped now was refused, not lost
    bool refused = false;
    std::vector<slot_id> slots;
    worker* next = nullptr;
    task_memory memory;
};

} // namespace genpool::detail
