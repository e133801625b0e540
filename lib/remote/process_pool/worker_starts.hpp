// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace genpool::remote::detail
{

/// When another worker of this machine is to be started: how many there are, and how long it is to be waited after
/// failures. Used under the lock of its pool.
class worker_starts
{
public:
    using clock = std::chrono::steady_clock;

    /// At most so many at once.
    explicit worker_starts(std::size_t count) noexcept : count_(count) {}

    /// Whether another would have something to do, when so many calls wait and so many workers are idle.
    bool is_another_wanted(std::size_t waiting, std::size_t idle) const noexcept
    {
        return serving_ < count_ && waiting > starting_ + idle;
    }

    /// How many are missing: they may be started, or are not ready.
    std::size_t missing() const noexcept { return count_ - serving_ + starting_; }
    std::size_t count() const noexcept { return count_; }

    /// From when on one may be started.
    clock::time_point not_before() const noexcept { return not_before_; }

    // One is being started; it is there, or cannot be started; it is ready, or died before; it serves no more.
    void begin() noexcept { ++spawning_, ++starting_, ++serving_; }
    void spawned() noexcept { --spawning_, ++started_; }
    void not_spawned() noexcept { --spawning_, --starting_, --serving_; }
    void ready() noexcept { --starting_; }
    void died_at_start() noexcept { --starting_, --serving_; }
    void left() noexcept { --serving_; }
    /// All are given up, but for those that are being started now.
    void all_left() noexcept { starting_ = serving_ = spawning_; }

    /// A call, or a start, was lost with one; or a call has returned.
    void lost() noexcept;
    void succeeded() noexcept { failures_ = 0; }

    std::uint64_t all_started() const noexcept { return started_; }
    std::uint64_t all_lost() const noexcept { return lost_; }

private:
    std::size_t const count_;
    std::size_t spawning_ = 0;
    std::size_t starting_ = 0; ///< those, and those that have not said hello
    std::size_t serving_ = 0;  ///< those, and those that may serve a call
    unsigned failures_ = 0;    ///< in a row, of all workers
    clock::time_point not_before_{};
    std::uint64_t started_ = 0;
    std::uint64_t lost_ = 0;
};

} // namespace genpool::remote::detail
