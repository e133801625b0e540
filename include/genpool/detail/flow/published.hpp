// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstdint>

namespace genpool::detail
{

/// Numbers a chunk of calls, and whoever makes them.
using chunk_id = std::uint32_t;

/// What the loops of a map have done and not yet told its state: they publish it item by item, without the lock, and
/// `map_state` commits it when it matters. A loop that has published something then looks at what `map_state` has
/// announced, and comes under the lock if somebody waits for it.
class published
{
public:
    /// How many of the slots that were reserved last hold an item.
    virtual std::uint32_t pulled() const noexcept = 0;
    /// How many of the results that were taken last have been handed over.
    virtual std::uint32_t handed_over() const noexcept = 0;
    /// How many calls of a chunk have returned.
    virtual std::uint32_t finished(chunk_id chunk) const noexcept = 0;
    /// Whether another thread could take some of a chunk's calls.
    virtual bool has_spare(chunk_id chunk) const noexcept = 0;
    /// Whether the consumer may be moving a result right now, which no close must destroy.
    virtual bool taking() const noexcept = 0;

protected:
    ~published() = default;
};

} // namespace genpool::detail
