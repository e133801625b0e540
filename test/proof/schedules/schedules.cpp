// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Maps run by hand, in orders of their handlers, with stops, cancellations and failures between and inside them, that
// an oracle chooses.
//
//     proof_schedules [--runs=N] [--seed=S]   so many runs: a quarter depth first, the others by chance
//     proof_schedules --cases=FILE ...        first the runs of a file, one a line
//     proof_schedules --first                 nothing after the first that fails
//     proof_schedules --replay CASE           tells one run
#include "drivers.hpp"
#include "judge.hpp"
#include "proof/support/plans.hpp"
#include "report.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace
{

using namespace genpool::proof;

/// The schedules of each small plan, those with the fewest deviations first, `runs` in all. Returns how many there were.
std::size_t explore_depth_first(report& r, std::size_t runs)
{
    checker c;
    auto const plans = small_plans();
    auto const most = runs / plans.size() + 1;
    std::size_t tried = 0;
    for (auto const& p : plans) {
        std::size_t left = most;
        for (std::size_t deviations = 0; deviations != 4 && left != 0; ++deviations) {
            depth_first o(deviations);
            do {
                r.count(p, o.made(), judge(p, o, c));
                ++tried;
            } while (--left != 0 && o.next());
        }
    }
    return tried;
}

void explore_by_chance(report& r, std::size_t runs, std::uint64_t seed)
{
    checker c;
    for (std::size_t i = 0; i != runs; ++i) {
        random_plans plans(seed + i);
        auto const p = plans.next();
        random_oracle o(seed + i, static_cast<unsigned>(i % 3) * 4);
        r.count(p, o.made(), judge(p, o, c));
    }
}

void run_cases(report& r, char const* file)
{
    std::ifstream lines(file);
    if (!lines)
        throw std::runtime_error(std::string("cannot read ") + file);
    checker c;
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line.front() == '#')
            continue;
        plan p;
        oracle::choices choices;
        parse(line, p, choices);
        replayed_oracle o(choices);
        r.count(p, o.made(), judge(p, o, c));
    }
}

} // namespace

int main(int argc, char** argv)
try {
    std::size_t runs = 100'000;
    std::uint64_t seed = 1;
    std::vector<char const*> cases;
    report r("schedules");
    for (int i = 1; i < argc; ++i) {
        std::string_view const word = argv[i];
        if (word == "--replay" && i + 1 < argc) {
            plan p;
            oracle::choices choices;
            parse(argv[i + 1], p, choices);
            std::fputs(narrate(p, choices).c_str(), stdout);
            return 0;
        }
        if (word.starts_with("--runs="))
            runs = std::strtoull(argv[i] + 7, nullptr, 10);
        else if (word.starts_with("--seed="))
            seed = std::strtoull(argv[i] + 7, nullptr, 10);
        else if (word.starts_with("--cases="))
            cases.push_back(argv[i] + 8);
        else if (word == "--first")
            r.end_with_the_first();
        else
            throw std::invalid_argument("not understood: " + std::string(word));
    }
    for (auto const* file : cases)
        run_cases(r.about("that failed once"), file);
    auto const tried = explore_depth_first(r.about("with the fewest preemptions"), runs / 4);
    explore_by_chance(r.about("by chance"), runs - std::min(tried, runs), seed);
    return r.exit_status();
} catch (std::exception const& e) {
    std::fprintf(stderr, "proof_schedules: %s\n", e.what());
    return 2;
}
