// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/error.hpp>

#include <genpool/detail/core.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace genpool::detail
{
namespace
{

constexpr std::size_t most_started_in_a_turn = 64; // asynchronous calls

} // namespace

// A turn pulls, if nobody else does, then claims what may be called, calls it, and ends; while there is more to
// do, another one is on its way.

void map_core::run_turn(worker& w)
{
    consumer_port* resumed = nullptr;
    turn(w, resumed);
    // Here the thread has nothing else to do for the map, so the consumer may go on in it.
    if (resumed != nullptr)
        resumed->resume(true);
}

void map_core::turn(worker& w, consumer_port*& resumed) noexcept
{
    bool pull = false;
    bool claimed = false;
    {
        transaction t(*this);
        --queued_;
        if (!serial_ && (puller_ == puller::queued || window_.may_pull())) {
            window_.begin_pull();
            puller_ = puller::running;
            pull = true;
        } else {
            claimed = claim_or_idle(&w);
        }
    }
    if (pull) {
        release_pool(); // this turn keeps the pool busy instead of the guard that was held while waiting
        claimed = pull_batch(&w);
    }
    if (!claimed)
        return;
    if (settings_.asynchronous)
        start_calls(w, resumed);
    else
        run_claim(w, resumed);
}

void map_core::run_claim(worker& w, consumer_port*& resumed) noexcept
{
    using clock = std::chrono::steady_clock;
    auto const begin = clock::now();
    call(w);
    auto const end = clock::now();

    transaction t(*this, &resumed);
    absorb(w);
    w.claiming = false;
    window_.claim_done();
    absorb_handed_over();
    batch_.ran(end - begin, end.time_since_epoch(), window_.delivered_count());
    make_idle(w);
    t.turn_ends();
}

/// Asynchronous calls are claimed one by one: until it first awaits something a call runs in here, and may
/// block. Another turn has been queued meanwhile.
void map_core::start_calls(worker& w, consumer_port*& resumed) noexcept
{
    for (auto left = most_started_in_a_turn;;) {
        call(w);
        {
            transaction t(*this, &resumed);
            if (--left == 0 || !claim_for(w)) {
                make_idle(w);
                t.turn_ends();
                return;
            }
        }
        if (resumed != nullptr)
            std::exchange(resumed, nullptr)->resume(false);
    }
}

worker* map_core::victim() noexcept
{
    for (auto& w : workers_)
        if (w.claiming && w.cursor.unstarted() != 0)
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
        w.cursor.reset(static_cast<std::uint32_t>(c.count));
        w.reported = 0;
        w.claiming = !settings_.asynchronous; // an asynchronous call keeps its claim until it completes
        return true;
    }
    if (settings_.asynchronous)
        return false;
    for (auto* from = victim(); from != nullptr; from = victim()) {
        std::uint32_t count = 0;
        auto const position = from->cursor.steal_half(count);
        if (count == 0)
            continue;
        std::copy_n(from->slots.begin() + position, count, w.slots.begin());
        w.first = from->first + position;
        w.cursor.reset(count);
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
    auto const finished = w.cursor.finished();
    if (finished <= w.reported) // a failed item is reported before the cursor says that it is over
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
    if (!w.claiming)
        return true; // an asynchronous call: it has been counted as started
    absorb(w);
    if (window_.may_start(w.first + position))
        return true;
    auto const end = w.cursor.cut(position);
    window_.not_started(w.first + position, end - position);
    return false;
}

void map_core::record_failure(std::uint64_t index, std::exception_ptr& error, bool answers_stop) noexcept
{
    if (answers_stop)
        return window_.not_started(index, 1);
    window_.failed(index);
    if (window_.first_error() == index && !window_.consumer_failed()) {
        std::swap(error_, error); // what loses is destroyed by the caller, outside the lock
    }
}

void map_core::call_threw(worker& w, std::uint32_t position, std::exception_ptr error) noexcept
{
    bool const answer = answers_stop(error);
    transaction t(*this);
    absorb(w);
    record_failure(w.first + position, error, answer);
    w.reported = position + 1;
}

/// A call that was told to stop, and says that it has, did not fail.
bool map_core::answers_stop(std::exception_ptr const& error) const noexcept
{
    return stop_told_ && is_aborted(error);
}

void map_core::call_finished(std::uint64_t index, slot_id slot) noexcept
{
    transaction t(*this);
    window_.finished(index, std::span(&slot, 1));
    window_.claim_done();
}

void map_core::call_failed(std::uint64_t index, std::exception_ptr error) noexcept
{
    bool const answer = answers_stop(error);
    transaction t(*this);
    record_failure(index, error, answer);
    window_.claim_done();
}

void map_core::call_dropped(std::uint64_t index) noexcept
{
    {
        transaction t(*this);
        window_.not_started(index, 1);
        window_.claim_done();
    }
    pool_lost(nullptr);
}

} // namespace genpool::detail
