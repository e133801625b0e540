// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/engine/consequences.hpp>
#include <genpool/detail/engine/map_core.hpp>
#include <genpool/detail/engine/map_types.hpp>

#include <chrono>
#include <cstdint>
#include <exception>

namespace genpool::detail
{

class map_runtime;

/// The workers of a map: their tasks on its pool, what they claim, and the calls that they make.
class call_loop
{
public:
    call_loop(map_runtime& map, map_core& core, map_types& types) noexcept
        : map_(map), core_(core), types_(types)
    {}

    void submit(worker& w, bool after_this_turn) noexcept;
    void run_turn(worker& w);
    void worker_task_dropped(worker& w) noexcept;

    // Of a worker whose calls are awaited: its claim goes on after the turn.
    /// Ends its claim, and makes another one. False: there is none, or it is the turn of others, and the worker is idle.
    bool next_claim(worker& w, bool turn_begins_anew) noexcept;
    /// What its call, at that position of its claim, awaited was destroyed; or, with an error, it could not be begun. It
    /// does not go on with its claim.
    void caller_lost(worker& w, std::uint32_t position, std::exception_ptr error) noexcept;

    // For `map_types::call`.
    /// Says that the item before has finished. False: the claim is at its end, or its next item must not start.
    bool start_next(worker& w, std::uint32_t& position) noexcept
    {
        if (!w.range.start_next(position)) [[unlikely]]
            return false;
        auto const bits = core_.wakeups.load();
        if ((bits & (wakeups::consumer_waits | wakeups::trimmed)) == 0) [[likely]]
            return true;
        // In input order, only the result that the consumer waits for can help it.
        bool const helps = core_.state.settings().order == order::input
                               ? core_.wakeups.awaited() - w.claimed.first() < position
                               : position != 0;
        return ((bits & wakeups::trimmed) == 0 && !helps) || checkpoint(w, position);
    }

    void call_threw(worker& w, std::uint32_t position, std::exception_ptr error) noexcept;

    // Under the lock.
    /// Finds workers for the tasks. False: nobody is left who could go on.
    bool equip(consequences& todo) noexcept;
    /// For the turn of `w`, if it is one: whether it has a claim now; else it is idle.
    bool claim_or_idle(worker* w) noexcept;

private:
    using clock = std::chrono::steady_clock;
    using step = turn_step;

    step begin(worker& w, step wanted) noexcept;
    void make(step next, worker& w, clock::time_point end_of_turn, result_waiter*& resumed) noexcept;
    worker* go_on(step& next, clock::time_point end_of_turn) noexcept;
    void run_claim(worker& w, clock::time_point end_of_turn, result_waiter*& resumed) noexcept;
    bool claim_for(worker& w) noexcept;
    bool checkpoint(worker& w, std::uint32_t position) noexcept;
    worker* take_idle() noexcept;
    void turn_over(worker& w) noexcept;
    void task_lost(std::exception_ptr error) noexcept;

    map_runtime& map_;
    map_core& core_;
    map_types& types_;
    alignas(cache_line) worker* idle_ = nullptr; // apart from what every item reads
};

} // namespace genpool::detail
