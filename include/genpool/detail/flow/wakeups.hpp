// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstdint>

namespace genpool::detail
{

/// What the loops of a map look at after each item that they have published.
struct wakeups
{
    enum : unsigned
    {
        consumer_waits = 1, // publish what has finished
        worker_wanted = 2,  // publish what was pulled
        room_wanted = 4,    // publish what was handed over
        trimmed = 8,        // some items must not start any more, or not yet
        pull_over = 16,     // the pull that is under way is to end
        closed = 32,        // no result is handed over any more
        pull_less = 64      // the pull is to end, since the window has become smaller
    };

    unsigned bits = 0;
    std::uint64_t awaited = 0; // the item whose result the parked consumer waits for
    std::uint64_t room_at = 0; // how many hand-overs make room for the puller who waits for it

    bool operator==(wakeups const&) const = default;
};

} // namespace genpool::detail
