// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

// Which steps a small map can take in a state.
#include "small_map.hpp"

#include <cstdint>
#include <stdexcept>

namespace genpool::proof
{

template <class Step>
void small_map::steps(Step step) const
{
    if (update_ == decided)
        step("announce", kind::inner, [](small_map& m) { m.announce(); });
    if (update_ == announced)
        step("look again", kind::inner, [](small_map& m) { m.look_again(); });
    steps_of_calls(step);
    steps_of_pull(step);
    steps_of_consumer(step);
    if (update_ == unlocked)
        steps_of_others(step);
}

template <class Step>
void small_map::steps_of_calls(Step const& step) const
{
    for (byte id = 0; id != extent_->workers(); ++id) {
        auto const& w = workers_[id];
        bool const lock = update_ == unlocked;
        if (w.step == posted && lock && !pool_gone_)
            step("a turn begins", kind::inner, [=](small_map& m) { m.begin_turn(id); });
        if (w.step == posted && lock && pool_gone_)
            step("a turn is dropped", kind::inner, [=](small_map& m) { m.drop_turn(id); });
        if (w.step == starts)
            step("a call is next", kind::inner, [=](small_map& m) { m.start_next(id); });
        if (w.step == looks && (lock || !must_ask(id)))
            step("a call begins", kind::inner, [=](small_map& m) { m.begin_call(id); });
        if (w.step == calls)
            step("a call returns", kind::outer, [=](small_map& m) { m.end_call(id); });
        if (w.step == calls && lock)
            step("a call fails", kind::trouble, [=](small_map& m) { m.fail_call(id); });
        if (w.step == finishes && lock)
            step("a chunk is over", kind::inner, [=](small_map& m) { m.end_chunk(id); });
        if (w.step == finishes && lock && extent_->steered)
            step("a chunk is over, and its turn is not", kind::choice, [=](small_map& m) { m.go_on(id); });
    }
}

template <class Step>
void small_map::steps_of_pull(Step const& step) const
{
    bool const lock = update_ == unlocked;
    if (strand_posted_ && lock && !pool_gone_)
        step("the strand pulls", kind::inner, [](small_map& m) { m.run_strand(); });
    if (strand_posted_ && lock && pool_gone_)
        step("the strand's task is dropped", kind::inner, [](small_map& m) { m.drop_strand(); });
    if (cancel_posted_ && lock && !pool_gone_)
        step("the source is told", kind::inner, [](small_map& m) { m.cancel(); });
    if (cancel_posted_ && lock && pool_gone_)
        step("telling the source is dropped", kind::inner, [](small_map& m) { m.drop_cancel(); });
    if (telling_ && lock)
        step("the source has been told", kind::inner, [](small_map& m) { m.end_cancel(); });
    if (pull_ == reserves && lock)
        step("slots are reserved", kind::inner, [](small_map& m) { m.reserve(); });
    if (pull_ == polls && count_ != extent_->items)
        step("the source yields", kind::outer, [](small_map& m) { m.yield(); });
    if (pull_ == polls && lock)
        step("the source ends", kind::outer, [](small_map& m) { m.end_source(false); });
    if (pull_ == polls && lock)
        step("the source fails", kind::trouble, [](small_map& m) { m.end_source(true); });
    if (pull_ == polls && extent_->waits && lock)
        step("the source would wait", kind::outer, [](small_map& m) { m.would_wait(); });
    if (pull_ == looks_at_wakeups && (lock || (wakeups() & (needs_lock)) == 0))
        step("the puller looks", kind::inner, [](small_map& m) { m.look_while_pulling(); });
    if (pull_ == has_filled_all && lock)
        step("a pull is over", kind::inner, [](small_map& m) { m.end_pull(false, false); });
    if (pull_ == starts_operation && lock)
        step("the source starts an operation", kind::inner, [](small_map& m) { m.start_operation(); });
    if (pull_ == waits && lock)
        step("the source waits", kind::inner, [](small_map& m) { m.wait(); });
    if (source_ == operating && lock)
        step("the source reports", kind::outer, [](small_map& m) { m.report(); });
    if (source_ == operating && lock)
        step("what the source waits for is lost", kind::trouble, [](small_map& m) { m.abandon(); });
}

template <class Step>
void small_map::steps_of_consumer(Step const& step) const
{
    bool const lock = update_ == unlocked;
    if (consumer_ == asks && !(closing_ && closed_to_consumer_))
        step("the consumer asks", kind::inner, [](small_map& m) { m.ask(); });
    if (consumer_ == looks_for_close)
        step("it looks for a close", kind::inner, [](small_map& m) { m.look_for_close(); });
    if (consumer_ == takes && (lock || taken_next_ != taken_count_))
        step("it takes", kind::inner, [](small_map& m) { m.take(); });
    if (consumer_ == moves)
        step("it hands over", kind::outer, [](small_map& m) { m.hand_over(); });
    if (consumer_ == moves && lock)
        step("a result is lost", kind::trouble, [](small_map& m) { m.lose_result(); });
    if (consumer_ == looks_for_room && (lock || !room_is_wanted()))
        step("it looks for who wants room", kind::inner, [](small_map& m) { m.look_for_room(); });
    if (consumer_ == has_taken)
        step("it has taken", kind::inner, [](small_map& m) { m.end_taking(); });
    if (consumer_ == has_handed_over && lock)
        step("it says so to who closed", kind::inner, [](small_map& m) { m.tell_who_closed(); });
    if (consumer_ == wants_to_park && lock)
        step("it parks", kind::inner, [](small_map& m) { m.park(); });
    if (consumer_ == is_parked && lock)
        step("its wait is cancelled", kind::trouble, [](small_map& m) {
            require(m.state_.consumer(m).unpark(), "who waits has parked");
            m.consumer_ = asks;
        });
}

template <class Step>
void small_map::steps_of_others(Step const& step) const
{
    if (extent_->steered && extent_->concurrency != 1) {
        byte const other = concurrency_ == 1 ? extent_->concurrency : byte(1);
        step("another concurrency", kind::choice, [=](small_map& m) { m.set_concurrency(other); });
    } else if (extent_->steered && extent_->window != 1) {
        byte const other = window_ == 1 ? extent_->window : byte(1);
        step("another window", kind::choice, [=](small_map& m) { m.set_window(other); });
    }
    if (!closing_)
        step("close", kind::choice, [](small_map& m) {
            m.state_.close(m);
            m.closing_ = true;
            m.update();
        });
    if (closing_ && !closed_)
        step("the close has returned", kind::inner, [](small_map& m) { m.closed_ = true; });
    if (!stopped_) {
        step("stop", kind::trouble, [](small_map& m) {
            m.state_.stop();
            m.stopped_ = true;
            m.update();
        });
        step("pull no more", kind::trouble, [](small_map& m) {
            m.state_.stop_pulling();
            m.stopped_ = true;
            m.update();
        });
    }
    if (!pool_gone_)
        step("the pool is gone", kind::trouble, [](small_map& m) {
            m.pool_gone_ = m.stopped_ = true;
            m.lose_pool();
        });
    if (!pool_gone_ && !state_.is_pool_lost())
        step("the pool cannot be submitted to", kind::trouble, [](small_map& m) {
            m.failed_ = m.consumer_failed_ = m.stopped_ = true;
            m.state_.pool_lost(true, m);
            m.update();
        });
    if (pool_gone_ && !source_destroyed_)
        step("the pool's source is destroyed", kind::inner, [](small_map& m) {
            m.source_destroyed_ = true;
            if (m.state_.pulls(m).begin_destroying()) {
                require(m.pull_ == not_pulling && m.source_ != operating && !m.telling_,
                        "who destroys a source is alone");
                m.source_ = ended;
                m.state_.pulls(m).destroyed();
                m.update();
            }
        });
}

} // namespace genpool::proof
