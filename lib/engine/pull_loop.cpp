// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/error.hpp>

#include "locked_update.hpp"
#include <genpool/detail/engine/map_runtime.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

namespace genpool::detail
{
namespace
{

constexpr auto long_pull = std::chrono::microseconds(50);

} // namespace

// One thread at a time has the role of pulling. While the source waits, nobody runs: `wake` then passes the role on to a
// turn, or to a task in the strand.

/// By a turn of `w`, or, without one, inside the strand. Returns whether the turn has a claim now.
bool map_runtime::pull_batch(worker* w) noexcept
{
    bool const in_strand = w == nullptr;
    for (;;) {
        if (pulls().is_lost())
            return end_pull(w, poll_result::end,
                            destroyed_error("genpool: what the source awaited was destroyed"));
        if (in_strand && std::exchange(start_pending_, false) && wait_for_source(true))
            return false;
        if (pulls().is_lost())
            continue;
        std::exception_ptr error;
        if (!reserve_slots(error))
            return end_pull(w, error ? poll_result::end : poll_result::value, error, false);
        auto const how = timed_advance(error);
        if (how == poll_result::pending && !error) {
            keep_one_slot();
            if (wait_for_source(false))
                break;
        } else if (how == poll_result::parked && !error) {
            keep_one_slot();
            start_pending_ = true;
            if (!in_strand) {
                {
                    std::lock_guard lock(mutex_);
                    pulls().move_into_strand();
                }
                submit_pull(false);
                break;
            }
        } else {
            return end_pull(w, how, std::move(error));
        }
    }
    locked_update t(*this);
    return claim_or_idle(w);
}

/// A source may block the thread without saying so. One that takes long is asked for one item at a time, so that what
/// it yields in a burst is not kept until the next one.
poll_result map_runtime::timed_advance(std::exception_ptr& error) noexcept
{
    constexpr auto slow_element = std::chrono::microseconds(10);
    auto const begin = clock::now();
    auto const how = advance(pulls().slots_to_fill(), error);
    auto const items = std::max<std::uint32_t>(loops_.pulled(), 1);
    state_.source().is_fast = state_.settings().source_is_fast || clock::now() - begin < items * slow_element;
    return how;
}

/// Reserves slots for the next items, making more when the high-water mark rises.
bool map_runtime::reserve_slots(std::exception_ptr& error) noexcept
{
    std::unique_lock lock(mutex_);
    consumer().commit();
    loops_.pulled_items.restart();
    auto const& items = state_.items();
    auto const wanted = std::min(pulls().items_wanted(), items.room());
    if (items.vacant() < wanted) {
        auto const now = items.slots();
        auto const needed = now + wanted - items.vacant();
        auto const slots = std::max(needed, std::min(2 * now, items.capacity()));
        lock.unlock();
        try {
            window::storage larger(slots);
            grow_slots(slots);
            lock.lock();
            pulls().adopt(larger, slots);
            lock.unlock(); // the old storage is freed outside the lock
        } catch (...) {
            error = std::current_exception();
            return false;
        }
        lock.lock();
    }
    pulls().reserve(wanted);
    auto const reserved = pulls().slots_to_fill().size();
    untimed_ = std::numeric_limits<std::uint32_t>::max();
    if (reserved > calls().batch_size()) {
        untimed_ = static_cast<std::uint32_t>(calls().batch_size());
        end_of_pull_ = clock::now() + long_pull;
    }
    return reserved != 0; // the room may have gone away
}

/// Before a wait: publishes what was pulled, and keeps a slot for what the source is about to yield.
void map_runtime::keep_one_slot() noexcept
{
    locked_update t(*this);
    pulls().keep_one_slot();
    loops_.pulled_items.restart();
}

/// Whether the source, which has parked, must now be told that it was stopped meanwhile.
bool map_runtime::stopped_before_start() noexcept
{
    std::lock_guard lock(mutex_);
    return pulls().starts_stopped();
}

/// Lets the source wait; false if it has been woken meanwhile.
bool map_runtime::wait_for_source(bool start) noexcept
{
    pool_.add_source_work();
    if (start) {
        if (stopped_before_start())
            cancel_source(); // so that it does not start what nobody wants any more
        start_source();
    }
    {
        locked_update t(*this);
        if (pulls().waits()) {
            self_while_waiting_ = shared_from_this();
            return true;
        }
    }
    pool_.remove_source_work();
    return false;
}

/// The turn goes on with a claim, in the same locked update.
bool map_runtime::end_pull(worker* w, poll_result how, std::exception_ptr error, bool of_source) noexcept
{
    bool const failed = error != nullptr;
    bool const aborted = failed && is_aborted(error);
    if (failed && of_source)
        error = make_source_error(std::move(error));
    locked_update t(*this);
    if (pulls().over(how == poll_result::end, failed, aborted))
        errors_.of_source = std::move(error);
    return claim_or_idle(w);
}

void map_runtime::publish_pulled() noexcept
{
    locked_update t(*this);
    pulls().commit();
}

void map_runtime::wake() noexcept
{
    std::shared_ptr<map_runtime> self;
    bool serial = false;
    {
        locked_update t(*this);
        if (!pulls().wakes())
            return;
        self = std::move(self_while_waiting_);
        serial = pulls().is_queued_in_strand();
    }
    if (serial)
        submit_pull(true);
}

void map_runtime::abandoned() noexcept
{
    std::shared_ptr<map_runtime> self;
    {
        std::lock_guard lock(mutex_);
        if (!pulls().abandons())
            return;
        self = std::move(self_while_waiting_);
    }
    // At once: what the source holds may belong to the context that is being destroyed.
    dispose_source();
    bool lost = false;
    {
        locked_update t(*this);
        pulls().disposed();
        lost = state_.is_pool_lost();
    }
    // By way of the pool: if it is the pool itself that is being destroyed, the task says so by being
    // dropped.
    if (!lost)
        submit_pull(false);
}

void map_runtime::run_serial() noexcept
{
    bool has_role = false;
    {
        std::lock_guard lock(mutex_);
        has_role = pulls().strand_runs();
    }
    pool_.remove_source_work();
    if (has_role)
        pull_batch(nullptr);
}

void map_runtime::run_cancel() noexcept
{
    {
        std::lock_guard lock(mutex_);
        if (!pulls().begin_cancel())
            return;
    }
    cancel_source(); // a report meanwhile is kept for afterwards
    bool reported = false;
    {
        std::lock_guard lock(mutex_);
        reported = pulls().end_cancel();
    }
    if (reported)
        pulls().is_lost() ? abandoned() : wake();
}

} // namespace genpool::detail
