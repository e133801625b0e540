// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/error.hpp>

#include "locked_update.hpp"
#include <genpool/detail/asio/post_attempt.hpp>
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

void call_loop::run_turn(worker& posted)
{
    auto const end = clock::now() + long_turn;
    auto* w = &posted;
    auto next = step::none;
    {
        locked_update t(map_);
        next = begin(*w, core_.calls().begin_turn());
    }
    while (w != nullptr && next != step::none) {
        result_waiter* resumed = nullptr;
        make(next, *w, end, resumed);
        // Here the thread has nothing else to do for the map, so the consumer may go on in it.
        if (resumed != nullptr)
            resumed->resume(true);
        w = core_.state.settings().asynchronous ? nullptr : go_on(next, end); // a caller goes on by itself
    }
}

/// Under the lock, with the first part of it begun; `w` is idle again if there is nothing to do.
call_loop::step call_loop::begin(worker& w, step wanted) noexcept
{
    return wanted == step::pull || claim_or_idle(&w) ? wanted : step::none;
}

/// Pulls, if that is next, and makes the calls of a claim.
void call_loop::make(step next, worker& w, clock::time_point end_of_turn, result_waiter*& resumed) noexcept
{
    if (next == step::pull) {
        core_.pool
            .remove_source_work(); // this turn keeps the pool busy instead of the guard that was held while waiting
        if (!map_.pulling().pull_batch(&w))
            return;
    }
    if (!core_.state.settings().asynchronous)
        return run_claim(w, end_of_turn, resumed);
    w.claimed_at = clock::now();
    w.end_of_turn = end_of_turn;
    types_.call(w);
}

/// The next step of a turn that has made one; null if it ends.
worker* call_loop::go_on(step& next, clock::time_point end_of_turn) noexcept
{
    if (clock::now() >= end_of_turn)
        return nullptr;
    locked_update t(map_);
    if (!core_.calls().may_go_on() || map_.consumer().is_queued_in(map_.contexts().of_pool()))
        return nullptr;
    auto* const w = take_idle();
    if (w != nullptr)
        next = begin(*w, core_.calls().go_on());
    return w;
}

void call_loop::run_claim(worker& w, clock::time_point end_of_turn, result_waiter*& resumed) noexcept
{
    auto const begin = clock::now();
    types_.call(w);
    auto const end = clock::now();

    locked_update t(map_, &resumed);
    core_.calls().over(w.id, end - begin, end.time_since_epoch());
    turn_over(w);
    if (end >= end_of_turn)
        t.turn_ends();
}

bool call_loop::next_claim(worker& w, bool turn_begins_anew) noexcept
{
    auto const now = clock::now();
    if (turn_begins_anew)
        w.end_of_turn = now + long_turn;
    result_waiter* resumed = nullptr;
    auto next = step::none;
    {
        locked_update t(map_, &resumed);
        core_.calls().over(w.id, now - std::exchange(w.claimed_at, now), now.time_since_epoch());
        // What it has set aside, it keeps until somebody claims that: it must not claim what is of another one meanwhile.
        if (now < w.end_of_turn && core_.calls().is_usable(w.id)) {
            next = begin(w, core_.calls().next_step());
        } else {
            turn_over(w);
            t.turn_ends();
        }
    }
    if (resumed != nullptr)
        resumed->resume(false);
    if (next == step::pull) {
        core_.pool.remove_source_work();
        return map_.pulling().pull_batch(&w);
    }
    return next == step::calls;
}

bool call_loop::claim_or_idle(worker* w) noexcept
{
    if (w == nullptr)
        return false;
    bool const claimed = claim_for(*w);
    if (!claimed)
        turn_over(*w);
    return claimed;
}

bool call_loop::claim_for(worker& w) noexcept
{
    std::optional<chunk_id> freed;
    if (auto const count = core_.calls().claim(w.id, freed); count != 0) {
        if (freed) {
            auto& other = core_.loops.workers[*freed];
            other.next = std::exchange(idle_, &other);
        }
        w.range.reset(count);
        return true;
    }
    for (auto from = core_.calls().victim(); from; from = core_.calls().victim()) {
        std::uint32_t count = 0;
        auto const position = core_.loops.workers[*from].range.steal_half(count);
        if (count == 0)
            continue; // its owner was quicker
        core_.calls().split(w.id, *from, position, count);
        w.range.reset(count);
        return true;
    }
    return false;
}

bool call_loop::checkpoint(worker& w, std::uint32_t position) noexcept
{
    locked_update t(map_);
    if (core_.calls().may_start(w.id, position)) {
        if (!core_.calls().must_wait())
            return true;
        core_.calls().set_aside(w.id, position, w.range.cut(position));
        return false;
    }
    core_.calls().not_started(w.id, position, w.range.cut(position));
    return false;
}

void call_loop::call_threw(worker& w, std::uint32_t position, std::exception_ptr error) noexcept
{
    bool const aborted = is_aborted(error);
    locked_update t(map_);
    if (core_.calls().threw(w.id, position, aborted))
        std::swap(core_.errors.of_map, error); // what loses is destroyed outside the lock
}

void call_loop::caller_lost(worker& w, std::uint32_t position, std::exception_ptr error) noexcept
{
    if (!error)
        error = destroyed_error("genpool: what the call awaited was destroyed");
    bool const aborted = is_aborted(error);
    locked_update t(map_);
    if (core_.calls().caller_lost(w.id, position, aborted))
        std::swap(core_.errors.of_map, error);
    // Nothing behind it is to start any more.
    core_.calls().chunk_lost(w.id, position, w.range.cut(position + 1));
    turn_over(w);
}

bool call_loop::equip(consequences& todo) noexcept
{
    for (; todo.worker_tasks != 0; --todo.worker_tasks) {
        auto* const w = take_idle();
        if (w == nullptr) {
            bool over = false;
            for (; todo.worker_tasks != 0; --todo.worker_tasks)
                over = core_.calls().worker_task_without_memory() || over;
            if (over)
                core_.errors.of_map = std::make_exception_ptr(std::bad_alloc());
            return !over;
        }
        w->next = std::exchange(todo.posted, w);
    }
    return true;
}

/// One that is idle, or a new one; null if there is no memory for it.
worker* call_loop::take_idle() noexcept
{
    if (idle_ != nullptr)
        return std::exchange(idle_, idle_->next);
    auto& all = core_.loops.workers;
    auto const id = static_cast<chunk_id>(all.size());
    auto const& s = core_.state.settings();
    try {
        return &all.emplace_back(core_.calls().add_chunk(id), id, s.stop_aware && !s.asynchronous);
    } catch (std::bad_alloc const&) {
        return nullptr;
    }
}

void call_loop::turn_over(worker& w) noexcept
{
    core_.calls().turn_over();
    if (core_.calls().is_usable(w.id))
        w.next = std::exchange(idle_, &w);
}

/// One that fails again and again, or is dropped at once, ends the map.
void call_loop::submit(worker& w, bool after_this_turn) noexcept
{
    std::exception_ptr error;
    auto const post = [&] {
        return core_.pool.submit_worker_task(map_.shared_from_this(), w, after_this_turn);
    };
    if (!post_attempt(&w).attempt(post, error))
        task_lost(error);
}

void call_loop::worker_task_dropped(worker& w) noexcept
{
    if (!post_attempt::refused(&w))
        task_lost(nullptr);
}

void call_loop::task_lost(std::exception_ptr error) noexcept
{
    {
        std::lock_guard lock(core_.mutex);
        core_.calls().worker_task_lost();
    }
    map_.pool_lost(std::move(error));
}

} // namespace genpool::detail
