// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/error.hpp>

#include "../thrown.hpp"
#include "transaction.hpp"
#include <genpool/detail/engine/core.hpp>

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

// One thread at a time holds the puller's role; `window::pulling()` says that somebody does. While the source
// waits, nobody runs: `wake` then passes the role on to a turn, or to a task in the strand.

/// By a turn of `w`, or, without one, inside the strand. Returns whether the turn has a claim now.
bool map_core::pull_batch(worker* w) noexcept
{
    bool const in_strand = w == nullptr;
    for (;;) {
        if (source_lost_)
            return end_pull(w, pull::end, destroyed_error("genpool: what the source awaited was destroyed"));
        if (in_strand && std::exchange(start_pending_, false) && wait_for_source(true))
            return false;
        if (source_lost_)
            continue;
        std::exception_ptr error;
        if (!reserve_slots(error))
            return end_pull(w, error ? pull::end : pull::value, error, false);
        auto const how = timed_advance(error);
        if (how == pull::pending && !error) {
            keep_one_slot();
            if (wait_for_source(false))
                break;
        } else if (how == pull::parked && !error) {
            keep_one_slot();
            start_pending_ = true;
            if (!in_strand) {
                {
                    std::lock_guard lock(mutex_);
                    serial_ = true;
                    puller_ = puller::queued;
                }
                submit_pull(false);
                break;
            }
        } else {
            return end_pull(w, how, std::move(error));
        }
    }
    transaction t(*this);
    return claim_or_idle(w);
}

/// A source may block the thread without saying so. One that takes long is asked for one item at a time, so that what
/// it yields in a burst is not kept until the next one.
pull map_core::timed_advance(std::exception_ptr& error) noexcept
{
    constexpr auto slow_element = std::chrono::microseconds(10);
    auto const begin = clock::now();
    auto const how = advance(std::span(pull_slots_).first(pull_count_), error);
    auto const items = std::max<std::uint32_t>(pulled_.load(std::memory_order_relaxed), 1);
    source_is_fast_ = settings_.source_is_fast || clock::now() - begin < items * slow_element;
    return how;
}

/// Reserves slots for the next items, making more when the high-water mark rises.
bool map_core::reserve_slots(std::exception_ptr& error) noexcept
{
    std::unique_lock lock(mutex_);
    absorb_handed_over();
    pulled_.store(0, std::memory_order_relaxed);
    pull_reported_ = 0;
    auto const wanted =
        std::min({items_wanted() - pull_count_, pull_slots_.size() - pull_count_, window_.room()});
    if (window_.vacant() < wanted) {
        auto const now = window_.slots();
        auto const needed = now + wanted - window_.vacant();
        auto const slots = std::max(needed, std::min(2 * now, window_.capacity()));
        lock.unlock();
        try {
            window::storage larger(slots);
            grow_slots(slots);
            lock.lock();
            window_.adopt(larger, slots);
            lock.unlock(); // the old storage is freed outside the lock
        } catch (...) {
            error = std::current_exception();
            return false;
        }
        lock.lock();
    }
    pull_count_ +=
        static_cast<std::uint32_t>(window_.reserve(std::span(pull_slots_).subspan(pull_count_, wanted)));
    untimed_ = std::numeric_limits<std::uint32_t>::max();
    if (pull_count_ > batch_.size()) {
        untimed_ = static_cast<std::uint32_t>(batch_.size());
        end_of_pull_ = clock::now() + long_pull;
    }
    return pull_count_ != 0; // the room may have gone away
}

/// A batch for every call that may run. If each puller left the next item to the next, threads would wait for one
/// another: each has to be woken, which takes far longer than a pull. What has been waited for comes alone.
std::size_t map_core::items_wanted() const noexcept
{
    if (!source_is_fast_)
        return 1;
    bool const one_batch = pull_count_ != 0 || serial_;
    auto const most = one_batch ? 1 : std::min(places(), pull_slots_.size());
    return batch_.size() * std::max<std::size_t>(most - std::min(startable_batches(), most), 1);
}

/// Before a wait: publishes what was pulled, and keeps a slot for what the source is about to yield.
void map_core::keep_one_slot() noexcept
{
    transaction t(*this);
    absorb_pulled();
    auto const unused = std::span(pull_slots_).subspan(pull_reported_, pull_count_ - pull_reported_);
    window_.give_back(unused.subspan(1));
    pull_slots_[0] = unused[0];
    pull_count_ = 1;
    pull_reported_ = 0;
    pulled_.store(0, std::memory_order_relaxed);
}

/// Whether the source, which has parked, must now be told that it was stopped meanwhile.
bool map_core::stopped_before_start() noexcept
{
    std::lock_guard lock(mutex_);
    return window_.pull_stopped() && !std::exchange(cancelled_, true);
}

/// Lets the source wait; false if it has been woken meanwhile.
bool map_core::wait_for_source(bool start) noexcept
{
    hold_pool();
    if (start) {
        if (stopped_before_start())
            cancel_source(); // so that it does not start what nobody wants any more
        start_source();
    }
    {
        transaction t(*this);
        if (!std::exchange(woken_, false)) {
            puller_ = puller::waiting;
            self_while_waiting_ = shared_from_this();
            return true;
        }
    }
    release_pool();
    return false;
}

/// The turn goes on with a claim, in the same transaction.
bool map_core::end_pull(worker* w, pull how, std::exception_ptr error, bool of_source) noexcept
{
    bool const failed = error != nullptr;
    bool const aborted = failed && is_aborted(error);
    if (failed && of_source)
        error = make_source_error(std::move(error));
    transaction t(*this);
    return_slots();
    // The source's answer to being told to stop is not a failure of its own.
    if (aborted && draining_)
        window_.stop_pulling();
    if (failed && !(aborted && window_.pull_stopped())) {
        source_error_ = std::move(error);
        window_.source_failed();
    } else if (failed || how == pull::end) {
        window_.source_ended();
    }
    window_.end_pull();
    puller_ = puller::none;
    return claim_or_idle(w);
}

/// Those that were not filled; the window learns of the others.
void map_core::return_slots() noexcept
{
    absorb_pulled();
    window_.give_back(std::span(pull_slots_).subspan(pull_reported_, pull_count_ - pull_reported_));
    pull_count_ = pull_reported_ = 0;
    pulled_.store(0, std::memory_order_relaxed);
}

bool map_core::absorb_pulled() noexcept
{
    auto const pulled = pulled_.load();
    if (pulled <= pull_reported_)
        return false;
    window_.pulled(std::span(pull_slots_).subspan(pull_reported_, pulled - pull_reported_));
    pull_reported_ = pulled;
    return true;
}

void map_core::publish_pulled() noexcept
{
    transaction t(*this);
    absorb_pulled();
}

void map_core::wake() noexcept
{
    std::shared_ptr<map_core> self;
    bool serial = false;
    {
        transaction t(*this);
        if (puller_ != puller::waiting) {
            woken_ = true;
            return;
        }
        self = std::move(self_while_waiting_);
        puller_ = puller::queued;
        serial = serial_ && !pool_lost_;
        if (pool_lost_)
            drop_role();
    }
    if (serial)
        submit_pull(true);
}

void map_core::abandoned() noexcept
{
    std::shared_ptr<map_core> self;
    {
        std::lock_guard lock(mutex_);
        source_lost_ = true;
        if (puller_ != puller::waiting) {
            woken_ = true;
            return;
        }
        self = std::move(self_while_waiting_);
        puller_ = puller::running;
    }
    // At once: what the source holds may belong to the context that is being destroyed.
    dispose_source();
    bool lost = false;
    {
        transaction t(*this);
        serial_ = true;
        puller_ = puller::queued;
        lost = pool_lost_;
        if (lost)
            drop_role();
    }
    // By way of the pool: if it is the pool itself that is being destroyed, the task says so by being
    // dropped.
    if (!lost)
        submit_pull(false);
}

void map_core::run_serial() noexcept
{
    {
        std::lock_guard lock(mutex_);
        puller_ = puller::running;
    }
    release_pool();
    pull_batch(nullptr);
}

/// Nobody will pull any more; the role, where nobody runs with it, is given up.
void map_core::drop_role() noexcept
{
    if (puller_ != puller::queued)
        return;
    return_slots();
    window_.end_pull();
    puller_ = puller::none;
}

void map_core::run_cancel() noexcept
{
    {
        std::lock_guard lock(mutex_);
        if (puller_ != puller::waiting) {
            cancelled_ = false; // when it waits again, it will be told
            return;
        }
        puller_ = puller::running; // a wake while the source is being told is kept for afterwards
    }
    cancel_source();
    bool woken = false;
    {
        std::lock_guard lock(mutex_);
        puller_ = puller::waiting;
        woken = std::exchange(woken_, false);
    }
    if (woken)
        source_lost_ ? abandoned() : wake();
}

} // namespace genpool::detail
