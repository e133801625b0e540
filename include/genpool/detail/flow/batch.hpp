// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace genpool::detail
{

/// Chooses how many items are pulled, called and handed over at once. A posted task costs 300 to 1000 ns on a
/// thread pool, so tiny calls go in batches; a call that takes 20 µs needs none. A pure function of its
/// events.
class batch
{
public:
    using duration = std::chrono::nanoseconds;

    explicit batch(std::size_t largest) noexcept : largest_(largest) {}

    /// How many at once, now.
    std::size_t size() const noexcept { return size_; }

    /// A batch has run; `delivered` items in all have been handed over at `now`.
    void ran(duration elapsed, duration now, std::uint64_t delivered) noexcept;

private:
    std::size_t largest_;
    std::size_t size_ = 1;
    duration last_{};
    std::uint64_t last_delivered_ = 0;
};

} // namespace genpool::detail
