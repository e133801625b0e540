// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/window.hpp>

#include <algorithm>
#include <bit>
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

window::storage::storage(std::size_t slots)
    : items(std::bit_ceil(slots)), results(std::bit_ceil(slots)), vacant(slots)
{}

window::window(genpool::order order, std::size_t concurrency, std::size_t capacity) noexcept
    : order_(order), concurrency_(concurrency), capacity_(capacity)
{}

void window::adopt(storage& larger, std::size_t slots) noexcept
{
    auto const larger_mask = larger.items.size() - 1;
    auto const first = in_order() ? next_take_ : next_start_;
    for (auto index = first; index != pulled_count_; ++index)
        larger.items[index & larger_mask] = item(index);
    if (!in_order())
        for (auto sequence = delivered_count_; sequence != finished_; ++sequence)
            larger.results[sequence & larger_mask] = storage_.results[sequence & mask_];
    std::copy_n(storage_.vacant.begin(), vacant_count_, larger.vacant.begin());
    // The lowest numbers come off the stack first: fresh slots are then touched in the order of their
    // addresses.
    for (auto slot = slots; slot != slots_; --slot)
        larger.vacant[vacant_count_++] = static_cast<slot_id>(slot - 1);
    std::swap(storage_, larger);
    mask_ = larger_mask;
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
    for (std::size_t i = 0; i != count; ++i)
        out[i] = storage_.vacant[--vacant_count_];
    in_flight_ += count;
    return count;
}

void window::pulled(std::span<slot_id const> slots) noexcept
{
    for (auto slot : slots)
        item(pulled_count_++) = {slot, waiting};
}

void window::give_back(std::span<slot_id const> unused) noexcept
{
    for (auto slot : unused)
        storage_.vacant[vacant_count_++] = slot;
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
    for (std::size_t i = 0; i != result.count; ++i)
        out[i] = item(next_start_++).slot;
    ++claims_;
    return result;
}

void window::finished(std::uint64_t first, std::span<slot_id const> slots) noexcept
{
    if (in_order()) {
        for (auto index = first; index != first + slots.size(); ++index)
            item(index).state = done;
        advance_ready();
        return;
    }
    if (first_error_ || discarded_ || consumer_failed_) // what finishes after the failure is not delivered
        return;
    for (auto slot : slots)
        storage_.results[finished_++ & mask_] = {slot, first++};
    ready_ += slots.size();
}

void window::failed(std::uint64_t index) noexcept
{
    ++failed_count_;
    if (in_order()) {
        item(index).state = threw;
        first_error_ = std::min(index, first_error_.value_or(index));
        start_limit_ = std::min(start_limit_, index);
    } else {
        if (!first_error_)
            first_error_ = index;
        start_limit_ = 0;
    }
}

void window::not_started(std::uint64_t first, std::size_t count) noexcept
{
    if (in_order())
        for (auto index = first; index != first + count; ++index)
            item(index).state = withdrawn;
}

void window::advance_ready() noexcept
{
    if (discarded_ || consumer_failed_)
        return;
    auto index = next_take_ + ready_;
    while (index != pulled_count_ && item(index).state == done)
        ++index;
    ready_ = static_cast<std::size_t>(index - next_take_);
}

std::size_t window::take(std::span<slot_id> out) noexcept
{
    auto const count = std::min(out.size(), ready_);
    for (std::size_t i = 0; i != count; ++i, ++next_take_)
        out[i] = in_order() ? item(next_take_).slot : storage_.results[next_take_ & mask_].slot;
    ready_ -= count;
    return count;
}

void window::handed_over(std::span<slot_id const> slots) noexcept
{
    for (auto slot : slots)
        storage_.vacant[vacant_count_++] = slot;
    in_flight_ -= slots.size();
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
            first_error_ = storage_.results[delivered_count_ & mask_].index;
    }
    stop();
    ready_ = 0;
}

void window::stop_pulling() noexcept { stopped_ = stopped_ || source_open(); }

void window::stop() noexcept
{
    stop_pulling();
    start_limit_ = 0;
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

std::optional<outcome> window::verdict() noexcept
{
    if (ready_ != 0)
        return std::nullopt;
    if (consumer_failed_)
        return outcome::failed;
    if (discarded_)
        return discarded_verdict();
    if (!told_)
        told_ = in_order() ? verdict_in_order() : verdict_as_completed();
    return told_;
}

std::optional<outcome> window::verdict_in_order() const noexcept
{
    if (next_take_ == pulled_count_)
        return source_verdict();
    auto const& head = item(next_take_);
    if (head.state == threw)
        return outcome::failed;
    if (head.state == withdrawn || (next_take_ >= next_start_ && !may_start(next_take_)))
        return pool_gone_ ? outcome::pool_gone : outcome::stopped;
    return std::nullopt;
}

std::optional<outcome> window::verdict_as_completed() const noexcept
{
    if (first_error_)
        return outcome::failed;
    if (claims_ != 0)
        return std::nullopt;
    if (next_start_ == pulled_count_ && next_take_ == pulled_count_)
        return source_verdict();
    if (may_start(next_start_))
        return std::nullopt;
    return pool_gone_ ? outcome::pool_gone : outcome::stopped;
}

std::optional<outcome> window::source_verdict() const noexcept
{
    if (ended_)
        return outcome::completed;
    if (source_failed_)
        return outcome::source_failed;
    if (pool_gone_)
        return outcome::pool_gone;
    // Without a terminal stop, what an outstanding pull may still bring is delivered.
    if (stopped_ && (!pulling_ || start_limit_ == 0))
        return outcome::stopped;
    return std::nullopt;
}

outcome window::discarded_verdict() const noexcept
{
    if (first_error_)
        return outcome::failed;
    if (source_failed_)
        return outcome::source_failed;
    if (told_)
        return *told_;
    if (ended_ && delivered_count_ == pulled_count_)
        return outcome::completed;
    return pool_gone_ ? outcome::pool_gone : outcome::stopped;
}

} // namespace genpool::detail
