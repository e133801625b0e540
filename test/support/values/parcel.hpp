// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <atomic>
#include <cstddef>
#include <utility>

namespace genpool::test
{

/// Keeps the account of a map from outside: at the pull, in the call, and at the hand-over.
class ledger
{
public:
    explicit ledger(std::size_t window) : window_(window) {}

    /// At the pull. Unsynchronised on purpose: the source must never be advanced by two threads at once.
    void pull()
    {
        ++advanced_;
        if (pulled_.fetch_add(1) + 1 - handed_over_.load() > window_)
            overrun_ = true;
    }

    void begin_call()
    {
        auto const now = running_.fetch_add(1) + 1;
        for (auto most = most_running_.load(); most < now;)
            if (most_running_.compare_exchange_weak(most, now))
                break;
    }
    void end_call() { running_.fetch_sub(1); }
    void hand_over() { handed_over_.fetch_add(1); }

    bool overrun() const { return overrun_; }
    std::size_t pulled() const { return pulled_; }
    std::size_t handed_over() const { return handed_over_; }
    std::size_t running() const { return running_; }
    std::size_t most_running() const { return most_running_; }
    std::size_t advanced() const { return advanced_; }

private:
    std::size_t const window_;
    std::size_t advanced_ = 0;
    std::atomic<std::size_t> pulled_{0};
    std::atomic<std::size_t> handed_over_{0};
    std::atomic<std::size_t> running_{0};
    std::atomic<std::size_t> most_running_{0};
    std::atomic<bool> overrun_{false};
};

/// A result that knows when it is handed over: the first time that it is moved, which is out of its slot.
class parcel
{
public:
    parcel(std::size_t index, ledger& account) noexcept : index_(index), packed_(&account) {}

    parcel(parcel&& other) noexcept : index_(other.index_)
    {
        if (auto* const account = std::exchange(other.packed_, nullptr))
            account->hand_over();
    }

    parcel& operator=(parcel&& other) noexcept
    {
        index_ = parcel(std::move(other)).index_;
        return *this;
    }

    std::size_t index() const noexcept { return index_; }

private:
    std::size_t index_;
    ledger* packed_ = nullptr;
};

} // namespace genpool::test
