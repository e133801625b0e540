// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// proof_window [--recorded]: explores windows of up to 3 slots and 3 calls, with up to 6 items.
// proof_window ORDER ITEMS WINDOW CONCURRENCY FAULTS: explores that one (the order is input or completion).
#include "window_exploration.hpp"

#include <cstddef>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

namespace
{

using genpool::proof::extent;

constexpr std::size_t most_faults = 7; // on one path: more do not change anything

std::vector<extent> extents(bool recorded)
{
    std::vector<extent> all;
    for (auto order : {genpool::order::input, genpool::order::completion}) {
        for (std::size_t window = 1; window <= 3; ++window)
            for (std::size_t concurrency = 1; concurrency <= 3; ++concurrency) {
                auto const items = recorded || window * concurrency <= 4 ? 6u : 4u;
                all.push_back({order, items, window, concurrency, 1, false});
                if (recorded)
                    all.push_back({order, 4, window, concurrency, 1, true});
            }
        all.push_back({order, 6, 2, 1, 1, true});
        all.push_back({order, recorded ? 3u : 2u, 2, 2, most_faults, recorded});
    }
    return all;
}

/// Whether it holds.
bool explore(extent const& e, std::size_t& transitions)
{
    genpool::proof::exploration exploration(e);
    std::string failure;
    try {
        exploration.run();
    } catch (std::exception const& broken) {
        failure = broken.what();
    }
    transitions += exploration.transitions();
    std::printf("%s: %zu states, %zu transitions\n", e.description().c_str(), exploration.states(),
                exploration.transitions());
    if (!failure.empty())
        std::printf("FAILED: %s\n", failure.c_str());
    std::fflush(stdout);
    return failure.empty();
}

} // namespace

int main(int argc, char** argv)
{
    std::vector<std::string> const arguments(argv + 1, argv + argc);
    if (arguments.size() == 5) {
        auto const order = arguments[0] == "input" ? genpool::order::input : genpool::order::completion;
        std::size_t transitions = 0;
        return !explore({order, std::stoul(arguments[1]), std::stoul(arguments[2]), std::stoul(arguments[3]),
                         std::stoul(arguments[4]), false},
                        transitions);
    }
    std::size_t transitions = 0;
    std::size_t failed = 0;
    for (auto const& e : extents(arguments == std::vector<std::string>{"--recorded"}))
        failed += !explore(e, transitions);
    std::printf("proof_window\tevents in every state of a small window\t%zu\t%zu\n", transitions, failed);
    return failed != 0;
}
