// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/flow/published.hpp>
#include <genpool/detail/flow/window.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace genpool::detail
{

// What each side of a map has claimed for itself, so that it needs no lock for every item, and how much of that the
// window knows to be done. Whoever stops, fails or closes a map looks here for what is to be taken back.

/// Slots that the puller fills.
class pulled_account
{
public:
    explicit pulled_account(std::size_t most) : slots_(most) {}

    std::span<slot_id const> slots() const noexcept { return std::span(slots_).first(count_); }
    std::size_t most() const noexcept { return slots_.size(); }
    std::size_t count() const noexcept { return count_; }

    void reserve(window& w, std::size_t wanted) noexcept
    {
        count_ += static_cast<std::uint32_t>(w.reserve(std::span(slots_).subspan(count_, wanted)));
    }

    bool commit(window& w, std::uint32_t pulled) noexcept
    {
        pulled = std::min(pulled, count_); // after the end, what was published for it means nothing
        if (pulled <= committed_)
            return false;
        w.pulled(std::span(slots_).subspan(committed_, pulled - committed_));
        committed_ = pulled;
        return true;
    }

    /// Gives back what was not filled, but `kept` of it.
    void end(window& w, std::uint32_t kept) noexcept
    {
        auto const unused = slots().subspan(committed_);
        w.give_back(unused.subspan(kept));
        if (kept != 0)
            slots_[0] = unused[0];
        count_ = kept;
        committed_ = 0;
    }

private:
    std::vector<slot_id> slots_;
    std::uint32_t count_ = 0;     // reserved
    std::uint32_t committed_ = 0; // known to the window to be filled
};

/// Consecutive items that one thread calls, one after the other.
class chunk
{
public:
    explicit chunk(std::size_t most) : slots_(most) {}

    std::uint64_t first() const noexcept { return first_; }
    slot_id slot(std::uint32_t position) const noexcept { return slots_[position]; }
    bool is_open() const noexcept { return open_; }
    /// Others may take some of it.
    bool is_divisible() const noexcept { return open_ && count_ > 1; }

    /// Of what nobody has claimed. Returns how many.
    std::uint32_t claim(window& w, std::size_t most) noexcept
    {
        auto const c = w.begin_claim(std::span(slots_).first(std::min(most, slots_.size())));
        begin(c.first, static_cast<std::uint32_t>(c.count));
        return count_;
    }

    /// Of what another one has claimed and not started.
    void split(window& w, chunk const& from, std::uint32_t position, std::uint32_t count) noexcept
    {
        std::copy_n(from.slots_.begin() + position, count, slots_.begin());
        begin(from.first_ + position, count);
        w.claim_split();
    }

    bool commit(window& w, std::uint32_t finished) noexcept
    {
        if (!open_ || finished <= committed_) // a failed item is reported before it is published as over
            return false;
        w.finished(first_ + committed_, std::span(slots_).subspan(committed_, finished - committed_));
        committed_ = finished;
        return true;
    }

    /// The call at `position` is over, and it has no result.
    void pass_over(std::uint32_t position) noexcept { committed_ = position + 1; }

    void close(window& w) noexcept
    {
        open_ = leaving_ = false;
        w.claim_done();
    }

    // What it has claimed and not started is left to another claim, since fewer calls may run than did.
    void set_aside(std::uint32_t position, std::uint32_t end) noexcept
    {
        leaving_ = true;
        aside_ = position;
        aside_end_ = end;
    }
    /// Until it is closed.
    bool is_leaving() const noexcept { return leaving_; }
    std::uint32_t aside() const noexcept { return aside_end_ - aside_; }
    std::uint64_t first_aside() const noexcept { return first_ + aside_; }

    /// Claims what another one, or itself, has set aside.
    std::uint32_t take_over(window& w, chunk& from) noexcept
    {
        auto const first = from.first_aside();
        auto const count = from.aside();
        for (std::uint32_t i = 0; i != count; ++i)
            slots_[i] = from.slots_[from.aside_ + i];
        from.aside_ = from.aside_end_ = 0;
        begin(first, count);
        w.claim_split();
        return count;
    }

    /// What of it must not start any more. Returns how many.
    std::uint32_t withdraw(window& w) noexcept
    {
        std::uint32_t count = 0;
        for (; aside() != 0 && !w.may_start(first_ + aside_end_ - 1); ++count)
            --aside_end_;
        w.not_started(first_ + aside_end_, count);
        return count;
    }

    /// Whether its calls are to be told to stop, which they are once: since what may be called yet is to run to its
    /// end, whoever was told makes no further claim.
    bool tell(std::uint64_t from) noexcept
    {
        // The chunk that the failing call is of, in input order, begins before it, and ends with it.
        return open_ && first_ >= from && !std::exchange(told_, true);
    }
    bool was_told() const noexcept { return told_; }

private:
    void begin(std::uint64_t first, std::uint32_t count) noexcept
    {
        first_ = first;
        count_ = count;
        committed_ = 0;
        open_ = true;
    }

    std::vector<slot_id> slots_;
    std::uint64_t first_ = 0;
    std::uint32_t count_ = 0;     // of the items that it began with
    std::uint32_t committed_ = 0; // known to the window to have finished
    std::uint32_t aside_ = 0;     // from here to there
    std::uint32_t aside_end_ = 0;
    bool open_ = false;
    bool leaving_ = false;
    bool told_ = false;
};

/// Results that the consumer hands over. Their slots are free from the instant at which each is.
class taken_account
{
public:
    explicit taken_account(std::size_t most) : slots_(most) {}

    slot_id const* slots() const noexcept { return slots_.data(); }
    std::size_t most() const noexcept { return slots_.size(); }
    std::size_t left() const noexcept { return count_ - std::min(count_, committed_); }
    std::uint32_t committed() const noexcept { return committed_; }

    std::uint32_t take(window& w) noexcept
    {
        committed_ = 0;
        count_ = static_cast<std::uint32_t>(w.take(slots_));
        return count_;
    }

    bool commit(window& w, std::uint32_t handed_over) noexcept
    {
        if (handed_over <= committed_)
            return false;
        w.handed_over(std::span(slots_).subspan(committed_, handed_over - committed_));
        committed_ = handed_over;
        return true;
    }

    /// What was taken and not handed over is the consumer's no more, but for the one that it may be moving.
    void take_back() noexcept { count_ = committed_; }

private:
    std::vector<slot_id> slots_;
    std::uint32_t count_ = 0;
    std::uint32_t committed_ = 0; // known to the window to be handed over
};

} // namespace genpool::detail
