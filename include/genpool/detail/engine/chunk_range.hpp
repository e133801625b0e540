// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <atomic>
#include <cstdint>

namespace genpool::detail
{

/// The items of a chunk that have not started yet. Its owner starts one after the other; others see, without stopping
/// the owner, how many have finished, and may take away the later ones: so no item waits for the call before it.
///
/// Where the owner is and where the chunk ends are one atomic number, so that owner and thief never believe that both
/// have the same item. The owner's step is also the fence between what it publishes, that an item has finished, and
/// its look at who waits for that: it costs what the fence alone would.
///
///     0        next - 1    next              end            count
///     | finished | running | has not started | taken by others |
class chunk_range
{
public:
    /// By the owner, when nobody else looks.
    void reset(std::uint32_t count) noexcept
    {
        state_.store(pack(0, count), std::memory_order_relaxed);
        count_ = count;
    }

    /// The owner has finished its item, and starts the next one, whose position this gives. False: there is none.
    bool start_next(std::uint32_t& position) noexcept
    {
        auto const before = state_.fetch_add(1);
        position = next_of(before);
        return position < end_of(before);
    }

    std::uint32_t finished() const noexcept
    {
        auto const now = state_.load();
        auto const next = next_of(now);
        return next > end_of(now) ? end_of(now) : next - (next != 0);
    }

    std::uint32_t unstarted() const noexcept { return unstarted(state_.load()); }

    /// Whether others may help: not with the only item of a chunk, which its owner starts at once.
    bool has_spare() const noexcept { return count_ != 1 && unstarted() != 0; }

    /// By a thief: takes the later half of what has not started. Returns its first position; `count` is 0 if nothing
    /// is left.
    std::uint32_t steal_half(std::uint32_t& count) noexcept
    {
        auto now = state_.load();
        do
            count = (unstarted(now) + 1) / 2;
        while (count != 0 && !state_.compare_exchange_weak(now, pack(next_of(now), end_of(now) - count)));
        return end_of(now) - count;
    }

    /// By the owner: ends the chunk before `position`, which it was about to start. Returns the end it had.
    std::uint32_t cut(std::uint32_t position) noexcept
    {
        return end_of(state_.exchange(pack(position + 1, position)));
    }

private:
    static constexpr unsigned digits = 32;

    static constexpr std::uint64_t pack(std::uint32_t next, std::uint32_t end) noexcept
    {
        return std::uint64_t(end) << digits | next;
    }
    static constexpr std::uint32_t next_of(std::uint64_t state) noexcept
    {
        return static_cast<std::uint32_t>(state);
    }
    static constexpr std::uint32_t end_of(std::uint64_t state) noexcept
    {
        return static_cast<std::uint32_t>(state >> digits);
    }
    static constexpr std::uint32_t unstarted(std::uint64_t state) noexcept
    {
        return next_of(state) < end_of(state) ? end_of(state) - next_of(state) : 0;
    }

    std::atomic<std::uint64_t> state_{
        0}; // what the owner adds for its last item, too, never reaches the end's half
    std::uint32_t count_ = 0;
};

} // namespace genpool::detail
