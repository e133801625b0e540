// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>
#include <genpool/summary.hpp>

#include <genpool/detail/flow/accounts.hpp>
#include <genpool/detail/flow/batch.hpp>
#include <genpool/detail/flow/published.hpp>
#include <genpool/detail/flow/pull_role.hpp>
#include <genpool/detail/flow/window.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <utility>

namespace genpool::detail
{

/// What a running map is made of.
struct map_settings
{
    std::size_t concurrency;
    limit window;
    genpool::order order;
    bool asynchronous;   // a call outlives the turn that starts it
    bool stop_aware;     // a call is given a stop token
    bool source_is_fast; // known beforehand
    bool source_waits;   // for something other than the maps that it reads
    bool source_pulls;   // items that are not of the maps that it reads
};

/// What the loops of a map look at after each item that they have published.
struct wakeups
{
    enum : unsigned
    {
        consumer_waits = 1, // publish what has finished
        worker_wanted = 2,  // publish what was pulled
        room_wanted = 4,    // publish what was handed over
        trimmed = 8,        // some items must not start any more
        pull_over = 16,     // the pull that is under way is to end
        closed = 32         // no result is handed over any more
    };

    unsigned bits = 0;
    std::uint64_t awaited = 0; // the item whose result the parked consumer waits for
    std::uint64_t room_at = 0; // how many hand-overs make room for the puller who waits for it

    bool operator==(wakeups const&) const = default;
};

/// What follows from an event, for the loops to do once the lock is released.
struct actions
{
    std::size_t turns = 0; // to be posted
    bool resume = false;   // the consumer
    bool pull_in_strand = false;
    bool cancel_source = false;
    bool cancel_here = false; // there is no strand any more
    bool stop_upstreams = false;
    std::uint64_t told_from = window::no_limit; // calls from here on are to be told to stop
    bool finish = false;
};

/// Everything that a running map decides: which turns are wanted, who pulls, who waits for what, what a stop, a failure
/// or a close takes back from whom, and when it has ended. Events go in, then `decide` gives what follows. As the
/// window, which it holds: no threads, no Asio, no lock, no atomics, no clock, no user code. So all of it is explored
/// exhaustively (test/proof/map_state.cpp, map_state.pml).
///
/// Whoever holds the lock sends events, then repeats `decide`, `announce` and `look_again` until nothing is new: what
/// others publish without the lock is seen either by them, in what was announced, or here, in the second look.
class map_state
{
public:
    /// What a turn has to do next.
    enum class step : unsigned char
    {
        none,
        pull,
        calls
    };

    map_state(map_settings const& s, bool has_upstreams);

    window const& items() const noexcept { return window_; }
    map_settings const& settings() const noexcept { return settings_; }

    // Decisions.
    void decide(actions& todo, published const& p) noexcept;
    /// Whether there is something new to be announced.
    bool announce() noexcept;
    wakeups const& announced() const noexcept { return announced_; }
    /// Whether somebody has published what was not looked for before.
    bool look_again(published const& p) noexcept;
    /// The parked consumer goes.
    bool is_parked() const noexcept { return parked_; }
    bool unpark() noexcept { return std::exchange(parked_, false); }
    /// How it has ended for the consumer; while it is being closed, that may still change.
    std::optional<outcome> verdict() noexcept;
    outcome how_it_ended() noexcept { return window_.verdict().value_or(outcome::stopped); }

    // Turns: tasks on the pool. `chunk_id` is the worker's.
    /// The next one; its number tells how many there are.
    chunk const& add_chunk(chunk_id id);
    /// After `calls`, `claim` or `split` may find that there is nothing to call: then the turn is over.
    step begin_turn() noexcept;
    bool may_go_on() const noexcept { return worker_idle(); }
    step go_on() noexcept;
    /// Of a turn that goes on.
    step next_step() noexcept;
    void turn_lost() noexcept;
    /// There is no memory for the turn of another worker. True: nobody is left who could go on.
    bool turn_without_memory(published const& p) noexcept;
    /// Whether a worker whose turn is over may have another one.
    bool is_usable(chunk_id id) const noexcept { return !chunks_[id].was_told(); }

    // Calls.
    /// Of what nobody has claimed; 0 if there is nothing. Then others may have some to spare.
    std::uint32_t claim(chunk_id id, published const& p) noexcept;
    std::optional<chunk_id> victim(published const& p) const noexcept;
    void split(chunk_id id, chunk_id from, std::uint32_t position, std::uint32_t count) noexcept;
    void turn_over() noexcept { --active_; }
    void calls_over(chunk_id id, published const& p, batch::duration elapsed, batch::duration now) noexcept;
    bool may_start(chunk_id id, std::uint32_t position, published const& p) noexcept;
    void not_started(chunk_id id, std::uint32_t position, std::uint32_t end) noexcept;
    /// These return whether the error is the one that the map ends with. `aborted`: it says that it was told to stop.
    bool call_threw(chunk_id id, std::uint32_t position, bool aborted, published const& p) noexcept;
    bool caller_lost(chunk_id id, std::uint32_t position, bool aborted, published const& p) noexcept;
    /// After `caller_lost`: whoever called goes on no more. The chunk ended at `end`.
    void chunk_lost(chunk_id id, std::uint32_t position, std::uint32_t end) noexcept;
    bool tell(chunk_id id, std::uint64_t from) noexcept { return chunks_[id].tell(from); }

    // The source.
    std::span<slot_id const> slots_to_fill() const noexcept { return pulled_.slots(); }
    std::size_t items_wanted() const noexcept;
    void adopt(window::storage& larger, std::size_t slots) noexcept { window_.adopt(larger, slots); }
    void reserve(std::size_t wanted) noexcept { pulled_.reserve(window_, wanted); }
    std::size_t batch_size() const noexcept { return batch_.size(); }
    void source_would_block(bool would) noexcept { source_would_block_ = would; }
    void source_is_fast(bool fast) noexcept { source_is_fast_ = settings_.source_is_fast || fast; }
    bool commit_pulled(published const& p) noexcept { return pulled_.commit(window_, p.pulled()); }
    void keep_one_slot(published const& p) noexcept;
    bool starts_stopped() noexcept;
    /// The source has parked, outside its strand.
    void move_into_strand() noexcept;
    bool pulls_in_strand() const noexcept { return serial_ && role_.is_queued(); }
    bool source_waits() noexcept { return role_.wait(); }
    bool source_wakes(published const& p) noexcept;
    bool source_abandons() noexcept { return role_.lose(); }
    void source_disposed(published const& p) noexcept;
    bool is_source_lost() const noexcept { return role_.is_lost(); }
    /// A task in the strand runs. False: nothing is pulled any more, and the source may be gone.
    bool strand_runs() noexcept;
    bool begin_cancel() noexcept;
    bool end_cancel() noexcept { return role_.told(); }
    void cancel_lost() noexcept { cancelled_ = false; }
    /// Returns whether the error is kept.
    bool pull_over(bool ended, bool failed, bool aborted, published const& p) noexcept;

    // The consumer.
    slot_id const* taken() const noexcept { return taken_.slots(); }
    std::uint32_t take(published const& p) noexcept;
    bool commit_handed_over(published const& p) noexcept { return taken_.commit(window_, p.handed_over()); }
    bool commit_finished(published const& p) noexcept;
    bool park(published const& p, bool has_taken) noexcept;
    void consumer_failed(bool lost_one, published const& p) noexcept;

    // Ends.
    void stop_pulling() noexcept { window_.stop_pulling(); }
    void drain() noexcept { draining_ = true; }
    void stop() noexcept { window_.stop(); }
    void close(published const& p) noexcept;
    bool is_closing() const noexcept { return closing_; }
    /// The pool is gone, or (`failed`) cannot be submitted to.
    void pool_lost(bool failed, published const& p) noexcept;
    bool is_pool_lost() const noexcept { return pool_lost_; }
    /// True: nobody else touches the source until `source_destroyed`.
    bool begin_destroying_source() noexcept;
    void source_destroyed() noexcept { window_.end_pull(); }

    /// For whoever asks how far it has come.
    void commit_all(published const& p) noexcept;
    /// What is ready, taken and not handed over included.
    std::size_t ready() const noexcept { return window_.ready() + (closing_ ? 0 : taken_.left()); }

private:
    bool worker_idle() const noexcept;
    std::size_t startable_batches() const noexcept;
    std::size_t places() const noexcept;
    std::size_t turns_wanted(published const& p) const noexcept;
    void want_turns(actions& todo, published const& p) noexcept;
    void end_if_quiet(actions& todo, published const& p) noexcept;
    void stop_source(actions& todo) noexcept;
    bool is_due() noexcept;
    unsigned what_to_announce() const noexcept;
    bool record_failure(std::uint64_t index, bool aborted, published const& p) noexcept;
    void drop_role(published const& p) noexcept;

    map_settings const settings_;
    bool const has_upstreams_;
    window window_;
    batch batch_;

    std::deque<chunk> chunks_;
    std::size_t active_ = 0; // turns that are posted or running
    std::size_t queued_ = 0; // posted

    pull_role role_;
    pulled_account pulled_;
    bool serial_ = false;    // the source is pulled only inside its strand
    bool cancelled_ = false; // the source has been told to end, or is being told
    bool upstreams_told_ = false;
    bool draining_ = false; // the earlier stages have been told to end, having delivered
    bool source_would_block_ = false;
    bool source_is_fast_; // as far as it has shown: else it is asked for one item, and that is run

    taken_account taken_;
    bool parked_ = false;
    bool parked_closing_ = false; // it has parked to learn how a map that is being closed ends

    bool closing_ = false;
    bool finishing_ = false;
    bool pool_lost_ = false;
    std::uint64_t told_from_ = window::no_limit; // calls from here on have been told to stop
    wakeups announced_;
    unsigned added_ = 0; // to what was announced before
};

} // namespace genpool::detail
