// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What an item costs when its function does nothing, and when it does little: against oneTBB's pipeline, the
// sequential loop, and what one would write with Asio alone.
#include <genpool.hpp>
#include <genpool/coro.hpp>

#include "contest.hpp"
#include "peers.hpp"

#include <boost/asio/experimental/coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <cstdio>
#include <cstdlib>
#include <ranges>
#include <string>

namespace asio = boost::asio;

namespace
{

constexpr std::size_t items = 1'000'000;

genpool::generator<std::size_t> numbers(std::size_t n)
{
    for (std::size_t i = 0; i != n; ++i)
        co_yield i;
}

asio::experimental::coro<std::size_t> coro_numbers(asio::any_io_executor, std::size_t n)
{
    for (std::size_t i = 0; i != n; ++i)
        co_yield i;
}

template <class MakeSource, class Function>
double map_and_sum(MakeSource make_source, Function function)
{
    return bench::time_per_item(items, [&] {
        asio::thread_pool pool(2);
        std::size_t sum = 0;
        genpool::async_for_each(
            pool, make_source(pool), function, [&](std::size_t i) { sum += i; }, asio::use_future)
            .get();
        bench::check_sum(items, sum);
    });
}

std::size_t nothing(std::size_t i) { return i; }

/// About 300 ns of dependent arithmetic.
std::size_t little(std::size_t i)
{
    volatile std::size_t x = i;
    for (int round = 0; round != 500; ++round)
        x = x * 3 + 1;
    return i;
}

template <class Function>
double sequential(Function function)
{
    return bench::time_per_item(items, [&] {
        std::size_t volatile n = items;
        std::size_t sum = 0;
        for (std::size_t i = 0; i != n; ++i) {
            std::size_t volatile result = function(i);
            sum += result;
        }
        bench::check_sum(items, sum);
    });
}

std::size_t best_token_count()
{
    std::size_t best = 0;
    double best_time = 0;
    for (std::size_t tokens = 2; tokens <= 1024; tokens *= 2) {
        auto const run = [&] {
            return bench::time_per_item(items, [&] { bench::tbb_pipeline(items, tokens, 1); });
        };
        auto const time = std::min({run(), run(), run()});
        std::fprintf(stderr, "oneTBB with %4zu tokens: %.1f ns an item\n", tokens, time);
        if (best == 0 || time < best_time) {
            best = tokens;
            best_time = time;
        }
    }
    return best;
}

} // namespace

int main(int argc, char** argv)
{
    int const rounds = argc > 1 ? std::max(std::atoi(argv[1]), 1) : 15;
    auto const tokens = best_token_count();

    bench::contestant range{
        "genpool",
        [] { return map_and_sum([](auto&) { return std::views::iota(std::size_t(0), items); }, nothing); }};
    bench::contestant generator{"genpool",
                                [] { return map_and_sum([](auto&) { return numbers(items); }, nothing); }};
    bench::contestant coro{
        "genpool", [] {
            return map_and_sum(
                [](asio::thread_pool& pool) { return coro_numbers(pool.get_executor(), items); }, nothing);
        }};
    bench::contestant range_little{
        "genpool",
        [] { return map_and_sum([](auto&) { return std::views::iota(std::size_t(0), items); }, little); }};
    bench::contestant tbb{
        "oneTBB parallel_pipeline, " + std::to_string(tokens) + " tokens",
        [&] { return bench::time_per_item(items, [&] { bench::tbb_pipeline(items, tokens, 1); }); }};
    bench::contestant tbb_chunks{
        "oneTBB parallel_pipeline, chunks of 64",
        [] { return bench::time_per_item(items, [] { bench::tbb_pipeline(items, 8, 64); }); }};
    bench::contestant loop{"sequential loop", [] { return sequential(nothing); }};
    bench::contestant loop_little{"sequential loop", [] { return sequential(little); }};
    bench::contestant post{"asio::post, unbounded",
                           [] { return bench::time_per_item(items, [] { bench::post_each(items); }); }};
    bench::contestant channel{"coroutines and concurrent_channel", [] {
                                  return bench::time_per_item(items, [] { bench::channel_program(items); });
                              }};

    bench::run_interleaved(
        {&range, &tbb, &generator, &tbb_chunks, &coro, &loop, &range_little, &loop_little, &post, &channel},
        rounds);

    struct source
    {
        char const* name;
        bench::contestant const* ours;
        double target;
    };
    for (auto const& [name, ours, target] : {source{"range", &range, 0.25},
                                             {"generator", &generator, 0.25},
                                             {"experimental::coro", &coro, 0.6}}) {
        bench::report("overhead", name, *ours, tbb, target);
        for (auto const* peer : {&tbb_chunks, &loop, &post, &channel})
            bench::report("overhead", name, *ours, *peer, std::nullopt);
    }
    bench::report("300 ns", "range", range_little, loop_little, 1.0);
}
