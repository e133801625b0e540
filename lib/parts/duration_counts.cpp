// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/parts/duration_counts.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <string>

namespace genpool::detail
{

/// The first sixteen are of one number each; then the four bits behind the highest one tell.
std::size_t duration_counts::bucket_of(std::uint64_t ns) noexcept
{
    if (ns < steps)
        return static_cast<std::size_t>(ns);
    auto const shift = static_cast<unsigned>(std::bit_width(ns)) - 5;
    return (shift + 1) * steps + static_cast<std::size_t>((ns >> shift) - steps);
}

std::uint64_t duration_counts::most_in(std::size_t bucket) noexcept
{
    if (bucket < steps)
        return bucket;
    auto const shift = bucket / steps - 1;
    return ((std::uint64_t(bucket % steps + steps) + 1) << shift) - 1;
}

void duration_counts::add(duration d) noexcept
{
    auto const ns = static_cast<std::uint64_t>(std::max(d, duration::zero()).count());
    counts_[bucket_of(ns)].fetch_add(1, std::memory_order_relaxed);
}

std::uint64_t duration_counts::count() const noexcept
{
    std::uint64_t sum = 0;
    for (auto const& n : counts_)
        sum += n.load(std::memory_order_relaxed);
    return sum;
}

duration_counts::duration duration_counts::quantile(double share) const
{
    if (!(share >= 0 && share <= 1)) // not a number, too
        throw std::invalid_argument("genpool::call_durations: a share of calls is from 0 to 1, not " +
                                    std::to_string(share));
    // Those that end meanwhile are not counted, or counted once.
    auto const all = count();
    auto const wanted =
        std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(share * double(all))));
    std::uint64_t sum = 0;
    std::uint64_t most = 0;
    for (std::size_t i = 0; i != buckets && sum < wanted; ++i) {
        auto const n = counts_[i].load(std::memory_order_relaxed);
        sum += n;
        if (n != 0)
            most = most_in(i);
    }
    return duration(static_cast<duration::rep>(std::min<std::uint64_t>(most, duration::max().count())));
}

} // namespace genpool::detail
