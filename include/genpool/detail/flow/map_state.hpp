// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/summary.hpp>

#include <genpool/detail/flow/call_events.hpp>
#include <genpool/detail/flow/consumer_events.hpp>
#include <genpool/detail/flow/map_settings.hpp>
#include <genpool/detail/flow/published.hpp>
#include <genpool/detail/flow/pull_events.hpp>
#include <genpool/detail/flow/wakeups.hpp>
#include <genpool/detail/flow/window.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace genpool::detail
{

/// What follows from an event, for the loops to do once the lock is released.
struct actions
{
    std::size_t worker_tasks = 0; // to be posted
    bool resume = false;          // the consumer
    bool pull_in_strand = false;
    bool cancel_source = false;
    bool cancel_here = false; // there is no strand any more
    bool stop_upstreams = false;
    std::uint64_t told_from = window::no_limit; // calls from here on are to be told to stop
    bool finish = false;
};

/// Everything that a running map decides: which worker tasks are wanted, who pulls, who waits for what, what a stop, a failure
/// or a close takes back from whom, and when it has ended. Events go in, then `decide` gives what follows. As the
/// window, which it holds: no threads, no Asio, no lock, no atomics, no clock, no user code. So all of it is explored
/// exhaustively (test/proof/map_state.cpp, map_state.pml).
///
/// Whoever holds the lock sends events, then repeats `decide`, `announce` and `look_again` until nothing is new: what
/// others publish without the lock is seen either by them, in what was announced, or here, in the second look.
class map_state
{
public:
    map_state(map_settings const& s, bool has_upstreams);

    window const& items() const noexcept { return window_; }
    map_settings const& settings() const noexcept { return settings_; }
    source_habits& source() noexcept { return source_; }

    // Events, by whom they are of.
    call_events calls(published const& p) noexcept { return {*this, p}; }
    pull_events pulls(published const& p) noexcept { return {*this, p}; }
    consumer_events consumer(published const& p) noexcept { return {*this, p}; }

    // Limits, while it runs. What has begun goes on; beyond the new limit nothing more does.
    void set_concurrency(std::size_t concurrency) noexcept;
    void set_window(limit window) noexcept;

    // Ends.
    void stop_pulling() noexcept { window_.stop_pulling(); }
    void stop() noexcept { window_.stop(); }
    void close(published const& p) noexcept;
    /// The pool is gone, or (`failed`) cannot be submitted to.
    void pool_lost(bool failed, published const& p) noexcept;
    bool is_pool_lost() const noexcept { return pool_lost_; }

    // Decisions.
    void decide(actions& todo, published const& p) noexcept;
    /// Whether there is something new to be announced.
    bool announce() noexcept;
    wakeups const& announced() const noexcept { return announced_; }
    /// Whether somebody has published what was not looked for before.
    bool look_again(published const& p) noexcept;

    /// How it has ended for the consumer; while it is being closed, that may still change.
    std::optional<end_reason> completion() noexcept;
    end_reason how_it_ended() noexcept { return window_.completion().value_or(end_reason::stopped); }

    // For whoever asks how far it has come.
    void commit_all(published const& p) noexcept;
    /// What has been pulled and waits for a call.
    std::size_t startable() const noexcept { return window_.startable() + calls_.aside; }
    /// Results that are ready, taken and not handed over included.
    std::size_t ready() const noexcept { return window_.ready() + (closing_ ? 0 : consumer_.taken.left()); }
    /// As far as it has been told.
    awaiting waits_for() const noexcept;

private:
    friend class call_events;
    friend class pull_events;
    friend class consumer_events;

    bool may_add_worker_task() const noexcept;
    bool has_too_many_claims() const noexcept;
    bool wants_worker_task_to_pull() const noexcept;
    void want_worker_tasks(actions& todo, published const& p) noexcept;
    void end_if_quiet(actions& todo, published const& p) noexcept;
    void stop_source(actions& todo) noexcept;
    bool is_due() noexcept;
    unsigned what_to_announce() const noexcept;

    map_settings settings_;
    bool const has_upstreams_;
    window window_;
    call_state calls_;
    pull_state pulls_;
    source_habits source_;
    consumer_state consumer_;
    bool closing_ = false;
    bool finishing_ = false;
    bool pool_lost_ = false;
    wakeups announced_;
    unsigned added_ = 0; // to what was announced before
};

} // namespace genpool::detail
