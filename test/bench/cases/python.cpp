// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// A map of nothing over a generator, against the program in Python that genpool answers:
//
//     bench_python SCRIPT ROUNDS
#include "bench/support/contest.hpp"
#include "bench/support/ours.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>

namespace
{

/// What `command` prints: one figure.
double figure_of(std::string const& command)
{
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const output(::popen(command.c_str(), "r"), ::pclose);
    double figure = 0;
    if (!output || std::fscanf(output.get(), "%lf", &figure) != 1)
        throw std::runtime_error("this command failed: " + command);
    return figure;
}

} // namespace

int main(int argc, char** argv)
try {
    if (argc != 3)
        return std::fputs("usage: bench_python SCRIPT ROUNDS\n", stderr), 2;
    constexpr std::size_t items = 1'000'000;
    auto const script = "/usr/bin/python3 " + std::string(argv[1]) + " 100000";
    bench::contestant genpool{
        "genpool",
        [] { return bench::time_per_item(items, [] { bench::map_generator(items, 2, bench::nothing); }); }};
    bench::contestant python{"Python's ThreadPoolExecutor.map", [&] { return figure_of(script); }};
    bench::run_interleaved({&genpool, &python}, std::max(std::atoi(argv[2]), 1));
    bench::report("python", "generator", genpool, python, std::nullopt);
} catch (std::exception const& e) {
    std::fprintf(stderr, "bench_python: %s\n", e.what());
    return 1;
}
