// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bench
{

/// What figures are told in, and how many nanoseconds, or whatever else was measured, one of it is.
struct unit
{
    char const* name;
    double size;
};

inline constexpr unit ns_per_item{"ns/item", 1};

/// One way to do the work: `run` does it once and returns what it took: nanoseconds for each item, mostly.
struct contestant
{
    std::string name;
    std::function<double()> run;
    std::vector<double> times{};
};

/// The wall time of `work`, for each of `items`.
contestant timed(std::string name, std::size_t items, std::function<void()> work);

/// The same, but the processors' time, whatever else they do meanwhile.
contestant worked(std::string name, std::size_t items, std::function<void()> work);

double best(contestant const& c);
double median(contestant const& c);

/// The median of the ratios of the two, round by round.
double median_ratio(contestant const& ours, contestant const& theirs);

/// Wall time of `work` in nanoseconds, for each of `items`.
double time_per_item(std::size_t items, std::function<void()> const& work);

/// Runs all contestants once a round, in turn, so that a machine whose speed drifts is as slow for each of
/// them.
void run_interleaved(std::vector<contestant*> const& contestants, int rounds);

/// How many rounds a program's first argument asks for; 15 without one.
int rounds_asked_for(int argc, char** argv);

/// Which ratios are to be at most the target.
enum class judgement
{
    of_best_and_median,
    of_median
};

/// Prints one line of JSON on standard output, and a readable one on standard error. Without a target it is
/// not judged.
void report(std::string const& name, std::string const& source, contestant const& ours,
            contestant const& theirs, std::optional<double> target, unit const& in = ns_per_item,
            judgement by = judgement::of_best_and_median);

/// The same, of a figure that is compared with nobody's: the largest of all rounds is told, and judged.
void report_alone(std::string const& name, std::string const& source, contestant const& ours,
                  std::optional<double> target, unit const& in);

/// The same, of what one takes more than the other: the worse of that of best against best, and of the median of the
/// rounds.
void report_difference(std::string const& name, std::string const& source, contestant const& with,
                       contestant const& without, std::optional<double> target, unit const& in);

} // namespace bench
