// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Commands against each other, each run as often as the others and in turn:
//
//     bench_duel CASE SOURCE UNIT TARGET ROUNDS NAME COMMAND [NAME COMMAND]...
//
// UNIT: s, s and MiB, or the number of items that each command processes, for ns/item. The first command is ours, and
// is compared with each of the others. TARGET: of the ratio; - for none.
#include "contest.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fcntl.h>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace
{

struct costs
{
    double nanoseconds;
    double bytes; // at the peak, of whichever of its processes needed most
};

costs cost_of(std::string const& command)
{
    auto const begin = std::chrono::steady_clock::now();
    auto const child = ::fork();
    if (child == 0) {
        int const nowhere = ::open("/dev/null", O_WRONLY);
        ::dup2(nowhere, STDOUT_FILENO);
        ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
        ::_exit(127);
    }
    int status = 0;
    rusage usage{};
    if (child == -1 || ::wait4(child, &status, 0, &usage) != child || status != 0)
        throw std::runtime_error("this command failed: " + command);
    std::chrono::duration<double, std::nano> const elapsed = std::chrono::steady_clock::now() - begin;
    return {elapsed.count(), static_cast<double>(usage.ru_maxrss) * 1024};
}

/// A peer may fail once: Pillow now and then refuses a TIFF that it reads the next time.
costs cost_of_peer(std::string const& command)
{
    try {
        return cost_of(command);
    } catch (std::runtime_error const& e) {
        std::fprintf(stderr, "%s, and is run once more\n", e.what());
        return cost_of(command);
    }
}

std::vector<bench::contestant*> pointers(std::vector<bench::contestant>& all)
{
    std::vector<bench::contestant*> result;
    for (auto& c : all)
        result.push_back(&c);
    return result;
}

} // namespace

int main(int argc, char** argv)
try {
    if (argc < 10 || argc % 2 != 0)
        return std::fputs("usage: bench_duel CASE SOURCE UNIT TARGET ROUNDS NAME COMMAND [NAME COMMAND]...\n",
                          stderr),
               2;
    std::string const name = argv[1], source = argv[2], unit = argv[3];
    std::optional<double> target;
    if (std::string_view(argv[4]) != "-")
        target = std::atof(argv[4]);
    bool const memory_too = unit == "s and MiB";
    double const items = unit == "s" || memory_too ? 1 : std::atof(argv[3]);

    std::vector<bench::contestant> in_time, in_memory;
    in_memory.reserve(static_cast<std::size_t>(argc));
    for (int i = 6; i != argc; i += 2) {
        auto& memory = in_memory.emplace_back(bench::contestant{argv[i], {}});
        auto* const run = i == 6 ? cost_of : cost_of_peer;
        in_time.push_back({argv[i], [command = std::string(argv[i + 1]), items, run, &memory] {
                               auto const cost = run(command);
                               memory.times.push_back(cost.bytes);
                               return cost.nanoseconds / items;
                           }});
    }
    bench::run_interleaved(pointers(in_time), std::max(std::atoi(argv[5]), 1));
    for (std::size_t i = 1; i != in_time.size(); ++i)
        bench::report(name, source, in_time[0], in_time[i], target,
                      items == 1 ? bench::unit{"s", 1e9} : bench::ns_per_item);
    for (auto& memory : in_memory)
        memory.times.erase(memory.times.begin()); // of the run that warms up
    for (std::size_t i = 1; memory_too && i != in_memory.size(); ++i)
        bench::report(name, source, in_memory[0], in_memory[i], target, {"MiB", 1024 * 1024});
} catch (std::exception const& e) {
    std::fprintf(stderr, "bench_duel: %s\n", e.what());
    return 1;
}
