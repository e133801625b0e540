// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/flow/window.hpp>

#include <algorithm>
#include <utility>

namespace genpool::detail
{
namespace
{

enum item_state : std::uint8_t
{
    waiting,  // pulled; perhaps claimed; no result yet
    done,     // its result is there
    threw,    // its call failed
    withdrawn // claimed, then given back: it will never start
};

} // namespace

window::storage::storage(std::size_t count)
    : slots(count), states(count), result_slots(count), result_indexes(count), vacant(count)
{}

window::window(genpool::order order, std::size_t concurrency, std::size_t capacity) noexcept
    : order_(order), concurrency_(concurrency), capacity_(capacity)
{}

void window::adopt(storage& larger, std::size_t slots) noexcept
{
    auto const first = in_order() ? next_take_ : next_start_;
    larger.slots.adopt(storage_.slots, first, pulled_count_);
    if (in_order()) {
        larger.states.adopt(storage_.states, first, pulled_count_);
    } else {
        larger.result_slots.adopt(storage_.result_slots, delivered_count_, finished_);
        larger.result_indexes.adopt(storage_.result_indexes, delivered_count_, finished_);
    }
    std::copy_n(storage_.vacant.begin(), vacant_count_, larger.vacant.begin());
    // The lowest numbers come off the stack first: fresh slots are then touched in the order of their
    // addresses.
    for (auto slot = slots; slot != slots_; --slot)
        larger.vacant[vacant_count_++] = static_cast<slot_id>(slot - 1);
    std::swap(storage_, larger);
    slots_ = slots;
}

std::size_t window::room() const noexcept
{
    if (!source_open() || pull_stopped() || in_flight_ >= capacity_)
        return 0;
    return capacity_ - in_flight_;
}

std::size_t window::reserve(std::span<slot_id> out) noexcept
{
    auto const count = std::min({out.size(), room(), vacant_count_});
    vacant_count_ -= count;
    std::reverse_copy(vacant_top(), vacant_top() + static_cast<std::ptrdiff_t>(count), out.begin());
    in_flight_ += count;
    return count;
}

void window::pulled(std::span<slot_id const> slots) noexcept
{
    storage_.slots.write(pulled_count_, slots);
    if (in_order())
        storage_.states.fill(pulled_count_, slots.size(), waiting);
    pulled_count_ += slots.size();
}

void window::give_back(std::span<slot_id const> unused) noexcept
{
    std::copy(unused.begin(), unused.end(), vacant_top());
    vacant_count_ += unused.size();
    in_flight_ -= unused.size();
}

void window::source_ended() noexcept
{
    // An end that a stop brought about is not the source's own: the result is incomplete.
    if (!pull_stopped())
        ended_ = true;
}

std::size_t window::startable() const noexcept
{
    auto const end = std::min(pulled_count_, start_limit_);
    return end > next_start_ ? static_cast<std::size_t>(end - next_start_) : 0;
}

claim window::begin_claim(std::span<slot_id> out) noexcept
{
    claim result{next_start_, std::min(out.size(), startable())};
    storage_.slots.read(next_start_, out.first(result.count));
    next_start_ += result.count;
    ++claims_;
    return result;
}

void window::finished(std::uint64_t first, std::span<slot_id const> slots) noexcept
{
    if (in_order()) {
        // Most often they come next, and nobody will ask for their states.
        if (first == next_take_ + ready_ && !discarded_ && !consumer_failed_)
            ready_ += slots.size();
        else
            storage_.states.fill(first, slots.size(), done);
        advance_ready();
        return;
    }
    if (first_error_ || discarded_ || consumer_failed_) // what finishes after the failure is not delivered
        return;
    storage_.result_slots.write(finished_, slots);
    for (auto sequence = finished_; sequence != finished_ + slots.size(); ++sequence)
        storage_.result_indexes[sequence] = first++;
    finished_ += slots.size();
    ready_ += slots.size();
}

void window::failed(std::uint64_t index) noexcept
{
    ++failed_count_;
    if (in_order()) {
        storage_.states[index] = threw;
        first_error_ = std::min(index, first_error_.value_or(index));
        start_limit_ = std::min(start_limit_, index);
        wasted_from_ = std::min(wasted_from_, index + 1);
    } else {
        if (!first_error_)
            first_error_ = index;
        start_limit_ = wasted_from_ = 0;
    }
}

void window::not_started(std::uint64_t first, std::size_t count) noexcept
{
    if (in_order())
        storage_.states.fill(first, count, withdrawn);
}

void window::advance_ready() noexcept
{
    if (discarded_ || consumer_failed_)
        return;
    auto index = next_take_ + ready_;
    while (index != pulled_count_ && storage_.states[index] == done)
        ++index;
    ready_ = static_cast<std::size_t>(index - next_take_);
}

std::size_t window::take(std::span<slot_id> out) noexcept
{
    auto const count = std::min(out.size(), ready_);
    (in_order() ? storage_.slots : storage_.result_slots).read(next_take_, out.first(count));
    next_take_ += count;
    ready_ -= count;
    return count;
}

void window::handed_over(std::span<slot_id const> slots) noexcept
{
    give_back(slots);
    delivered_count_ += slots.size();
}

void window::fail_consumer(bool lost_one) noexcept
{
    consumer_failed_ = true;
    if (lost_one) {
        ++failed_count_;
        // Everything before it has been handed over.
        if (in_order())
            first_error_ = delivered_count_;
        else if (!first_error_)
            first_error_ = storage_.result_indexes[delivered_count_];
    }
    stop();
    ready_ = 0;
}

void window::stop_pulling() noexcept { stopped_ = stopped_ || source_open(); }

void window::stop() noexcept
{
    stop_pulling();
    start_limit_ = wasted_from_ = 0;
}

void window::discard() noexcept
{
    stop();
    discarded_ = true;
    ready_ = 0;
}

void window::pool_gone() noexcept
{
    pool_gone_ = true;
    start_limit_ = 0;
}

std::optional<end_reason> window::completion() noexcept
{
    if (ready_ != 0)
        return std::nullopt;
    if (consumer_failed_)
        return end_reason::failed;
    if (told_)
        return told_; // for ever: a call that still runs may fail, but behind the end that was told
    if (discarded_)
        return discarded_verdict();
    return told_ = in_order() ? verdict_in_order() : verdict_as_completed();
}

std::optional<end_reason> window::verdict_in_order() const noexcept
{
    if (next_take_ == pulled_count_)
        return source_verdict();
    auto const head = storage_.states[next_take_];
    if (head == threw)
        return end_reason::failed;
    if (head == withdrawn || (next_take_ >= next_start_ && !may_start(next_take_)))
        return pool_gone_ ? end_reason::pool_gone : end_reason::stopped;
    return std::nullopt;
}

std::optional<end_reason> window::verdict_as_completed() const noexcept
{
    if (first_error_)
        return end_reason::failed;
    if (claims_ != 0)
        return std::nullopt;
    if (next_start_ == pulled_count_ && next_take_ == pulled_count_)
        return source_verdict();
    if (may_start(next_start_))
        return std::nullopt;
    return pool_gone_ ? end_reason::pool_gone : end_reason::stopped;
}

std::optional<end_reason> window::source_verdict() const noexcept
{
    if (ended_)
        return end_reason::completed;
    if (source_failed_)
        return end_reason::source_failed;
    if (pool_gone_)
        return end_reason::pool_gone;
    // Without a terminal stop, what an outstanding pull may still bring is delivered.
    if (stopped_ && (!pulling_ || start_limit_ == 0))
        return end_reason::stopped;
    return std::nullopt;
}

end_reason window::discarded_verdict() const noexcept
{
    if (first_error_)
        return end_reason::failed;
    if (source_failed_)
        return end_reason::source_failed;
    if (ended_ && delivered_count_ == pulled_count_)
        return end_reason::completed;
    return pool_gone_ ? end_reason::pool_gone : end_reason::stopped;
}

} // namespace genpool::detail
