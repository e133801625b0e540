// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "work.hpp"

#include "contest.hpp"

#include <algorithm>

namespace bench
{
namespace
{

double nanoseconds_of_a_round()
{
    constexpr std::uint32_t rounds = 100'000;
    auto least = time_per_item(rounds, [] { spin(rounds); });
    for (int i = 0; i != 500; ++i)
        least = std::min(least, time_per_item(rounds, [] { spin(rounds); }));
    return least;
}

} // namespace

void spin(std::uint32_t rounds) noexcept
{
    std::uint32_t volatile x = rounds;
    for (std::uint32_t i = 0; i != rounds; ++i)
        x = x * 3 + 1;
}

std::uint32_t rounds_for(std::chrono::nanoseconds duration)
{
    static double const round = nanoseconds_of_a_round();
    return static_cast<std::uint32_t>(static_cast<double>(duration.count()) / round);
}

} // namespace bench
