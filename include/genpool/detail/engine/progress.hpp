// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/flow/map_state.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace genpool::detail
{

// How the loops of a map go on without the lock. Each of them publishes after every item how far it has come, then looks
// whether somebody waits for that; who waits has said so under the lock, then looks how far they have come:
//
//     loop                                    under the lock
//     ----                                    --------------
//     progress = n                            wakeup_flags = who waits      (`map_state::announce`)
//     fence                                   fence
//     look at wakeup_flags                    look at progress, commit it   (`map_state::look_again`)
//
// Of two such looks at least one sees what the other side has written, so no result waits unseen, and no source sleeps
// while there is room. The fences are here, and in `chunk_range`, whose step is one.

inline constexpr std::size_t cache_line = 64;

/// How far a loop has come. On a cache line of its own, since it is written for every item.
class alignas(cache_line) progress
{
public:
    void publish(std::uint32_t done) noexcept { done_.store(done, std::memory_order_release); }
    std::uint32_t published() const noexcept { return done_.load(); }

    /// By whoever publishes, or under the lock when nobody does.
    void restart() noexcept { done_.store(0, std::memory_order_relaxed); }

private:
    std::atomic<std::uint32_t> done_{0};
};

/// Who waits for what. Every item reads it, and few write it.
class alignas(cache_line) wakeup_flags
{
public:
    unsigned load_after_publish() const noexcept
    {
        std::atomic_thread_fence(std::memory_order_seq_cst);
        return bits_.load();
    }

    /// After what is a fence itself, or for what may be seen late.
    unsigned load() const noexcept { return bits_.load(); }

    std::uint64_t awaited() const noexcept { return awaited_.load(); }
    std::uint64_t room_at() const noexcept { return room_at_.load(); }

    /// Under the lock. What is as before is left alone, so that nobody else's copy of it is disturbed.
    void store(wakeups const& now) noexcept
    {
        if (awaited_.load(std::memory_order_relaxed) != now.awaited)
            awaited_.store(now.awaited);
        if (room_at_.load(std::memory_order_relaxed) != now.room_at)
            room_at_.store(now.room_at);
        if (bits_.load(std::memory_order_relaxed) != now.bits)
            bits_.store(now.bits);
    }

private:
    std::atomic<unsigned> bits_{0};
    std::atomic<std::uint64_t> awaited_{0};
    std::atomic<std::uint64_t> room_at_{0};
};

} // namespace genpool::detail
