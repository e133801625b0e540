// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// How long all calls take when some are far longer than others: what matters is that nothing waits behind them.
#include "bench/peers/peers.hpp"
#include "bench/support/contest.hpp"
#include "bench/support/ours.hpp"
#include "bench/support/work.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace
{

constexpr std::size_t items = 10'000;
constexpr std::size_t threads = 2;
constexpr bench::unit makespan{"ms", 1e6};

using microseconds = std::chrono::duration<double, std::micro>;

/// A Pareto distribution's, with the mean of 20 µs and a heavy tail.
microseconds heavy_tailed(double uniform)
{
    constexpr double shape = 1.5;
    constexpr microseconds mean = 20us, longest = 5ms;
    return std::min(mean * ((shape - 1) / shape) / std::pow(1 - uniform, 1 / shape), longest);
}

microseconds seldom_slow(double uniform) { return uniform < 0.01 ? 1ms : 10us; }

std::vector<std::uint32_t> rounds_of_items(microseconds (*duration_of)(double uniform))
{
    std::mt19937_64 random(1);
    std::vector<std::uint32_t> rounds(items);
    for (auto& r : rounds) // in the same way with every standard library
        r = bench::rounds_for(std::chrono::duration_cast<std::chrono::nanoseconds>(
            duration_of(std::ldexp(static_cast<double>(random() >> 11), -53))));
    return rounds;
}

void measure(std::string const& name, microseconds (*duration_of)(double uniform), int rounds)
{
    bench::function const f = [durations = rounds_of_items(duration_of)](std::size_t i) {
        bench::spin(durations[i]);
        return i;
    };
    auto const tokens =
        bench::best_token_count([&](std::size_t n) { bench::map_with_tbb_pipeline(items, threads, n, f); });

    auto ours = bench::timed("genpool", 1, [&] { bench::map_generator(items, threads, std::cref(f)); });
    auto wide = bench::timed("genpool", 1,
                             [&] { bench::map_generator(items, threads, std::cref(f), {.window = 1024}); });
    auto tbb = bench::timed("oneTBB parallel_pipeline, " + std::to_string(tokens) + " tokens", 1,
                            [&] { bench::map_with_tbb_pipeline(items, threads, tokens, f); });
    auto ideal = bench::timed("two plain threads", 1, [&] { bench::map_ideally(items, threads, f); });
    bench::run_interleaved({&ours, &tbb, &wide, &ideal}, rounds);

    bench::report("uneven", name, ours, tbb, 1.0, makespan);
    bench::report("uneven", name, ours, ideal, std::nullopt, makespan);
    bench::report("uneven", name + ", window 1024", wide, tbb, 1.0, makespan);
}

} // namespace

int main(int argc, char** argv)
{
    auto const rounds = bench::rounds_asked_for(argc, argv);
    measure("heavy tail", heavy_tailed, rounds);
    measure("one slow in a hundred", seldom_slow, rounds);
}
