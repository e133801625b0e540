// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/task_memory.hpp>
#include <genpool/detail/window.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace genpool::detail
{

/// A claim with a cursor. Its owner starts the items one after the other; others may look, without stopping
/// the owner, how many have finished, and may take away those that have not started.
class claim_cursor
{
public:
    void reset(std::uint32_t count) noexcept { word_.store(pack(0, count), std::memory_order_relaxed); }

    /// The owner starts its next item, which also says that the one before has finished. False at the end.
    /// Sequentially consistent: who then reads a flag that says "somebody waits for results" either sees it,
    /// or the one who set it sees this item's predecessor finished.
    bool start_next(std::uint32_t& position) noexcept
    {
        auto const word = word_.fetch_add(1);
        position = next(word);
        return position < end(word);
    }

    std::uint32_t finished() const noexcept
    {
        auto const word = word_.load();
        return next(word) > end(word) ? end(word) : next(word) - (next(word) != 0);
    }

    std::uint32_t unstarted() const noexcept
    {
        auto const word = word_.load();
        return next(word) < end(word) ? end(word) - next(word) : 0;
    }

    /// Takes the later half of what has not started: returns its first position; `count` is 0 if nothing is
    /// left.
    std::uint32_t steal_half(std::uint32_t& count) noexcept
    {
        auto word = word_.load();
        for (;;) {
            count = next(word) < end(word) ? (end(word) - next(word) + 1) / 2 : 0;
            auto const first = end(word) - count;
            if (count == 0 || word_.compare_exchange_weak(word, pack(next(word), first)))
                return first;
        }
    }

    /// Ends the claim before `position`, which its owner had started to start. Returns the end it had.
    std::uint32_t cut(std::uint32_t position) noexcept
    {
        return end(word_.exchange(pack(position + 1, position)));
    }

private:
    static std::uint64_t pack(std::uint32_t next, std::uint32_t end) noexcept
    {
        return (std::uint64_t(end) << 32) | next;
    }
    static std::uint32_t next(std::uint64_t word) noexcept { return static_cast<std::uint32_t>(word); }
    static std::uint32_t end(std::uint64_t word) noexcept { return static_cast<std::uint32_t>(word >> 32); }

    std::atomic<std::uint64_t> word_{0};
};

/// One of the tasks that a map has on its pool: it pulls, calls, and posts itself again while there is work.
/// On cache lines of its own, since its cursor is written for every item.
struct alignas(64) worker
{
    explicit worker(std::size_t batch) : slots(batch) {}

    std::span<slot_id const> claimed(std::uint32_t from, std::uint32_t to) const noexcept
    {
        return std::span(slots).subspan(from, to - from);
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
