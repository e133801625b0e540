// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/flow/accounts.hpp>
#include <genpool/detail/flow/batch.hpp>
#include <genpool/detail/flow/map_settings.hpp>
#include <genpool/detail/flow/published.hpp>
#include <genpool/detail/flow/window.hpp>
#include <genpool/detail/flow/worker_task_count.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

namespace genpool::detail
{

class map_state;

/// What a turn has to do next.
enum class turn_step : unsigned char
{
    none,
    pull,
    calls
};

/// What a map knows of its calls, and of the worker tasks that make them.
struct call_state
{
    explicit call_state(map_settings const& s)
        : chunk_size(largest_batch(s)), batches(chunk_size), largest(chunk_size)
    {}

    std::size_t const chunk_size; // what a chunk has room for, whatever the limits become
    batch batches;
    std::size_t largest; // batch, by the limits as they are
    std::deque<chunk> chunks;
    std::size_t divisible = 0; // chunks of which others may take some
    std::size_t aside = 0;     // items that chunks have set aside
    std::size_t leaving = 0;   // chunks that have, and are not over
    worker_task_count worker_tasks;
    std::uint64_t told_from = window::no_limit; // calls from here on have been told to stop
};

/// What happens to a map's calls. A `chunk_id` is the worker's.
class call_events
{
public:
    call_events(map_state& map, published const& loops) noexcept;

    // Turns: tasks on the pool.
    /// The next worker; its number tells how many there are.
    chunk const& add_chunk(chunk_id id);
    /// After `calls`, `claim` or `split` may find that there is nothing to call: then the turn is over.
    turn_step begin_turn() noexcept;
    bool may_go_on() const noexcept;
    turn_step go_on() noexcept;
    /// Of a turn that goes on.
    turn_step next_step() noexcept;
    void turn_over() noexcept { own_.worker_tasks.end(); }
    void worker_task_lost() noexcept { own_.worker_tasks.lose(); }
    /// There is no memory for another worker. True: nobody is left who could go on.
    bool worker_task_without_memory() noexcept;
    /// Whether a worker whose turn is over may have another one.
    bool is_usable(chunk_id id) const noexcept
    {
        return !own_.chunks[id].was_told() && own_.chunks[id].aside() == 0;
    }

    // Chunks of calls.
    /// Of what nobody has claimed; 0 if there is nothing. Then others may have some to spare.
    /// `freed`: whose worker, which had set aside what this claims, can have another turn.
    std::uint32_t claim(chunk_id id, std::optional<chunk_id>& freed) noexcept;
    std::optional<chunk_id> victim() const noexcept;
    void split(chunk_id id, chunk_id from, std::uint32_t position, std::uint32_t count) noexcept;
    void over(chunk_id id, batch::duration elapsed, batch::duration now) noexcept;
    bool may_start(chunk_id id, std::uint32_t position) noexcept;
    void not_started(chunk_id id, std::uint32_t position, std::uint32_t end) noexcept;
    /// Whether a call that might start has to wait, since fewer may run than do; then the rest of its chunk is set aside.
    bool must_wait() const noexcept;
    void set_aside(chunk_id id, std::uint32_t position, std::uint32_t end) noexcept;
    /// What of that must not start any more is over.
    void withdraw_aside() noexcept;
    /// These return whether the error is the one that the map ends with. `aborted`: it says that it was told to stop.
    bool threw(chunk_id id, std::uint32_t position, bool aborted) noexcept;
    bool caller_lost(chunk_id id, std::uint32_t position, bool aborted) noexcept;
    /// After `caller_lost`: whoever called goes on no more. The chunk ended at `end`.
    void chunk_lost(chunk_id id, std::uint32_t position, std::uint32_t end) noexcept;
    bool tell(chunk_id id, std::uint64_t from) noexcept { return own_.chunks[id].tell(from); }
    bool commit() noexcept;

    /// How many worker tasks are worth while: for calls that may run, or to take some from others.
    std::size_t worker_tasks_wanted(bool for_pull) const noexcept;
    std::size_t batch_size() const noexcept { return std::min(own_.batches.size(), own_.largest); }
    /// How many more calls, or batches of them, may run at once.
    std::size_t places() const noexcept;
    std::size_t startable_batches() const noexcept;

private:
    std::uint32_t claim_aside(chunk_id id, std::optional<chunk_id>& freed) noexcept;
    void close(chunk_id id) noexcept;
    bool record_failure(std::uint64_t index, bool aborted) noexcept;

    map_state& map_;
    call_state& own_;
    window& window_;
    published const& loops_;
};

} // namespace genpool::detail
