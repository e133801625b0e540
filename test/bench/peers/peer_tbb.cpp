// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "bench/support/contest.hpp"
#include "bench/support/numbers.hpp"
#include "peers.hpp"

#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace bench
{
namespace
{

/// `next` puts the next one into its argument, or returns false.
template <class Item, class Next, class Call, class Consume>
void run_pipeline(std::size_t threads, std::size_t tokens, Next next, Call call, Consume consume)
{
    tbb::global_control const limit(tbb::global_control::max_allowed_parallelism, threads);
    tbb::parallel_pipeline(tokens,
                           tbb::make_filter<void, Item>(tbb::filter_mode::serial_in_order,
                                                        [&](tbb::flow_control& control) -> Item {
                                                            Item item{};
                                                            if (!next(item))
                                                                control.stop();
                                                            return item;
                                                        }) &
                               tbb::make_filter<Item, Item>(tbb::filter_mode::parallel, call) &
                               tbb::make_filter<Item, void>(tbb::filter_mode::serial_in_order, consume));
}

template <class Call>
void run_item_by_item(std::size_t items, std::size_t threads, std::size_t tokens, Call const& call)
{
    std::size_t count = 0;
    std::size_t sum = 0;
    run_pipeline<std::size_t>(
        threads, tokens,
        [&](std::size_t& item) {
            item = count;
            return count++ != items;
        },
        [&](std::size_t i) { return call(i); }, [&](std::size_t i) { sum += i; });
    check_sum(items, sum);
}

} // namespace

void tbb_pipeline(std::size_t items, std::size_t tokens) { run_item_by_item(items, 2, tokens, nothing); }

void tbb_pipeline_of_chunks(std::size_t items, std::size_t tokens, std::size_t chunk)
{
    using range = std::pair<std::size_t, std::size_t>;
    std::size_t count = 0;
    std::size_t sum = 0;
    run_pipeline<range>(
        2, tokens,
        [&](range& r) {
            r = {count, std::min(count + chunk, items)};
            return std::exchange(count, r.second) != items;
        },
        [](range r) { return r; },
        [&](range r) {
            for (auto i = r.first; i != r.second; ++i)
                sum += i;
        });
    check_sum(items, sum);
}

void map_with_tbb_pipeline(std::size_t items, std::size_t threads, std::size_t tokens, function const& f)
{
    run_item_by_item(items, threads, tokens, f);
}

std::size_t best_token_count(std::function<void(std::size_t tokens)> const& pipeline)
{
    std::size_t best = 0;
    double best_time = 0;
    for (std::size_t tokens = 2; tokens <= 1024; tokens *= 2) {
        auto const run = [&] { return time_per_item(1, [&] { pipeline(tokens); }); };
        auto const time = std::min({run(), run(), run()});
        std::fprintf(stderr, "oneTBB with %4zu tokens: %.2f ms\n", tokens, time / 1e6);
        if (best == 0 || time < best_time) {
            best = tokens;
            best_time = time;
        }
    }
    return best;
}

} // namespace bench
