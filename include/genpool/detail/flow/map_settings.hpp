// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>

#include <cstddef>

namespace genpool::detail
{

/// What a running map is made of.
struct map_settings
{
    std::size_t concurrency;
    limit window;
    genpool::order order;
    bool asynchronous;   // a call outlives the turn that starts it
    bool stop_aware;     // a call is given a stop token
    bool source_is_fast; // known beforehand
    bool source_waits;   // for something other than the maps that it reads
    bool source_pulls;   // items that are not of the maps that it reads
};

/// How many items one thread may claim at once.
std::size_t largest_batch(map_settings const& s) noexcept;

/// How many items may be pulled at once: one for each call that may run, if not whole batches.
std::size_t most_at_once(map_settings const& s) noexcept;

/// The window, which follows the size of the batches where it is automatic.
std::size_t window_for(map_settings const& s, std::size_t batch) noexcept;

} // namespace genpool::detail
