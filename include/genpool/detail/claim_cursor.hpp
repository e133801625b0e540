// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <atomic>
#include <cstdint>

namespace genpool::detail
{

/// A claim with a cursor. Its owner starts the items one after the other; others may look, without stopping
/// the owner, how many have finished, and may take away those that have not started. Only the owner writes the
/// position, and only others the end, as in the protocol of Cilk-5 (Frigo, Leiserson, Randall 1998), so that the
/// owner needs no atomic read-modify-write.
class claim_cursor
{
public:
    void reset(std::uint32_t count) noexcept
    {
        next_.store(0, std::memory_order_relaxed);
        end_.store(count, std::memory_order_relaxed);
        count_ = count;
    }

    /// The owner has finished its item, and is about to start the one whose position this returns: if, with a
    /// fence in between, it finds that it still `holds` it.
    std::uint32_t advance() noexcept
    {
        auto const position = next_.load(std::memory_order_relaxed);
        next_.store(position + 1, std::memory_order_release);
        return position;
    }

    /// False behind the last item, and for one that a thief has taken, or is about to give back.
    bool holds(std::uint32_t position) const noexcept { return position < end_.load(); }

    /// For the owner: whether an item that it does not hold was its own once.
    bool was_claimed(std::uint32_t position) const noexcept { return position < count_; }

    std::uint32_t finished() const noexcept
    {
        auto const next = next_.load();
        auto const end = end_.load();
        return next > end ? end : next - (next != 0);
    }

    std::uint32_t unstarted() const noexcept
    {
        auto const next = next_.load();
        auto const end = end_.load();
        return next < end ? end - next : 0;
    }

    /// Whether others may help: not with the only item of a claim, which its owner starts at once.
    bool has_spare() const noexcept { return count_ != 1 && unstarted() != 0; }

    /// By one thief at a time, with the owner fenced: takes the later half of what has not started. Returns its
    /// first position; `count` is 0 if nothing is left, or if the owner was quicker.
    std::uint32_t steal_half(std::uint32_t& count) noexcept
    {
        auto const end = end_.load();
        count = (unstarted() + 1) / 2;
        if (count == 0)
            return end;
        end_.store(end - count);
        if (next_.load() > end - count) { // the owner may have started it, or have been told not to
            end_.store(end);
            count = 0;
            return end;
        }
        return end - count;
    }

    /// Ends the claim before `position`, which its owner was about to start. Returns the end it had.
    std::uint32_t cut(std::uint32_t position) noexcept { return end_.exchange(position); }

private:
    std::atomic<std::uint32_t> next_{0};
    std::atomic<std::uint32_t> end_{0};
    std::uint32_t count_ = 0;
};

} // namespace genpool::detail
