// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/error.hpp>

#include "transaction.hpp"
#include <genpool/detail/engine/core.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace genpool::detail
{
namespace
{

constexpr auto long_turn = std::chrono::microseconds(50);

} // namespace

// A turn pulls, if nobody else does, then claims what may be called, and calls it. It goes on so for some time, then
// ends, so that other work on the pool has its turn; while there is more to do, another turn is on its way.

void map_core::run_turn(worker& posted)
{
    auto const end = clock::now() + long_turn;
    auto* w = &posted;
    auto next = step::none;
    {
        transaction t(*this);
        --queued_;
        next = next_step(*w);
    }
    while (w != nullptr && next != step::none) {
        consumer_port* resumed = nullptr;
        make(next, *w, end, resumed);
        // Here the thread has nothing else to do for the map, so the consumer may go on in it.
        if (resumed != nullptr)
            resumed->resume(true);
        w = settings_.asynchronous ? nullptr : go_on(next, end); // a caller goes on by itself
    }
}

/// Under the lock, with the first part of it begun; `w` is idle again if there is nothing to do.
map_core::step map_core::next_step(worker& w) noexcept
{
    bool const may_pull = !serial_ && (puller_ == puller::queued || window_.may_pull());
    // A pull that blocks this thread must not keep what has been pulled from being run. (Whoever pulls writes whether it
    // would, so nobody may look meanwhile.)
    if (may_pull && !(source_would_block_ && window_.may_run() && window_.startable() != 0)) {
        window_.begin_pull();
        puller_ = puller::running;
        return step::pull;
    }
    return claim_or_idle(&w) ? step::calls : step::none;
}

/// Pulls, if that is next, and makes the calls of a claim.
void map_core::make(step next, worker& w, clock::time_point end_of_turn, consumer_port*& resumed) noexcept
{
    if (next == step::pull) {
        release_pool(); // this turn keeps the pool busy instead of the guard that was held while waiting
        if (!pull_batch(&w))
            return;
    }
    if (!settings_.asynchronous)
        return run_claim(w, end_of_turn, resumed);
    w.claimed_at = clock::now();
    w.end_of_turn = end_of_turn;
    call(w);
}

/// Whether the consumer may be waiting for this thread, among all that the pool has to do.
bool map_core::consumer_is_queued() const noexcept
{
    return consumer_ != nullptr && !parked_ && pool_context_ != nullptr &&
           consumer_->belongs_to(*pool_context_);
}

/// The next step of a turn that has made one; null if it ends.
worker* map_core::go_on(step& next, clock::time_point end_of_turn) noexcept
{
    if (clock::now() >= end_of_turn)
        return nullptr;
    transaction t(*this);
    if (!worker_idle() || consumer_is_queued())
        return nullptr;
    auto* const w = take_idle();
    if (w != nullptr) {
        ++active_;
        next = next_step(*w);
    }
    return w;
}

void map_core::run_claim(worker& w, clock::time_point end_of_turn, consumer_port*& resumed) noexcept
{
    auto const begin = clock::now();
    call(w);
    auto const end = clock::now();

    transaction t(*this, &resumed);
    end_claim(w, begin, end);
    make_idle(w);
    if (end >= end_of_turn)
        t.turn_ends();
}

void map_core::end_claim(worker& w, clock::time_point begin, clock::time_point end) noexcept
{
    absorb(w);
    w.claiming = false;
    window_.claim_done();
    absorb_handed_over();
    batch_.ran(end - begin, end.time_since_epoch(), window_.delivered_count());
}

bool map_core::next_claim(worker& w, bool turn_begins_anew) noexcept
{
    auto const now = clock::now();
    if (turn_begins_anew)
        w.end_of_turn = now + long_turn;
    consumer_port* resumed = nullptr;
    auto next = step::none;
    {
        transaction t(*this, &resumed);
        end_claim(w, std::exchange(w.claimed_at, now), now);
        if (now < w.end_of_turn) {
            next = next_step(w);
        } else {
            make_idle(w);
            t.turn_ends();
        }
    }
    if (resumed != nullptr)
        resumed->resume(false);
    if (next == step::pull) {
        release_pool();
        return pull_batch(&w);
    }
    return next == step::calls;
}

worker* map_core::victim() noexcept
{
    for (auto& w : workers_)
        if (w.claiming && w.range.has_spare())
            return &w;
    return nullptr;
}

/// For the turn of `w`, if it is one.
bool map_core::claim_or_idle(worker* w) noexcept
{
    if (w == nullptr)
        return false;
    bool const claimed = claim_for(*w);
    if (!claimed)
        make_idle(*w);
    return claimed;
}

bool map_core::claim_for(worker& w) noexcept
{
    absorb_pulled();
    if (!window_.may_run())
        return false;
    if (window_.startable() != 0) {
        auto const c = window_.begin_claim(std::span(w.slots).first(std::min(batch_.size(), w.slots.size())));
        w.first = c.first;
        w.range.reset(static_cast<std::uint32_t>(c.count));
        w.reported = 0;
        w.claiming = true;
        return true;
    }
    for (auto* from = victim(); from != nullptr; from = victim()) {
        std::uint32_t count = 0;
        auto const position = from->range.steal_half(count);
        if (count == 0)
            continue; // its owner was quicker
        std::copy_n(from->slots.begin() + position, count, w.slots.begin());
        w.first = from->first + position;
        w.range.reset(count);
        w.reported = 0;
        w.claiming = true;
        window_.claim_split();
        return true;
    }
    return false;
}

bool map_core::absorb(worker& w) noexcept
{
    if (!w.claiming)
        return false;
    auto const finished = w.range.finished();
    if (finished <= w.reported) // a failed item is reported before the range says that it is over
        return false;
    window_.finished(w.first + w.reported, w.claimed(w.reported, finished));
    w.reported = finished;
    return true;
}

bool map_core::absorb_all() noexcept
{
    bool any = false;
    for (auto& w : workers_)
        any = absorb(w) || any;
    return any;
}

bool map_core::checkpoint(worker& w, std::uint32_t position) noexcept
{
    transaction t(*this);
    absorb(w);
    if (window_.may_start(w.first + position))
        return true;
    auto const end = w.range.cut(position);
    window_.not_started(w.first + position, end - position);
    return false;
}

/// A call that was told to stop, and says that it has, did not fail.
void map_core::record_failure(std::uint64_t index, std::exception_ptr& error, bool aborted) noexcept
{
    if (aborted && index >= told_from_)
        return window_.not_started(index, 1);
    if (settings_.order == order::completion)
        absorb_all(); // what had returned before it comes before it, whether or not somebody has looked since
    window_.failed(index);
    if (window_.first_error() == index && !window_.consumer_failed()) {
        std::swap(error_, error); // what loses is destroyed by the caller, outside the lock
    }
}

void map_core::call_threw(worker& w, std::uint32_t position, std::exception_ptr error) noexcept
{
    bool const aborted = is_aborted(error);
    transaction t(*this);
    absorb(w);
    record_failure(w.first + position, error, aborted);
    w.reported = position + 1;
}

void map_core::caller_lost(worker& w, std::uint32_t position, std::exception_ptr error) noexcept
{
    if (!error)
        error = destroyed_error("genpool: what the call awaited was destroyed");
    bool const aborted = is_aborted(error);
    transaction t(*this);
    absorb(w);
    auto const index = w.first + position;
    if (pool_lost_)
        window_.not_started(index, 1);
    else
        record_failure(index, error, aborted);
    // Either way nothing behind it is to start any more.
    if (auto const end = w.range.cut(position + 1); end > position + 1)
        window_.not_started(index + 1, end - (position + 1));
    w.reported = position + 1;
    w.claiming = false;
    window_.claim_done();
    make_idle(w);
}

} // namespace genpool::detail
