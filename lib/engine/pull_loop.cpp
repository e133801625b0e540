// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/error.hpp>

#include "locked_update.hpp"
#include <genpool/detail/asio/post_attempt.hpp>
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

bool pull_loop::pull_batch(worker* w) noexcept
{
    bool const in_strand = w == nullptr;
    for (;;) {
        if (core_.pulls().is_lost())
            return end_pull(w, poll_result::end,
                            destroyed_error("genpool: what the source awaited was destroyed"));
        if (in_strand && std::exchange(start_pending_, false) && wait_for_source(true))
            return false;
        if (core_.pulls().is_lost())
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
                    std::lock_guard lock(core_.mutex);
                    core_.pulls().move_into_strand();
                }
                submit(false);
                break;
            }
        } else {
            return end_pull(w, how, std::move(error));
        }
    }
    locked_update t(map_);
    return map_.calling().claim_or_idle(w);
}

/// A source may block the thread without saying so. One that takes long is asked for one item at a time, so that what
/// it yields in a burst is not kept until the next one.
poll_result pull_loop::timed_advance(std::exception_ptr& error) noexcept
{
    constexpr auto slow_element = std::chrono::microseconds(10);
    auto const begin = clock::now();
    auto const how = types_.advance(core_.pulls().slots_to_fill(), error);
    auto const items = std::max<std::uint32_t>(core_.loops.pulled(), 1);
    core_.state.source().is_fast =
        core_.state.settings().source_is_fast || clock::now() - begin < items * slow_element;
    return how;
}

/// Reserves slots for the next items, making more when the high-water mark rises.
bool pull_loop::reserve_slots(std::exception_ptr& error) noexcept
{
    std::unique_lock lock(core_.mutex);
    core_.consumer().commit();
    core_.loops.pulled_items.restart();
    auto const& items = core_.state.items();
    auto const wanted = std::min(core_.pulls().items_wanted(), items.room());
    if (items.vacant() < wanted) {
        auto const now = items.slots();
        auto const needed = now + wanted - items.vacant();
        auto const slots = std::max(needed, std::min(2 * now, items.capacity()));
        lock.unlock();
        try {
            window::storage larger(slots);
            types_.grow_slots(slots);
            lock.lock();
            core_.pulls().adopt(larger, slots);
            lock.unlock(); // the old storage is freed outside the lock
        } catch (...) {
            error = std::current_exception();
            return false;
        }
        lock.lock();
    }
    core_.pulls().reserve(wanted);
    auto const reserved = core_.pulls().slots_to_fill().size();
    untimed_ = std::numeric_limits<std::uint32_t>::max();
    if (reserved > core_.calls().batch_size()) {
        untimed_ = static_cast<std::uint32_t>(core_.calls().batch_size());
        end_of_pull_ = clock::now() + long_pull;
    }
    return reserved != 0; // the room may have gone away
}

/// Before a wait: publishes what was pulled, and keeps a slot for what the source is about to yield.
void pull_loop::keep_one_slot() noexcept
{
    locked_update t(map_);
    core_.pulls().keep_one_slot();
    core_.loops.pulled_items.restart();
}

/// Whether the source, which has parked, must now be told that it was stopped meanwhile.
bool pull_loop::stopped_before_start() noexcept
{
    std::lock_guard lock(core_.mutex);
    return core_.pulls().starts_stopped();
}

/// Lets the source wait; false if it has been woken meanwhile.
bool pull_loop::wait_for_source(bool start) noexcept
{
    core_.pool.add_source_work();
    if (start) {
        if (stopped_before_start())
            types_.cancel_source(); // so that it does not start what nobody wants any more
        types_.start_source();
    }
    {
        locked_update t(map_);
        if (core_.pulls().waits()) {
            self_while_waiting_ = map_.shared_from_this();
            return true;
        }
    }
    core_.pool.remove_source_work();
    return false;
}

/// The turn goes on with a claim, in the same locked update.
bool pull_loop::end_pull(worker* w, poll_result how, std::exception_ptr error, bool of_source) noexcept
{
    bool const failed = error != nullptr;
    bool const aborted = failed && is_aborted(error);
    if (failed && of_source)
        error = make_source_error(std::move(error));
    locked_update t(map_);
    if (core_.pulls().over(how == poll_result::end, failed, aborted))
        core_.errors.of_source = std::move(error);
    return map_.calling().claim_or_idle(w);
}

void pull_loop::publish_pulled() noexcept
{
    locked_update t(map_);
    core_.pulls().commit();
}

void pull_loop::wake() noexcept
{
    std::shared_ptr<map_runtime> self;
    bool serial = false;
    {
        locked_update t(map_);
        if (!core_.pulls().wakes())
            return;
        self = std::move(self_while_waiting_);
        serial = core_.pulls().is_queued_in_strand();
    }
    if (serial)
        submit(true);
}

void pull_loop::abandoned() noexcept
{
    std::shared_ptr<map_runtime> self;
    {
        std::lock_guard lock(core_.mutex);
        if (!core_.pulls().abandons())
            return;
        self = std::move(self_while_waiting_);
    }
    // At once: what the source holds may belong to the context that is being destroyed.
    types_.dispose_source();
    bool lost = false;
    {
        locked_update t(map_);
        core_.pulls().disposed();
        lost = core_.state.is_pool_lost();
    }
    // By way of the pool: if it is the pool itself that is being destroyed, the task says so by being
    // dropped.
    if (!lost)
        submit(false);
}

void pull_loop::run_serial() noexcept
{
    bool has_role = false;
    {
        std::lock_guard lock(core_.mutex);
        has_role = core_.pulls().strand_runs();
    }
    core_.pool.remove_source_work();
    if (has_role)
        pull_batch(nullptr);
}

void pull_loop::run_cancel() noexcept
{
    {
        std::lock_guard lock(core_.mutex);
        if (!core_.pulls().begin_cancel())
            return;
    }
    types_.cancel_source(); // a report meanwhile is kept for afterwards
    bool reported = false;
    {
        std::lock_guard lock(core_.mutex);
        reported = core_.pulls().end_cancel();
    }
    if (reported)
        core_.pulls().is_lost() ? abandoned() : wake();
}

void pull_loop::submit(bool may_run_inline) noexcept
{
    std::exception_ptr error;
    auto const post = [&] { return core_.pool.submit_pull(map_.shared_from_this(), may_run_inline); };
    if (!post_attempt(pull_task()).attempt(post, error))
        map_.pool_lost(error);
}

void pull_loop::serial_dropped() noexcept
{
    if (!post_attempt::refused(pull_task()))
        map_.pool_lost(nullptr);
}

void pull_loop::submit_cancel() noexcept
{
    std::exception_ptr error;
    auto const post = [&] { return core_.pool.submit_cancel(map_.shared_from_this()); };
    if (post_attempt(cancel_task()).attempt(post, error))
        return;
    forget_cancel();
    map_.pool_lost(error);
}

void pull_loop::cancel_dropped() noexcept
{
    if (post_attempt::refused(cancel_task()))
        return;
    forget_cancel();
    map_.pool_lost(nullptr);
}

/// What the source waits for may be of a context that lives on: with the pool gone, it is told directly.
void pull_loop::forget_cancel() noexcept
{
    std::lock_guard lock(core_.mutex);
    core_.pulls().cancel_lost();
}

} // namespace genpool::detail
