// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/flow/accounts.hpp>
#include <genpool/detail/flow/map_settings.hpp>
#include <genpool/detail/flow/published.hpp>
#include <genpool/detail/flow/pull_role.hpp>
#include <genpool/detail/flow/window.hpp>

#include <cstddef>
#include <span>

namespace genpool::detail
{

class map_state;

/// What a map knows of its source.
struct pull_state
{
    explicit pull_state(map_settings const& s) : account(most_at_once(s)) {}

    pull_role role;
    pulled_account account;
    bool serial = false;    // the source is pulled only inside its strand
    bool cancelled = false; // it has been told to end, or is being told
    bool upstreams_told = false;
    bool draining = false; // the maps that it reads have been told to end, having delivered
};

/// How a source has shown itself to be. For whoever pulls, without the lock.
struct source_habits
{
    bool would_block = false; // when it was asked last, it would have had to wait for its next item
    bool is_fast;             // else it is asked for one item, and that is run
};

/// What happens to a map's source. While it waits, nobody runs: its report passes the role on to a turn, or to a task
/// in the strand.
class pull_events
{
public:
    pull_events(map_state& map, published const& loops) noexcept;

    // A pull.
    std::span<slot_id const> slots_to_fill() const noexcept { return own_.account.slots(); }
    std::size_t items_wanted() const noexcept;
    void adopt(window::storage& larger, std::size_t slots) noexcept { window_.adopt(larger, slots); }
    void reserve(std::size_t wanted) noexcept { own_.account.reserve(window_, wanted); }
    bool commit() noexcept { return own_.account.commit(window_, loops_.pulled()); }
    void keep_one_slot() noexcept;
    /// Returns whether the error is kept.
    bool over(bool ended, bool failed, bool aborted) noexcept;

    // Waits, and the strand.
    bool starts_stopped() noexcept;
    /// The source has parked, outside its strand.
    void move_into_strand() noexcept;
    bool is_queued_in_strand() const noexcept { return own_.serial && own_.role.is_queued(); }
    /// A task in the strand runs. False: nothing is pulled any more, and the source may be gone.
    bool strand_runs() noexcept;
    bool waits() noexcept { return own_.role.wait(); }
    bool wakes() noexcept;

    // The source is told to end.
    bool begin_cancel() noexcept;
    bool end_cancel() noexcept { return own_.role.told(); }
    void cancel_lost() noexcept { own_.cancelled = false; }
    /// The maps that it reads are.
    void drain() noexcept { own_.draining = true; }

    // It is lost.
    bool is_lost() const noexcept { return own_.role.is_lost(); }
    bool abandons() noexcept { return own_.role.lose(); }
    void disposed() noexcept;
    /// Nobody will pull any more; the role, where nobody runs with it, is given up.
    void drop_role() noexcept;
    /// True: nobody else touches the source until `destroyed`.
    bool begin_destroying() noexcept;
    void destroyed() noexcept { window_.end_pull(); }

private:
    map_state& map_;
    pull_state& own_;
    window& window_;
    published const& loops_;
};

} // namespace genpool::detail
