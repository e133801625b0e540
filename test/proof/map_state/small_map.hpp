// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "private_members.hpp"
#include <genpool/detail/flow/map_state.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

namespace genpool::proof
{

using byte = std::uint8_t;

inline void require(bool holds, char const* what)
{
    if (!holds)
        throw std::logic_error(what);
}

/// How far one exploration of a map's state goes.
struct map_extent
{
    genpool::order order;
    byte items;
    byte window;
    byte concurrency;
    byte faults; // stops, failures and the like on one path
    bool waits;  // the source may have to wait
    bool fine;   // what a locked update decides, announces and sees again are steps of their own
    bool reads_maps = false;
    bool steered = false; // the concurrency changes, or, if that is one, the window: to one and back

    byte workers() const noexcept { return static_cast<byte>(steered ? 2 * concurrency : concurrency + 1); }
};

/// A map in small: its real state, and around it what the loops of the engine do, one step after the other. Each step is
/// what a thread does between two looks at what others share: a locked update is three, since others go on without the
/// lock meanwhile. Beside them stands what has become of each item, as the outside sees it.
class small_map : private detail::published
{
public:
    static constexpr byte most_items = 4;
    static constexpr byte most_workers = 4;

    /// What has become of an item.
    enum fate : byte
    {
        absent,
        yielded,   // by the source
        withdrawn, // claimed, and given back
        called,    // its call runs
        returned,  // its result is there
        threw,
        moving, // to the consumer
        delivered,
        lost // it could not be moved
    };

    enum worker_step : byte
    {
        idle,
        posted,
        pulls,
        starts,  // the next call of its chunk
        looks,   // whether somebody waits, before that call
        calls,   // the user's function
        finishes // its chunk is over
    };

    enum pull_step : byte
    {
        not_pulling,
        reserves,
        polls,
        looks_at_wakeups,
        has_filled_all,
        keeps_one, // the source would have to wait
        starts_operation,
        waits // for the lock, to say so; the operation may be over by then
    };

    enum source_step : byte
    {
        at_rest,
        operating, // it waits for an operation
        ended
    };

    enum consumer_step : byte
    {
        asks,
        looks_for_close,
        takes,
        moves,
        has_handed_over,
        looks_for_room,
        has_taken,
        wants_to_park,
        is_parked,
        has_ended
    };

    enum update_step : byte
    {
        unlocked,
        decided,
        announced
    };

    explicit small_map(map_extent const& e);

    // All steps: `step(name, kind, apply)` for each that is possible now.
    enum class kind : byte
    {
        inner,   // of the engine: it will come by itself
        outer,   // of the source, a call or the consumer's own code: it may take for ever
        trouble, // one of the faults
        choice   // may never come
    };

    template <class Step>
    void steps(Step step) const;

    bool may_have_faults() const noexcept { return faults_ != extent_->faults; }
    void count_fault() noexcept { ++faults_; }

    /// What must hold in every state.
    void check();

    /// What must hold where the engine has nothing to do but to wait for a source, a call or the consumer's code.
    void check_quiet() const;

    /// And where nothing whatever is to come.
    void check_over() const;

    std::string identity() const;

private:
    struct chunk_range
    {
        byte next = 0;
        byte end = 0;
        byte count = 0;
    };

    struct worker
    {
        byte step = idle;
        byte position = 0;
        chunk_range range;
    };

    // What the state sees of the loops.
    std::uint32_t pulled() const noexcept override { return pulled_; }
    std::uint32_t handed_over() const noexcept override { return handed_over_; }
    std::uint32_t finished(detail::chunk_id c) const noexcept override;
    bool has_spare(detail::chunk_id c) const noexcept override;
    bool taking() const noexcept override { return taking_; }

    std::span<byte const> fates() const noexcept { return std::span(fates_).first(extent_->items); }
    byte in_flight() const noexcept;
    byte running() const noexcept;
    byte reserved() const noexcept;
    void set_concurrency(byte n);
    void set_window(byte n);
    void check_wait() const;
    bool is_moving() const noexcept { return consumer_ == moves; }

    /// As the promise has it: in input order the next one, else any that returned before the first failure.
    bool has_deliverable() const noexcept;

    unsigned wakeups() const noexcept { return seen_.bits; }

    // A locked update.
    void update();
    void announce();
    void look_again();
    void unlock();
    void post_strand();

    // Calls.
    template <class Step>
    void steps_of_calls(Step const& step) const;

    void begin_turn(byte id);
    void begin(byte id, detail::turn_step wanted);
    void claim(byte id);
    void drop_turn(byte id);
    void start_next(byte id);
    byte item_of(byte id) const;
    detail::slot_id slots_of(byte id, byte position) const;
    bool must_ask(byte id) const;
    void begin_call(byte id);
    void end_call(byte id);
    void fail_call(byte id);
    void end_chunk(byte id);
    void go_on(byte id);

    // The source.
    template <class Step>
    void steps_of_pull(Step const& step) const;

    static constexpr unsigned needs_lock = detail::wakeups::worker_wanted | detail::wakeups::pull_over;

    void run_strand();
    void drop_strand();
    void drop_cancel();
    void reserve();
    void yield();
    void look_while_pulling();
    void end_source(bool failed);
    void end_pull(bool at_end, bool failed);
    void would_wait();
    void start_operation();
    void wait();
    void report();
    void pass_on();
    void abandon();
    void lose();
    void cancel();
    void end_cancel();

    // The consumer.
    template <class Step>
    void steps_of_consumer(Step const& step) const;

    bool is_closed() const noexcept { return (seen_.bits & detail::wakeups::closed) != 0; }

    void ask();
    void look_for_close();
    void take();
    void hand_over();
    void lose_result();
    bool room_is_wanted() const noexcept;
    void look_for_room();
    void end_taking();
    void tell_who_closed();
    void after_taking() { consumer_ = got_one_ || closed_to_consumer_ ? asks : wants_to_park; }
    void park();
    void check_end(end_reason how) const;

    // Everybody else.
    template <class Step>
    void steps_of_others(Step const& step) const;
    void lose_pool();

    static constexpr byte nobody = 0xff;
    static constexpr byte in_strand = 0xfe;

    map_extent const* extent_;
    detail::map_state state_;
    detail::actions todo_;
    detail::wakeups seen_; // what has been announced, as the loops see it
    byte update_ = unlocked;

    std::array<worker, most_workers> workers_{};
    byte pull_ = not_pulling;
    byte puller_ = nobody; // a worker, or `in_strand`
    byte source_ = at_rest;
    byte count_ = 0;
    byte pulled_ = 0;
    bool strand_posted_ = false;
    bool cancel_posted_ = false;
    bool start_pending_ = false;
    bool lost_ = false;
    bool told_ = false; // to end
    bool telling_ = false;
    bool upstreams_told_ = false;

    byte consumer_ = asks;
    bool taking_ = false;
    bool got_one_ = false;
    bool closed_to_consumer_ = false;
    byte taken_count_ = 0;
    byte taken_next_ = 0;
    byte handed_over_ = 0;

    std::array<byte, most_items> fates_{};
    std::array<byte, most_items> late_{}; // it is not yet published, or was after the first failure
    std::array<byte, 16> content_{};      // which item a slot holds
    bool closing_ = false;
    bool closed_ = false; // and that has returned
    bool finished_ = false;
    bool failed_ = false;
    bool call_failed_ = false;
    bool consumer_failed_ = false;
    bool stopped_ = false;
    bool pool_gone_ = false;
    bool source_destroyed_ = false;
    byte faults_ = 0;

    byte concurrency_; // now
    byte window_;
    // What had begun before these were lowered.
    byte most_running_ = 0;
    byte most_in_flight_ = 0;
};

} // namespace genpool::proof

#include "small_map_steps.hpp"
