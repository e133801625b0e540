// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "private_members.hpp"
#include "small_map.hpp"

#include <cstdint>
#include <string>

namespace genpool::proof
{

std::string small_map::identity() const
{
    std::string all;
    auto const put = [&](auto value) { all.push_back(static_cast<char>(value)); };
    auto const& w = state_.items();
    auto const& of_calls = look(calls_tag(), state_);
    auto const& of_pulls = look(pulls_tag(), state_);
    auto const& of_consumer = look(consumer_tag(), state_);
    for (std::uint64_t const n :
         {std::uint64_t(w.in_flight()), std::uint64_t(w.claims()), std::uint64_t(w.ready()), w.pulled_count(),
          w.delivered_count(), w.failed_count(), w.wasted_from(), w.first_error().value_or(0xff),
          std::uint64_t(w.slots()), seen_.awaited, seen_.room_at, state_.announced().awaited,
          state_.announced().room_at, std::uint64_t(todo_.worker_tasks), todo_.told_from})
        put(n);
    for (unsigned const bits : {seen_.bits, state_.announced().bits, look(added_tag(), state_)})
        put(bits);
    for (bool const flag : {w.pulling(),
                            w.pull_stopped(),
                            w.source_open(),
                            w.consumer_failed(),
                            w.trimmed(),
                            state_.is_pool_lost(),
                            of_consumer.parked,
                            of_pulls.cancelled,
                            of_pulls.upstreams_told,
                            of_pulls.serial,
                            todo_.resume,
                            todo_.pull_in_strand,
                            todo_.cancel_source,
                            todo_.cancel_here,
                            todo_.stop_upstreams,
                            todo_.finish,
                            strand_posted_,
                            cancel_posted_,
                            start_pending_,
                            telling_,
                            lost_,
                            told_,
                            upstreams_told_,
                            taking_,
                            got_one_,
                            closed_to_consumer_,
                            closing_,
                            closed_,
                            finished_,
                            failed_,
                            call_failed_,
                            consumer_failed_,
                            stopped_,
                            pool_gone_,
                            source_destroyed_})
        put(flag);
    for (byte i = 0; i != extent_->items; ++i) {
        put(w.may_start(i));
        put(fates_[i]);
        put(late_[i]);
    }
    put(look(woken_tag(), of_pulls.role));
    put(look(place_tag(), of_pulls.role));
    for (byte id = 0; id != extent_->workers(); ++id) {
        auto const& c = of_calls.chunks[id];
        auto const& own = workers_[id];
        bool const open = c.is_open();
        put(open);
        put(open ? c.first() : 0);
        put(c.is_leaving());
        put(c.aside());
        put(c.aside() != 0 ? c.first_aside() : 0);
        put(c.aside() != 0 ? c.first() : 0);
        put(open ? look(committed_calls_tag(), c) : 0);
        for (auto const n : {own.step, own.position, own.range.next, own.range.end, own.range.count})
            put(n);
    }
    put(of_pulls.account.count());
    put(look(committed_pulls_tag(), of_pulls.account));
    put(of_consumer.taken.left());
    put(of_consumer.taken.committed());
    auto const& told = look(told_tag(), look(items_tag(), state_));
    put(told ? byte(*told) : 0xff);
    put(of_calls.batches.size());
    for (auto const n : {concurrency_, window_, most_running_, most_in_flight_})
        put(n);
    for (auto const n : {update_, pull_, puller_, source_, count_, pulled_, consumer_, taken_count_,
                         taken_next_, handed_over_, faults_})
        put(n);
    return all;
}

} // namespace genpool::proof
