// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace genpool::detail
{

/// How many calls took how long, in buckets that become wider with what they hold: sixteen for every power of two, as in
/// G. Tene's HdrHistogram.
class duration_counts
{
public:
    using duration = std::chrono::nanoseconds;

    void add(duration d) noexcept;
    std::uint64_t count() const noexcept;
    duration quantile(double share) const;

private:
    static constexpr unsigned steps = 16;
    static constexpr std::size_t buckets = (64 - 4 + 1) * steps;

    static std::size_t bucket_of(std::uint64_t ns) noexcept;
    static std::uint64_t most_in(std::size_t bucket) noexcept;

    std::array<std::atomic<std::uint64_t>, buckets> counts_{};
};

} // namespace genpool::detail
