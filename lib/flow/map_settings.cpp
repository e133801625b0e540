// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/flow/map_settings.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>

namespace genpool::detail
{
namespace
{

constexpr std::size_t most_automatic = 4096;
constexpr std::size_t most_in_a_batch = 256;

std::size_t times(std::size_t a, std::size_t b) noexcept
{
    return b != 0 && a > std::numeric_limits<std::size_t>::max() / b ? std::numeric_limits<std::size_t>::max()
                                                                     : a * b;
}

} // namespace

std::size_t largest_batch(map_settings const& s) noexcept
{
    auto const window = s.window.is_automatic() ? most_automatic : s.window.value();
    return std::clamp<std::size_t>(window / std::max<std::size_t>(times(2, s.concurrency), 1), 1,
                                   most_in_a_batch);
}

std::size_t most_at_once(map_settings const& s) noexcept
{
    return std::max(largest_batch(s), std::min(s.concurrency, most_in_a_batch));
}

std::size_t window_for(map_settings const& s, std::size_t batch) noexcept
{
    return s.window.is_automatic() ? std::min(times(times(4, s.concurrency), batch), most_automatic)
                                   : s.window.value();
}

} // namespace genpool::detail
