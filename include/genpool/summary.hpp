// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <vector>

namespace genpool
{

/// How a map ended.
enum class end_reason : unsigned char
{
    completed,     ///< the source ended and every result was handed over
    failed,        ///< a call, or the consumer's callback, threw
    source_failed, ///< the source threw
    stopped,       ///< stopped, cancelled, closed or abandoned before its end
    pool_gone      ///< the pool's context was destroyed
};

/// Its name, as it is written above.
char const* name_of(end_reason how) noexcept;

/// Writes its name.
std::ostream& operator<<(std::ostream& out, end_reason how);

/// What it does: accounts for every item of a map: `pulled == delivered + failed + cancelled`, always.
///
/// Thread safety: distinct objects: safe. Shared objects: unsafe.
struct summary
{
    /// Items that the source yielded.
    std::uint64_t pulled = 0;
    /// Items whose result was handed over to the consumer.
    std::uint64_t delivered = 0;
    /// Items whose call threw, other than `asio::error::operation_aborted` after it had been told to stop.
    std::uint64_t failed = 0;
    /// Items pulled, but neither delivered nor failed, finished results included.
    std::uint64_t cancelled = 0;
    /// Position in the source's order, from 0, of the first item that failed.
    std::optional<std::uint64_t> first_error_index;
    /// How the map ended.
    end_reason ended = end_reason::completed;
    /// The summaries of the stages before this one, the nearest first.
    std::vector<summary> upstream;
};

/// What a map waits for before it can do more.
enum class awaiting : unsigned char
{
    nothing,  ///< it has ended
    source,   ///< the next item
    calls,    ///< calls to return: as many run as may, or all that are left
    order,    ///< the call at the head of the order: its window is full of what comes after it
    consumer, ///< results to be taken
};

/// Its name, as it is written above.
char const* name_of(awaiting what) noexcept;

/// What it does: shows a map that runs, at one instant.
///
/// Thread safety: distinct objects: safe. Shared objects: unsafe.
struct statistics
{
    /// Items that the source has yielded.
    std::uint64_t pulled = 0;
    /// Items whose result has been handed over to the consumer.
    std::uint64_t delivered = 0;
    /// Items whose call threw.
    std::uint64_t failed = 0;
    /// Calls, or batches of tiny calls, that have started and have not returned.
    std::size_t running = 0;
    /// Finished results that could be handed over now.
    std::size_t ready = 0;
    /// Items that wait for a call.
    std::size_t waiting = 0;
};

/// What it does: shows a map that runs, and what it waits for: what a `map_monitor` tells.
///
/// Thread safety: distinct objects: safe. Shared objects: unsafe.
struct monitored : statistics
{
    /// What it waits for now.
    awaiting now = awaiting::nothing;
    /// For how long it has waited for each since its first monitor was made.
    std::array<std::chrono::nanoseconds, 5> waited{};

    std::chrono::nanoseconds waited_for(awaiting what) const
    {
        return waited.at(static_cast<std::size_t>(what));
    }
};

} // namespace genpool
