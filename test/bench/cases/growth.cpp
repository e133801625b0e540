// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// How cost grows: with threads that sleep, with many maps at once on one pool, and with the window, which also bounds
// how many items go in a batch.
#include <genpool/async_for_each.hpp>

#include "bench/peers/peers.hpp"
#include "bench/support/contest.hpp"
#include "bench/support/ours.hpp"

#include <boost/asio/detached.hpp>
#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

namespace
{

std::size_t sleep(std::size_t i)
{
    std::this_thread::sleep_for(1ms);
    return i;
}

void measure_threads(std::size_t threads, int rounds)
{
    auto const items = 100 * threads;
    auto ours = bench::timed("genpool", items, [=] { bench::map_generator(items, threads, sleep); });
    auto ideal =
        bench::timed("as many plain threads", items, [=] { bench::map_ideally(items, threads, sleep); });
    bench::run_interleaved({&ours, &ideal}, rounds);
    bench::report("growth", std::to_string(threads) + " threads, each sleeps 1 ms", ours, ideal, 1 / 0.98);
}

/// Starts them all at once.
void run_maps(std::size_t maps, std::size_t items_of_each)
{
    boost::asio::thread_pool pool(2);
    std::atomic<std::size_t> sum{0};
    for (std::size_t i = 0; i != maps; ++i)
        genpool::async_for_each(
            pool, bench::numbers(items_of_each), bench::nothing,
            [&](std::size_t n) { sum.fetch_add(n, std::memory_order_relaxed); }, boost::asio::detached);
    pool.join();
    bench::check_sum(items_of_each, sum / maps);
}

void measure_maps(int rounds)
{
    constexpr std::size_t items = 100'000;
    auto many = bench::timed("genpool", items, [] { run_maps(items / 10, 10); });
    auto one = bench::timed("one map of 100,000", items, [] { run_maps(1, items); });
    auto posts = bench::timed("asio::post, unbounded", items, [] { bench::post_each(items); });
    bench::run_interleaved({&many, &posts, &one}, rounds);
    bench::report("growth", "10,000 maps of 10", many, one, std::nullopt);
    bench::report("growth", "10,000 maps of 10", many, posts, std::nullopt);
}

void measure_windows(int rounds)
{
    constexpr std::size_t items = 200'000;
    auto automatic =
        bench::timed("automatic window", items, [] { bench::map_generator(items, 2, bench::nothing); });
    std::vector<bench::contestant> windows;
    for (std::size_t window = 1; window <= 4096; window *= 2)
        windows.push_back(bench::timed(
            "genpool", items, [=] { bench::map_generator(items, 2, bench::nothing, {.window = window}); }));
    std::vector<bench::contestant*> all{&automatic};
    for (auto& c : windows)
        all.push_back(&c);
    bench::run_interleaved(all, rounds);
    for (std::size_t i = 0; i != windows.size(); ++i)
        bench::report("growth", "window " + std::to_string(std::size_t(1) << i), windows[i], automatic,
                      std::nullopt);
}

} // namespace

int main(int argc, char** argv)
{
    auto const rounds = bench::rounds_asked_for(argc, argv);
    for (std::size_t threads = 1; threads <= 64; threads *= 2)
        measure_threads(threads, rounds);
    measure_maps(rounds);
    measure_windows(rounds);
}
