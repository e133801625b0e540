// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/handler_memory.hpp>
#include <genpool/detail/engine/chunk_range.hpp>
#include <genpool/detail/engine/progress.hpp>
#include <genpool/detail/flow/accounts.hpp>

#include <atomic>
#include <chrono>
#include <deque>
#include <stop_token>

namespace genpool::detail
{

/// One of the tasks that a map has on its pool: it pulls, calls, and posts itself again while there is work.
/// On cache lines of its own, since its range is written for every item.
struct alignas(cache_line) worker
{
    worker(chunk const& c, chunk_id number, bool stop_aware) : claimed(c), id(number)
    {
        if (stop_aware)
            stop = std::stop_source();
    }

    chunk_range range;
    chunk const& claimed;
    chunk_id const id;
    /// For the calls of one chunk, one after the other: whoever is told to stop, those after it never start.
    std::stop_source stop{std::nostopstate};
    worker* next_told = nullptr;
    worker* next = nullptr; // idle, or to be submitted
    handler_memory memory;
    // Of awaitable calls.
    void* caller = nullptr;
    std::chrono::steady_clock::time_point claimed_at;
    std::chrono::steady_clock::time_point end_of_turn;
};

/// How far all loops of a map have come.
class loops_progress final : public published
{
public:
    std::uint32_t pulled() const noexcept override { return pulled_items.published(); }
    std::uint32_t handed_over() const noexcept override { return handed_results.published(); }
    std::uint32_t finished(chunk_id chunk) const noexcept override { return workers[chunk].range.finished(); }
    bool has_spare(chunk_id chunk) const noexcept override { return workers[chunk].range.has_spare(); }
    bool taking() const noexcept override { return consumer_takes.load(); }

    progress pulled_items;
    progress handed_results;
    std::atomic<bool> consumer_takes{false};
    std::deque<worker> workers; // numbered as the chunks of the map's state
};

} // namespace genpool::detail
