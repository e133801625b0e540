// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "small_map.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace genpool::proof
{

void small_map::run_strand()
{
    strand_posted_ = false;
    if (!state_.pulls(*this).strand_runs())
        return;
    puller_ = in_strand;
    if (lost_)
        return end_pull(true, true);
    pull_ = std::exchange(start_pending_, false) ? starts_operation : reserves;
}

void small_map::drop_strand()
{
    strand_posted_ = false;
    lose_pool();
}

void small_map::drop_cancel()
{
    cancel_posted_ = false;
    state_.pulls(*this).cancel_lost();
    lose_pool();
}

void small_map::reserve()
{
    state_.consumer(*this).commit();
    pulled_ = 0;
    auto const& items = state_.items();
    auto const wanted = std::min(state_.pulls(*this).items_wanted(), items.room());
    if (items.vacant() < wanted) {
        auto const slots = items.slots() + wanted - items.vacant();
        detail::window::storage larger(slots);
        state_.pulls(*this).adopt(larger, slots);
    }
    state_.pulls(*this).reserve(wanted);
    if (state_.pulls(*this).slots_to_fill().empty())
        return end_pull(false, false);
    pull_ = polls;
}

void small_map::yield()
{
    require(source_ == at_rest && pull_ == polls, "the source is pulled by one, and not after its end");
    content_[state_.pulls(*this).slots_to_fill()[pulled_]] = count_;
    fates_[count_++] = yielded;
    ++pulled_;
    pull_ = looks_at_wakeups;
}

void small_map::look_while_pulling()
{
    auto const bits = wakeups();
    pull_ = pulled_ == state_.pulls(*this).slots_to_fill().size() ? has_filled_all : polls;
    if (bits & (detail::wakeups::pull_over | detail::wakeups::pull_less))
        pull_ = has_filled_all;
    if (bits & detail::wakeups::worker_wanted) {
        state_.pulls(*this).commit();
        update();
    }
}

void small_map::end_source(bool failed)
{
    source_ = ended;
    failed_ = failed_ || failed;
    end_pull(!failed, failed);
}

void small_map::end_pull(bool at_end, bool failed)
{
    state_.pulls(*this).over(at_end, failed, lost_ || told_);
    pull_ = not_pulling;
    auto const w = puller_;
    puller_ = nobody;
    if (w < most_workers)
        claim(w);
    update();
}

void small_map::would_wait()
{
    state_.pulls(*this).keep_one_slot();
    pulled_ = 0;
    start_pending_ = puller_ != in_strand;
    if (puller_ == in_strand) {
        pull_ = starts_operation;
        return update();
    }
    // From now on it is pulled inside its strand, where its operation begins.
    state_.pulls(*this).move_into_strand();
    pull_ = not_pulling;
    post_strand();
    claim(std::exchange(puller_, nobody));
    update();
}

void small_map::start_operation()
{
    state_.pulls(*this).starts_stopped();
    source_ = operating;
    pull_ = waits;
}

void small_map::wait()
{
    if (state_.pulls(*this).waits()) {
        pull_ = not_pulling;
        puller_ = nobody;
    } else {
        pull_ = lost_ ? not_pulling : reserves;
        if (lost_)
            return end_pull(true, true);
    }
    update();
}

void small_map::report()
{
    source_ = at_rest;
    pass_on();
    update();
}

void small_map::pass_on()
{
    if (state_.pulls(*this).wakes() && state_.pulls(*this).is_queued_in_strand())
        post_strand();
}

void small_map::abandon()
{
    source_ = ended;
    lost_ = true;
    lose();
    update();
}

void small_map::lose()
{
    if (!state_.pulls(*this).abandons())
        return;
    state_.pulls(*this).disposed();
    if (!state_.is_pool_lost())
        post_strand();
}

void small_map::cancel()
{
    cancel_posted_ = false;
    telling_ = state_.pulls(*this).begin_cancel();
    told_ = told_ || telling_;
}

void small_map::end_cancel()
{
    telling_ = false;
    if (!state_.pulls(*this).end_cancel())
        return;
    lost_ ? lose() : pass_on(); // it has reported meanwhile
    update();
}

void small_map::ask()
{
    taking_ = true;
    consumer_ = looks_for_close;
}

void small_map::look_for_close()
{
    if (!is_closed()) {
        require(!closed_, "closed means closed");
        consumer_ = takes;
        return;
    }
    closed_to_consumer_ = true;
    got_one_ = false;
    consumer_ = has_taken;
}

void small_map::take()
{
    got_one_ = false;
    if (taken_next_ == taken_count_) {
        taken_count_ = static_cast<byte>(state_.consumer(*this).take());
        taken_next_ = 0;
        handed_over_ = 0;
        update();
        if (taken_count_ == 0) {
            consumer_ = has_taken;
            return;
        }
    }
    auto const item = content_[state_.consumer(*this).taken()[taken_next_++]];
    require(fates_[item] == returned, "each result is taken once, and when it is there");
    require(!finished_, "no result is taken after the end");
    fates_[item] = moving;
    consumer_ = moves;
}

void small_map::hand_over()
{
    *std::ranges::find(fates_, byte(moving)) = delivered;
    handed_over_ = taken_next_;
    got_one_ = true;
    consumer_ = looks_for_room;
}

void small_map::lose_result()
{
    *std::ranges::find(fates_, byte(moving)) = lost;
    failed_ = consumer_failed_ = true;
    state_.consumer(*this).failed(true);
    taken_count_ = taken_next_;
    got_one_ = false;
    consumer_ = has_taken;
    update();
}

void small_map::look_for_room()
{
    consumer_ = has_taken;
    if (!room_is_wanted())
        return;
    state_.consumer(*this).commit();
    update();
}

void small_map::end_taking()
{
    taking_ = false;
    consumer_ = has_handed_over;
    if (!is_closed())
        after_taking();
}

void small_map::tell_who_closed()
{
    state_.consumer(*this).commit();
    update();
    after_taking();
}

void small_map::park()
{
    if (state_.consumer(*this).park(taken_next_ != taken_count_)) {
        consumer_ = is_parked;
    } else if (auto const how = state_.completion()) {
        consumer_ = has_ended;
        check_end(*how);
    } else {
        consumer_ = asks;
    }
    update();
}

void small_map::check_end(end_reason how) const
{
    if (closing_)
        return;
    for (byte i = 0; i != extent_->items; ++i)
        require(fates_[i] != returned || late_[i] || consumer_failed_ || pool_gone_ ||
                    extent_->order == order::input,
                "what had returned before the failure is delivered before it");
    if (how == end_reason::completed)
        for (auto const f : fates())
            require(f == absent || f == delivered, "a truncated result never looks complete");
    if (extent_->order == order::input && how == end_reason::failed && !consumer_failed_) {
        auto const head = std::ranges::find_if(fates(), [](byte f) { return f != delivered; });
        require(head != fates().end() && *head == threw, "everything before a failure is delivered");
    }
}

} // namespace genpool::proof
