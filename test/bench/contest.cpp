// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "contest.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace bench
{
namespace
{

double middle(std::vector<double> values)
{
    auto const half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), half, values.end());
    return *half;
}

} // namespace

double best(contestant const& c) { return *std::min_element(c.times.begin(), c.times.end()); }

double median(contestant const& c) { return middle(c.times); }

double median_ratio(contestant const& ours, contestant const& theirs)
{
    std::vector<double> ratios;
    for (std::size_t i = 0; i != ours.times.size(); ++i)
        ratios.push_back(ours.times[i] / theirs.times[i]);
    return middle(std::move(ratios));
}

double time_per_item(std::size_t items, std::function<void()> const& work)
{
    auto const begin = std::chrono::steady_clock::now();
    work();
    std::chrono::duration<double, std::nano> const elapsed = std::chrono::steady_clock::now() - begin;
    return elapsed.count() / static_cast<double>(items);
}

void run_interleaved(std::vector<contestant*> const& contestants, int rounds)
{
    for (auto* c : contestants)
        c->run(); // warms up
    for (int round = 0; round != rounds; ++round)
        for (auto* c : contestants)
            c->times.push_back(c->run());
}

void report(std::string const& name, std::string const& source, contestant const& ours,
            contestant const& theirs, std::optional<double> target, unit const& in)
{
    auto const ratio_best = best(ours) / best(theirs);
    auto const ratio_median = median_ratio(ours, theirs);
    char target_text[32] = "null";
    if (target)
        std::snprintf(target_text, sizeof target_text, "%g", *target);
    char const* const reached = !target                                            ? "null"
                                : ratio_best <= *target && ratio_median <= *target ? "true"
                                                                                   : "false";
    std::printf(
        "{\"case\":\"%s\",\"source\":\"%s\",\"peer\":\"%s\",\"unit\":\"%s\",\"ours\":%.2f,\"theirs\":%.2f,"
        "\"ratio_best\":%.4f,\"ratio_median\":%.4f,\"rounds\":%zu,\"target\":%s,\"reached\":%s}\n",
        name.c_str(), source.c_str(), theirs.name.c_str(), in.name, best(ours) / in.size,
        best(theirs) / in.size, ratio_best, ratio_median, ours.times.size(), target_text, reached);
    std::fflush(stdout);
    std::fprintf(stderr, "%-10s %-20s against %-40s %9.2f %9.2f %s  best %.3f  median %.3f  target %s %s\n",
                 name.c_str(), source.c_str(), theirs.name.c_str(), best(ours) / in.size,
                 best(theirs) / in.size, in.name, ratio_best, ratio_median, target_text,
                 target ? reached : "");
}

} // namespace bench
