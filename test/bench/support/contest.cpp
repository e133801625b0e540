// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "contest.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <iterator>
#include <utility>

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

/// Of what `compare` makes of the times of both in each round.
template <class Compare>
double middle_of_rounds(contestant const& a, contestant const& b, Compare compare)
{
    std::vector<double> compared;
    std::ranges::transform(a.times, b.times, std::back_inserter(compared), compare);
    return middle(std::move(compared));
}

/// What is printed as a JSON number or `null`.
std::string json(std::optional<double> number, int digits)
{
    if (!number)
        return "null";
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", digits, *number);
    return text;
}

struct row
{
    std::string name;
    std::string source;
    std::string peer;
    double ours;
    std::optional<double> theirs;
    std::optional<double> ratio_best;
    std::optional<double> ratio_median;
    std::size_t rounds;
    std::optional<double> target;
    bool reached;
};

void print(row const& r, unit const& in)
{
    auto const theirs = json(r.theirs, 2), best = json(r.ratio_best, 4), median = json(r.ratio_median, 4);
    char target[32] = "null";
    if (r.target)
        std::snprintf(target, sizeof target, "%g", *r.target);
    char const* const reached = !r.target ? "null" : r.reached ? "true" : "false";
    std::printf(
        "{\"case\":\"%s\",\"source\":\"%s\",\"peer\":\"%s\",\"unit\":\"%s\",\"ours\":%.2f,\"theirs\":%s,"
        "\"ratio_best\":%s,\"ratio_median\":%s,\"rounds\":%zu,\"target\":%s,\"reached\":%s}\n",
        r.name.c_str(), r.source.c_str(), r.peer.c_str(), in.name, r.ours, theirs.c_str(), best.c_str(),
        median.c_str(), r.rounds, target, reached);
    std::fflush(stdout);
    std::fprintf(stderr, "%-11s %-26s against %-48s %9.2f %9s %s  best %s  median %s  target %s %s\n",
                 r.name.c_str(), r.source.c_str(), r.peer.c_str(), r.ours, theirs.c_str(), in.name,
                 best.c_str(), median.c_str(), target, r.target ? reached : "");
}

} // namespace

contestant timed(std::string name, std::size_t items, std::function<void()> work)
{
    return {std::move(name), [=] { return time_per_item(items, work); }};
}

contestant worked(std::string name, std::size_t items, std::function<void()> work)
{
    return {std::move(name), [=] {
                auto const begin = std::clock();
                work();
                auto const seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
                return seconds * 1e9 / static_cast<double>(items);
            }};
}

double best(contestant const& c) { return *std::min_element(c.times.begin(), c.times.end()); }

double median(contestant const& c) { return middle(c.times); }

double median_ratio(contestant const& ours, contestant const& theirs)
{
    return middle_of_rounds(ours, theirs, std::divides<>());
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

int rounds_asked_for(int argc, char** argv) { return argc > 1 ? std::max(std::atoi(argv[1]), 1) : 15; }

void report(std::string const& name, std::string const& source, contestant const& ours,
            contestant const& theirs, std::optional<double> target, unit const& in, judgement by)
{
    auto const ratio_best = best(ours) / best(theirs);
    auto const ratio_median = median_ratio(ours, theirs);
    auto const judged = by == judgement::of_median ? ratio_median : std::max(ratio_best, ratio_median);
    print({name, source, theirs.name, best(ours) / in.size, best(theirs) / in.size, ratio_best, ratio_median,
           ours.times.size(), target, target && judged <= *target},
          in);
}

void report_alone(std::string const& name, std::string const& source, contestant const& ours,
                  std::optional<double> target, unit const& in)
{
    auto const most = *std::max_element(ours.times.begin(), ours.times.end());
    print({name, source, "none", most / in.size, std::nullopt, std::nullopt, std::nullopt, ours.times.size(),
           target, target && most <= *target},
          in);
}

void report_difference(std::string const& name, std::string const& source, contestant const& with,
                       contestant const& without, std::optional<double> target, unit const& in)
{
    auto const more = std::max(best(with) - best(without), middle_of_rounds(with, without, std::minus<>()));
    print({name, source, without.name, more / in.size, std::nullopt, std::nullopt, std::nullopt,
           with.times.size(), target, target && more <= *target},
          in);
}

} // namespace bench
