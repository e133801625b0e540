// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/parts/backoff.hpp>
#include <genpool/detail/parts/count_of.hpp>

#include <algorithm>
#include <random>
#include <stdexcept>
#include <string>

namespace genpool::detail
{
namespace
{

constexpr double longest = 24 * 60 * 60;

[[noreturn]] void refuse(char const* what, double value)
{
    throw std::invalid_argument("genpool::retry: " + std::string(what) + ", not " + std::to_string(value));
}

/// From 0 to 1.
double chance()
{
    thread_local std::minstd_rand numbers(std::random_device{}());
    return std::uniform_real_distribution<double>()(numbers);
}

} // namespace

void require_sensible(retry_options const& o)
{
    bound_of("retry", o.attempts);
    auto const seconds = std::chrono::duration<double>(o.delay).count();
    if (seconds < 0)
        refuse("the delay must not be negative", seconds);
    if (!(o.growth >= 1))
        refuse("the growth must be at least 1", o.growth);
    if (!(o.jitter >= 0 && o.jitter <= 1))
        refuse("the jitter must be from 0 to 1", o.jitter);
}

backoff::backoff(retry_options const& o) noexcept
    : seconds_(std::chrono::duration<double>(o.delay).count()), growth_(o.growth), jitter_(o.jitter)
{}

std::chrono::steady_clock::duration backoff::next()
{
    auto const wait = std::min(seconds_, longest);
    seconds_ = wait * growth_;
    std::chrono::duration<double> const part(jitter_ == 0 ? wait : wait * (1 - jitter_ * chance()));
    return std::chrono::duration_cast<std::chrono::steady_clock::duration>(part);
}

} // namespace genpool::detail
