// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>
#include <genpool/summary.hpp>

#include "packed_state.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

namespace genpool::proof
{

/// What a window promises, written down from the design as plainly as possible: whole histories of items,
/// where the window has rings, cursors and counters.
struct window_model
{
    using byte = std::uint8_t;

    static constexpr byte none = 0xff;
    static constexpr std::size_t most_items = 6;
    static constexpr std::size_t most_slots = 3;
    static constexpr std::size_t most_claims = 3;

    enum item_state : byte
    {
        absent,
        waiting,   // pulled, and nobody has claimed it
        claimed,   // and its call has not started
        running,   // or has, and has not returned
        done,      // its result may be delivered
        late,      // its result may not, since it came after the end for the consumer
        threw,     // its call failed
        withdrawn, // claimed, then given back
        taken,     // by the consumer
        delivered, // handed over
        dropped    // taken, and not handed over
    };

    enum source_state : byte
    {
        open,
        ended,
        failed,
        cut_short // its end came after the map had been told to pull nothing more
    };

    struct item
    {
        byte state;
        byte slot;
        byte rank; // completion order: which of the results it was
    };

    struct claimed_range
    {
        byte next; // the item that runs, or is to start next
        byte end;
        byte running;
    };

    byte in_order = 1;
    byte concurrency = 1;
    byte capacity = 1;
    byte slots = 0;

    byte count = 0;
    std::array<item, most_items> items{};
    byte reserved_count = 0;
    std::array<byte, most_slots> reserved{};
    byte claim_count = 0;
    std::array<claimed_range, most_claims> claims{};

    byte pulling = 0;
    byte source = open;
    byte stopped = 0;     // pulls nothing more
    byte stopped_all = 0; // and starts nothing more
    byte pool_gone = 0;
    byte discarded = 0;
    byte consumer_failed = 0;
    byte results = 0;
    byte lost = 0; // taken, and could not be moved to the consumer
    byte first_error = none;
    byte told = none; // the completion, once the consumer has asked and been told
    byte faults = 0;

    std::span<item const> history() const noexcept { return std::span(items).first(count); }

    std::size_t number_of(byte state) const noexcept
    {
        return static_cast<std::size_t>(
            std::ranges::count(history(), state, [](item const& i) { return i.state; }));
    }

    // The bound on memory.
    std::size_t in_flight() const noexcept { return reserved_count + count - number_of(delivered); }
    bool pulls_no_more() const noexcept
    {
        return source != open || stopped || pool_gone || first_error != none;
    }
    std::size_t room() const noexcept
    {
        return pulls_no_more() || in_flight() >= capacity ? 0 : capacity - in_flight();
    }
    bool may_pull() const noexcept { return !pulling && room() != 0; }

    // Fail fast: nothing starts after a stop, nor behind the first failure.
    std::size_t start_limit() const noexcept
    {
        if (stopped_all || pool_gone || (!in_order && first_error != none))
            return 0;
        return first_error;
    }
    bool may_start(std::size_t index) const noexcept { return index < start_limit(); }
    std::size_t startable() const noexcept
    {
        std::size_t n = 0;
        for (std::size_t i = 0; i != count; ++i)
            n += items[i].state == waiting && may_start(i);
        return n;
    }
    bool may_run() const noexcept { return claim_count < concurrency; }

    /// The items whose results can be taken now, in the order in which they have to be.
    std::array<byte, most_items + 1> deliverable() const noexcept
    {
        std::array<byte, most_items + 1> result;
        result.fill(none);
        if (discarded || consumer_failed)
            return result;
        std::size_t n = 0;
        for (std::size_t i = head(); in_order && i != count && items[i].state == done; ++i)
            result[n++] = static_cast<byte>(i);
        for (std::size_t i = 0; !in_order && i != count; ++i)
            if (items[i].state == done)
                result[number_before(items[i], [](byte state) { return state == done; })] =
                    static_cast<byte>(i);
        return result;
    }

    std::size_t ready() const noexcept
    {
        auto const all = deliverable();
        return static_cast<std::size_t>(std::ranges::find(all, none) - all.begin());
    }

    /// Input order: the item whose result comes next.
    std::size_t head() const noexcept
    {
        return static_cast<std::size_t>(
            std::ranges::find_if_not(history(), [](item const& i) { return i.state >= taken; }) -
            history().begin());
    }

    std::optional<end_reason> completion() const noexcept
    {
        if (ready() != 0)
            return std::nullopt;
        if (consumer_failed)
            return end_reason::failed;
        if (told != none)
            return static_cast<end_reason>(told);
        if (discarded)
            return discarded_verdict();
        return in_order ? verdict_in_order() : verdict_as_completed();
    }

    std::optional<end_reason> verdict_in_order() const noexcept
    {
        auto const next = head();
        if (next == count)
            return source_verdict();
        switch (items[next].state) {
        case threw:
            return end_reason::failed;
        case waiting:
            if (may_start(next))
                return std::nullopt;
            [[fallthrough]];
        case withdrawn:
            return pool_gone ? end_reason::pool_gone : end_reason::stopped;
        default: // it runs, or will be given back
            return std::nullopt;
        }
    }

    std::optional<end_reason> verdict_as_completed() const noexcept
    {
        if (first_error != none)
            return end_reason::failed;
        if (claim_count != 0 || startable() != 0)
            return std::nullopt;
        if (number_of(waiting) != 0 || number_of(withdrawn) != 0)
            return pool_gone ? end_reason::pool_gone : end_reason::stopped;
        return source_verdict();
    }

    /// All that was pulled has been taken.
    std::optional<end_reason> source_verdict() const noexcept
    {
        if (source == ended)
            return end_reason::completed;
        if (source == failed)
            return end_reason::source_failed;
        if (pool_gone)
            return end_reason::pool_gone;
        if (stopped_all || (stopped && !pulling))
            return end_reason::stopped;
        return std::nullopt;
    }

    /// Nobody takes anything any more: what the summary says.
    end_reason discarded_verdict() const noexcept
    {
        if (first_error != none)
            return end_reason::failed;
        if (source == failed)
            return end_reason::source_failed;
        if (source == ended && number_of(delivered) == count)
            return end_reason::completed;
        return pool_gone ? end_reason::pool_gone : end_reason::stopped;
    }

    /// Calls from this item on run for nobody.
    std::size_t wasted_from() const noexcept
    {
        if (stopped_all || (!in_order && first_error != none))
            return 0;
        return first_error != none ? first_error + 1u : most_items + 1;
    }

    void stop_pulling() noexcept { stopped = stopped || source == open; }

    void stop() noexcept
    {
        stop_pulling();
        stopped_all = true;
    }

    void unreserve(std::size_t first, std::size_t n) noexcept
    {
        auto const begin = reserved.begin() + first;
        std::fill(std::copy(begin + n, reserved.end(), begin), reserved.end(), byte(0));
        reserved_count = static_cast<byte>(reserved_count - n);
    }

    void add_claim(std::size_t first, std::size_t end) noexcept
    {
        claims[claim_count++] = {static_cast<byte>(first), static_cast<byte>(end), false};
        std::ranges::sort(std::span(claims).first(claim_count), {}, &claimed_range::next);
    }

    void remove_claim(std::ptrdiff_t c) noexcept
    {
        std::copy(claims.begin() + c + 1, claims.end(), claims.begin() + c);
        claims[--claim_count] = {};
    }

    /// Its next `n` items have run.
    void advance_claim(std::size_t c, std::size_t n) noexcept
    {
        claims[c].next = static_cast<byte>(claims[c].next + n);
        claims[c].running = false;
    }

    void finish(std::size_t index) noexcept
    {
        bool const too_late = !in_order && (first_error != none || discarded || consumer_failed);
        items[index].state = too_late ? late : done;
        if (!in_order && !too_late)
            items[index].rank = results++;
    }

    void fail(std::size_t index) noexcept
    {
        items[index].state = threw;
        if (first_error == none || (in_order && index < first_error))
            first_error = static_cast<byte>(index);
    }

    /// The first of what the consumer has taken.
    item& first_taken() noexcept
    {
        auto const order = [&](item const& i) { return in_order ? byte(0) : i.rank; };
        item* first = nullptr;
        for (auto& i : items)
            if (i.state == taken && (first == nullptr || order(i) < order(*first)))
                first = &i;
        return *first;
    }

    byte hand_over() noexcept { return std::exchange(first_taken(), {delivered, none, 0}).slot; }

    void lose_one() noexcept
    {
        auto& unlucky = first_taken();
        unlucky.state = dropped;
        ++lost;
        if (in_order || first_error == none)
            first_error = static_cast<byte>(&unlucky - items.data());
    }

    void drop_taken() noexcept
    {
        for (auto& i : items)
            if (i.state == taken)
                i.state = dropped;
    }

    /// Without what makes no difference: the numbers of the slots, and the ranks of results that are gone.
    packed_state packed() const noexcept
    {
        packer result;
        for (auto const& i : items) {
            result.put(i.state, 4);
            result.put(is_result(i.state) ? number_before(i, is_result) : 0, 3);
        }
        for (auto const& c : claims) {
            result.put(c.next, 3);
            result.put(c.end, 3);
            result.put(c.running, 1);
        }
        for (byte small : {capacity, slots, reserved_count, claim_count, source})
            result.put(small, 2);
        for (byte flag : {pulling, stopped, stopped_all, pool_gone, discarded, consumer_failed, lost})
            result.put(flag, 1);
        for (byte place : {count, first_error, told, faults})
            result.put(place & 7u, 3);
        return result.result();
    }

private:
    static bool is_result(byte state) noexcept { return state == done || state == taken; }

    /// How many of the results in such states were there before that of `i`.
    std::size_t number_before(item const& i, auto in_state) const noexcept
    {
        return static_cast<std::size_t>(std::ranges::count_if(
            history(), [&](item const& other) { return in_state(other.state) && other.rank < i.rank; }));
    }
};

} // namespace genpool::proof
