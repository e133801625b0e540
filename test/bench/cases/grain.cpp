// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// How much of two processors reaches functions of a given duration: against two plain threads, which know their
// items from the start and wait for nobody, and against what else maps a function over a sequence.
#include "bench/peers/peers.hpp"
#include "bench/support/contest.hpp"
#include "bench/support/ours.hpp"
#include "bench/support/work.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>

using namespace std::chrono_literals;

namespace
{

constexpr std::size_t threads = 2;
constexpr double never_worse = 1.05;

/// One over the part of the ideal speed that is to be reached.
std::optional<double> target_of(std::chrono::nanoseconds duration)
{
    if (duration >= 10us)
        return 1 / 0.95;
    if (duration == 300ns)
        return 1 / 0.8;
    return std::nullopt;
}

void measure(std::chrono::nanoseconds duration, std::string const& text, int rounds)
{
    auto const items = std::clamp<std::size_t>(static_cast<std::size_t>(150ms / duration), 20, 1'000'000);
    bench::function const f = [n = bench::rounds_for(duration)](std::size_t i) {
        bench::spin(n);
        return i;
    };
    auto const tokens = bench::best_token_count(
        [&](std::size_t n) { bench::map_with_tbb_pipeline(items / 10, threads, n, f); });

    auto const contestant = [&](std::string name, std::function<void()> work) {
        return bench::timed(std::move(name), items, std::move(work));
    };
    auto ours = contestant("genpool", [&] { bench::map_generator(items, threads, std::cref(f)); });
    auto ideal = contestant("two plain threads", [&] { bench::map_ideally(items, threads, f); });
    auto loop = contestant("sequential loop", [&] { bench::map_sequentially(items, f); });
    auto tbb = contestant("oneTBB parallel_pipeline, " + std::to_string(tokens) + " tokens",
                          [&] { bench::map_with_tbb_pipeline(items, threads, tokens, f); });
    auto openmp = contestant("OpenMP tasks", [&] { bench::map_with_openmp_tasks(items, threads, f); });
    auto chunks = contestant("std::async, in chunks of an eighth",
                             [&] { bench::map_with_std_async(items, threads, f); });

    bench::run_interleaved({&ours, &ideal, &loop, &tbb, &openmp, &chunks}, rounds);
    auto const by = bench::judgement::of_median;
    bench::report("grain", text, ours, ideal, target_of(duration), bench::ns_per_item, by);
    for (auto const* peer : {&loop, &tbb, &openmp, &chunks})
        bench::report("grain", text, ours, *peer, never_worse, bench::ns_per_item, by);
}

struct duration
{
    std::chrono::nanoseconds length;
    char const* text;
};

} // namespace

int main(int argc, char** argv)
{
    for (auto const& [length, text] :
         {duration{100ns, "100 ns"}, duration{300ns, "300 ns"}, duration{1us, "1 us"}, duration{3us, "3 us"},
          duration{10us, "10 us"}, duration{30us, "30 us"}, duration{100us, "100 us"}, duration{1ms, "1 ms"},
          duration{10ms, "10 ms"}})
        measure(length, text, bench::rounds_asked_for(argc, argv));
}
