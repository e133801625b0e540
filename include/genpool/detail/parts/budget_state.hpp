// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <utility>

namespace genpool::detail
{

/// What is left of a budget, and who waits for it, in the order of asking.
class budget_state
{
public:
    class waiter
    {
    public:
        /// On the thread that gives back, outside the lock.
        virtual void granted() noexcept = 0;

    protected:
        ~waiter() = default;
    };

    explicit budget_state(std::size_t total) noexcept : total_(total) {}

    /// How much is taken for that weight: what is heavier than all takes all, and so is alone.
    std::size_t share_of(std::size_t weight) const noexcept { return weight < total_ ? weight : total_; }

    /// True if `share` is taken; else `w` waits, until `granted` or `leave`.
    bool take(std::size_t share, waiter& w);
    /// True if `w` waits no more; else it has been granted.
    bool leave(waiter& w) noexcept;
    void give_back(std::size_t share) noexcept;

    std::size_t total() const noexcept { return total_; }
    std::size_t used() const;

private:
    struct request
    {
        std::size_t share;
        waiter* who;
    };

    bool fits(std::size_t share) const noexcept { return waiting_.empty() && share <= total_ - used_; }
    bool take_now(std::size_t share) noexcept;
    void grant(std::list<request>& granted) noexcept;

    std::size_t const total_;
    mutable std::mutex mutex_;
    std::size_t used_ = 0;
    std::list<request> waiting_;
};

/// A part of a budget that was taken, until this is destroyed.
class budget_share
{
public:
    budget_share(std::shared_ptr<budget_state> state, std::size_t size) noexcept
        : state_(std::move(state)), size_(size)
    {}
    budget_share(budget_share&&) noexcept = default;
    budget_share& operator=(budget_share&&) = delete;
    ~budget_share() { give_back(); }

    std::size_t size() const noexcept { return size_; }

    void give_back() noexcept
    {
        if (auto const state = std::move(state_))
            state->give_back(size_);
    }

private:
    std::shared_ptr<budget_state> state_;
    std::size_t size_;
};

} // namespace genpool::detail
