// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <limits>
#include <list>
#include <memory>
#include <mutex>
#include <utility>

namespace genpool::detail
{

/// What is taken of a budget, and who waits for the rest, in the order of asking. It lives as long as something owns it
/// or anything is taken, so that a share needs no reference that is counted.
class budget_state : public std::enable_shared_from_this<budget_state>
{
public:
    /// Owns the budget until it is granted, or leaves.
    class waiter
    {
    public:
        /// On the thread that gives back, outside the lock.
        virtual void granted() noexcept = 0;

    protected:
        ~waiter() = default;
    };

    static std::shared_ptr<budget_state> make(std::size_t total);

    budget_state(budget_state const&) = delete;
    budget_state& operator=(budget_state const&) = delete;

    /// How much is taken for that weight: what is heavier than all takes all, and so is alone.
    std::size_t share_of(std::size_t weight) const noexcept { return std::min(weight, most_); }

    /// True if `share` is taken; else `w` waits, until `granted` or `leave`.
    bool take(std::size_t share, waiter& w)
    {
        auto seen = taken_.load();
        return (!(seen & somebody_waits) && add(share, seen)) || take_or_wait(share, w);
    }

    /// True if `w` waits no more; else it has been granted.
    bool leave(waiter& w) noexcept;

    void give_back(std::size_t share) noexcept
    {
        auto seen = taken_.load();
        while (!(seen & somebody_waits))
            if (taken_.compare_exchange_weak(seen, seen - share * one)) {
                if (seen - share * one == nobody_owns) [[unlikely]]
                    delete this;
                return;
            }
        give_back_to_who_waits(share);
    }

    std::size_t total() const noexcept { return total_; }
    std::size_t used() const noexcept { return taken_ / one; }

private:
    struct request
    {
        std::size_t share;
        waiter* who;
    };

    // In one word, so that taking and giving back are one step each while nobody waits.
    static constexpr std::size_t somebody_waits = 1; ///< set and cleared under the lock
    static constexpr std::size_t nobody_owns = 2;
    static constexpr std::size_t one = 4;

    explicit budget_state(std::size_t total) noexcept : total_(total) {}
    ~budget_state() = default;

    /// False if it does not fit, or if nobody waited when `seen` was seen, and now somebody does.
    bool add(std::size_t share, std::size_t& seen) noexcept
    {
        auto const waited = seen & somebody_waits;
        while (share <= most_ - seen / one && (seen & somebody_waits) == waited)
            if (taken_.compare_exchange_weak(seen, seen + share * one))
                return true;
        return false;
    }
    bool take_or_wait(std::size_t share, waiter& w);
    void give_back_to_who_waits(std::size_t share) noexcept;
    void grant(std::list<request>& granted) noexcept;
    void disown() noexcept;

    std::size_t const total_;
    std::size_t const most_ = std::min(total_, std::numeric_limits<std::size_t>::max() / one);
    std::atomic<std::size_t> taken_{0};
    std::mutex mutex_;
    std::list<request> waiting_;
};

/// A part of a budget that was taken, until this is destroyed.
class budget_share
{
public:
    /// What `budget` has given.
    budget_share(budget_state& budget, std::size_t size) noexcept : budget_(&budget), size_(size) {}
    budget_share(budget_share&& other) noexcept : budget_(other.budget_), size_(std::exchange(other.size_, 0))
    {}
    budget_share& operator=(budget_share&&) = delete;
    ~budget_share() { give_back(); }

    std::size_t size() const noexcept { return size_; }

    void give_back() noexcept
    {
        if (auto const size = std::exchange(size_, 0); size != 0)
            budget_->give_back(size);
    }

private:
    budget_state* budget_;
    std::size_t size_;
};

} // namespace genpool::detail
