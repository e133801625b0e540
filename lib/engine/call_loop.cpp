// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/error.hpp>

#include "locked_update.hpp"
#include <genpool/detail/engine/map_runtime.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace genpool::detail
{
namespace
{

constexpr auto long_turn = std::chrono::microseconds(50);

} // namespace

// A turn pulls, if nobody else does, then claims what may be called, and calls it. It goes on so for some time, then
// ends, so that other work on the pool has its turn; while there is more to do, another task is on its way.

void map_runtime::run_turn(worker& posted)
{
    auto const end = clock::now() + long_turn;
    auto* w = &posted;
    auto next = step::none;
    {
        locked_update t(*this);
        next = begin(*w, calls().begin_turn());
    }
    while (w != nullptr && next != step::none) {
        result_waiter* resumed = nullptr;
        make(next, *w, end, resumed);
        // Here the thread has nothing else to do for the map, so the consumer may go on in it.
        if (resumed != nullptr)
            resumed->resume(true);
        w = state_.settings().asynchronous ? nullptr : go_on(next, end); // a caller goes on by itself
    }
}

/// Under the lock, with the first part of it begun; `w` is idle again if there is nothing to do.
map_runtime::step map_runtime::begin(worker& w, step wanted) noexcept
{
    return wanted == step::pull || claim_or_idle(&w) ? wanted : step::none;
}

/// Pulls, if that is next, and makes the calls of a claim.
void map_runtime::make(step next, worker& w, clock::time_point end_of_turn, result_waiter*& resumed) noexcept
{
    if (next == step::pull) {
        pool_
            .remove_source_work(); // this turn keeps the pool busy instead of the guard that was held while waiting
        if (!pull_batch(&w))
            return;
    }
    if (!state_.settings().asynchronous)
        return run_claim(w, end_of_turn, resumed);
    w.claimed_at = clock::now();
    w.end_of_turn = end_of_turn;
    call(w);
}

/// Whether the consumer may be waiting for this thread, among all that the pool has to do.
bool map_runtime::consumer_is_queued() noexcept
{
    return consumer_ != nullptr && !consumer().is_parked() && pool_context_ != nullptr &&
           consumer_->belongs_to(*pool_context_);
}

/// The next step of a turn that has made one; null if it ends.
worker* map_runtime::go_on(step& next, clock::time_point end_of_turn) noexcept
{
    if (clock::now() >= end_of_turn)
        return nullptr;
    locked_update t(*this);
    if (!calls().may_go_on() || consumer_is_queued())
        return nullptr;
    auto* const w = take_idle();
    if (w != nullptr)
        next = begin(*w, calls().go_on());
    return w;
}

void map_runtime::run_claim(worker& w, clock::time_point end_of_turn, result_waiter*& resumed) noexcept
{
    auto const begin = clock::now();
    call(w);
    auto const end = clock::now();

    locked_update t(*this, &resumed);
    calls().over(w.id, end - begin, end.time_since_epoch());
    turn_over(w);
    if (end >= end_of_turn)
        t.turn_ends();
}

bool map_runtime::next_claim(worker& w, bool turn_begins_anew) noexcept
{
    auto const now = clock::now();
    if (turn_begins_anew)
        w.end_of_turn = now + long_turn;
    result_waiter* resumed = nullptr;
    auto next = step::none;
    {
        locked_update t(*this, &resumed);
        calls().over(w.id, now - std::exchange(w.claimed_at, now), now.time_since_epoch());
        // What it has set aside, it keeps until somebody claims that: it must not claim what is of another one meanwhile.
        if (now < w.end_of_turn && calls().is_usable(w.id)) {
            next = begin(w, calls().next_step());
        } else {
            turn_over(w);
            t.turn_ends();
        }
    }
    if (resumed != nullptr)
        resumed->resume(false);
    if (next == step::pull) {
        pool_.remove_source_work();
        return pull_batch(&w);
    }
    return next == step::calls;
}

/// For the turn of `w`, if it is one.
bool map_runtime::claim_or_idle(worker* w) noexcept
{
    if (w == nullptr)
        return false;
    bool const claimed = claim_for(*w);
    if (!claimed)
        turn_over(*w);
    return claimed;
}

bool map_runtime::claim_for(worker& w) noexcept
{
    std::optional<chunk_id> freed;
    if (auto const count = calls().claim(w.id, freed); count != 0) {
        if (freed) {
            auto& other = loops_.workers[*freed];
            other.next = std::exchange(idle_, &other);
        }
        w.range.reset(count);
        return true;
    }
    for (auto from = calls().victim(); from; from = calls().victim()) {
        std::uint32_t count = 0;
        auto const position = loops_.workers[*from].range.steal_half(count);
        if (count == 0)
            continue; // its owner was quicker
        calls().split(w.id, *from, position, count);
        w.range.reset(count);
        return true;
    }
    return false;
}

bool map_runtime::checkpoint(worker& w, std::uint32_t position) noexcept
{
    locked_update t(*this);
    if (calls().may_start(w.id, position)) {
        if (!calls().must_wait())
            return true;
        calls().set_aside(w.id, position, w.range.cut(position));
        return false;
    }
    calls().not_started(w.id, position, w.range.cut(position));
    return false;
}

void map_runtime::call_threw(worker& w, std::uint32_t position, std::exception_ptr error) noexcept
{
    bool const aborted = is_aborted(error);
    locked_update t(*this);
    if (calls().threw(w.id, position, aborted))
        std::swap(errors_.of_map, error); // what loses is destroyed outside the lock
}

void map_runtime::caller_lost(worker& w, std::uint32_t position, std::exception_ptr error) noexcept
{
    if (!error)
        error = destroyed_error("genpool: what the call awaited was destroyed");
    bool const aborted = is_aborted(error);
    locked_update t(*this);
    if (calls().caller_lost(w.id, position, aborted))
        std::swap(errors_.of_map, error);
    // Nothing behind it is to start any more.
    calls().chunk_lost(w.id, position, w.range.cut(position + 1));
    turn_over(w);
}

} // namespace genpool::detail
