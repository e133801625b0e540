// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>
#include <genpool/summary.hpp>

#include <genpool/detail/flow/ring.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace genpool::detail
{

/// Names a place that holds one item, later its result.
using slot_id = std::uint32_t;

/// Consecutive items that one worker may call, in the source's order.
struct claim
{
    std::uint64_t first = 0; ///< index of the first item
    std::size_t count = 0;
};

/// Everything that can be decided in a bounded map: what may be pulled, started and handed over, and how it
/// ends. A passive state machine: events go in, decisions are asked for. No threads, no Asio, no clock, no
/// user code; it does not throw, and it allocates only in `storage`, which the caller makes outside its lock.
class window
{
public:
    /// The memory for a number of slots, made before it is needed.
    struct storage
    {
        storage() noexcept = default;
        explicit storage(std::size_t slots);

        ring<slot_id> slots; // by index
        ring<std::uint8_t> states;
        ring<slot_id> result_slots; // by sequence of completion, where that is the order
        ring<std::uint64_t> result_indexes;
        std::vector<slot_id> vacant; // a stack
    };

    window(genpool::order order, std::size_t concurrency, std::size_t capacity) noexcept;

    // Slots: the high-water mark.
    std::size_t slots() const noexcept { return slots_; }
    void adopt(storage& larger, std::size_t slots) noexcept;

    // The source. Between `begin_pull` and `end_pull` one puller holds the role; it reserves slots, fills
    // them and gives back those that it did not need.
    bool may_pull() const noexcept { return !pulling_ && room() != 0; }
    /// Whether only a hand-over can let the source go on.
    bool full() const noexcept { return source_open() && !pull_stopped() && in_flight_ >= capacity_; }
    std::size_t excess() const noexcept { return in_flight_ - capacity_; }
    bool overfull() const noexcept { return in_flight_ > capacity_; }
    std::size_t room() const noexcept;
    std::size_t vacant() const noexcept { return vacant_count_; }
    void begin_pull() noexcept { pulling_ = true; }
    std::size_t reserve(std::span<slot_id> out) noexcept;
    void pulled(std::span<slot_id const> slots) noexcept;
    void give_back(std::span<slot_id const> unused) noexcept;
    void end_pull() noexcept { pulling_ = false; }
    bool pulling() const noexcept { return pulling_; }
    bool source_open() const noexcept { return !ended_ && !source_failed_; }
    void source_ended() noexcept;
    void source_failed() noexcept { source_failed_ = true; }

    // Calls. A claim counts as one running call until `claim_done`.
    bool may_run() const noexcept { return claims_ < concurrency_; }
    std::size_t startable() const noexcept;
    claim begin_claim(std::span<slot_id> out) noexcept;
    void claim_split() noexcept { ++claims_; }
    void claim_done() noexcept { --claims_; }
    std::size_t claims() const noexcept { return claims_; }
    bool may_start(std::uint64_t index) const noexcept { return index < start_limit_; }
    void finished(std::uint64_t first, std::span<slot_id const> slots) noexcept;
    void failed(std::uint64_t index) noexcept;
    void not_started(std::uint64_t first, std::size_t count) noexcept;

    // The consumer.
    std::size_t ready() const noexcept { return ready_; }
    /// Input order: the item whose result comes next.
    std::uint64_t awaited() const noexcept { return next_take_; }
    std::size_t take(std::span<slot_id> out) noexcept;
    void handed_over(std::span<slot_id const> slots) noexcept;
    /// The consumer cannot go on: its callback threw, or (`lost_one`) a result could not be moved to it.
    void fail_consumer(bool lost_one) noexcept;
    bool consumer_failed() const noexcept { return consumer_failed_; }

    // Control.
    void stop_pulling() noexcept;
    void stop() noexcept;
    void discard() noexcept;
    void pool_gone() noexcept;
    void set_capacity(std::size_t capacity) noexcept { capacity_ = capacity; }
    std::size_t capacity() const noexcept { return capacity_; }
    void set_concurrency(std::size_t concurrency) noexcept { concurrency_ = concurrency; }

    /// Whether the pulling has been told to end before the source did.
    bool pull_stopped() const noexcept { return stopped_ || first_error_ || pool_gone_; }
    /// Calls from this index on run for nobody: their results will not be delivered.
    std::uint64_t wasted_from() const noexcept { return wasted_from_; }
    static constexpr std::uint64_t no_limit = ~std::uint64_t(0);

    /// Whether something that was pulled or claimed must not start.
    bool trimmed() const noexcept { return start_limit_ != no_limit; }

    /// How it has ended for the consumer, once nothing is ready and nothing will be. What has been told once
    /// stays, unless the consumer itself fails or leaves.
    std::optional<end_reason> completion() noexcept;

    /// Nothing of the map runs: no call, no pull.
    bool quiet() const noexcept { return claims_ == 0 && !pulling_; }

    std::uint64_t pulled_count() const noexcept { return pulled_count_; }
    std::uint64_t delivered_count() const noexcept { return delivered_count_; }
    std::uint64_t failed_count() const noexcept { return failed_count_; }
    std::optional<std::uint64_t> first_error() const noexcept { return first_error_; }
    std::size_t in_flight() const noexcept { return in_flight_; }

private:
    bool in_order() const noexcept { return order_ == genpool::order::input; }
    void advance_ready() noexcept;
    auto vacant_top() noexcept
    {
        return storage_.vacant.begin() + static_cast<std::ptrdiff_t>(vacant_count_);
    }
    std::optional<end_reason> verdict_in_order() const noexcept;
    std::optional<end_reason> verdict_as_completed() const noexcept;
    std::optional<end_reason> source_verdict() const noexcept;
    end_reason discarded_verdict() const noexcept;

    genpool::order order_;
    std::size_t concurrency_;
    std::size_t capacity_;

    storage storage_;
    std::size_t slots_ = 0;
    std::size_t vacant_count_ = 0;

    std::size_t in_flight_ = 0; // pulled and not handed over, what a puller has reserved included
    std::size_t claims_ = 0;
    std::size_t ready_ = 0;
    bool pulling_ = false;
    bool ended_ = false;
    bool source_failed_ = false;
    bool stopped_ = false;
    bool pool_gone_ = false;
    bool discarded_ = false;       // the consumer is gone
    bool consumer_failed_ = false; // or cannot go on
    std::optional<end_reason> told_;

    std::uint64_t pulled_count_ = 0; // index of the next item to come
    std::uint64_t next_start_ = 0;   // index of the first item that nobody has claimed
    std::uint64_t next_take_ = 0;    // input order: index of the next result; else its sequence of completion
    std::uint64_t finished_ = 0;     // completion order: how many results there have been
    std::uint64_t start_limit_ = no_limit; // nothing at or after this index starts any more
    std::uint64_t wasted_from_ = no_limit;
    std::uint64_t delivered_count_ = 0;
    std::uint64_t failed_count_ = 0;
    std::optional<std::uint64_t> first_error_;
};

} // namespace genpool::detail
