// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "bench/support/numbers.hpp"
#include "peers.hpp"

#include <algorithm>
#include <future>
#include <numeric>
#include <queue>
#include <thread>
#include <vector>

namespace bench
{

void map_sequentially(std::size_t items, function const& f)
{
    std::size_t sum = 0;
    for (std::size_t i = 0; i != items; ++i)
        sum += f(i);
    check_sum(items, sum);
}

void map_ideally(std::size_t items, std::size_t threads, function const& f)
{
    std::vector<std::size_t> sums(threads);
    std::vector<std::thread> running;
    for (std::size_t t = 0; t != threads; ++t)
        running.emplace_back([&, t] {
            std::size_t sum = 0;
            for (auto i = t; i < items; i += threads)
                sum += f(i);
            sums[t] = sum;
        });
    for (auto& thread : running)
        thread.join();
    check_sum(items, std::accumulate(sums.begin(), sums.end(), std::size_t(0)));
}

void map_with_std_async(std::size_t items, std::size_t threads, function const& f)
{
    auto const chunk = std::max<std::size_t>(items / 8, 1);
    std::queue<std::future<std::vector<std::size_t>>> running;
    std::size_t sum = 0;
    auto const take_first = [&] {
        for (auto const result : running.front().get())
            sum += result;
        running.pop();
    };
    for (std::size_t first = 0; first < items; first += chunk) {
        if (running.size() == threads)
            take_first();
        running.push(std::async(std::launch::async, [=, &f] {
            std::vector<std::size_t> results(std::min(chunk, items - first));
            for (std::size_t i = 0; i != results.size(); ++i)
                results[i] = f(first + i);
            return results;
        }));
    }
    while (!running.empty())
        take_first();
    check_sum(items, sum);
}

} // namespace bench
