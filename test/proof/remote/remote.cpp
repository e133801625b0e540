// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Maps by workers of this machine and by a cluster, while what they rest on is killed, cut off or set to another time, at
// random moments: each item must have exactly one result, and nothing may be left.
//
//     proof_remote WORKER [--seconds=N] [--kills=N] [--seed=S] [--row=NAME]
//
// N seconds for each row of the table below; so many kills of workers of this machine.
#include "proof/support/counts.hpp"
#include "remote/network.hpp"
#include "remote/servers.hpp"
#include "rows.hpp"
#include "support/files/temporary_tree.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace
{

using namespace genpool::proof;

struct row
{
    char const* name;
    char const* what;
    row_result (*run)(row_limits const&);
    std::string (*why_not)();
};

std::string always() { return {}; }

std::string why_no_cluster_and_network()
{
    auto const why = genpool::test::why_no_nats();
    return why.empty() ? genpool::test::why_no_network() : why;
}

std::string why_no_cluster_and_clock()
{
    auto const why = genpool::test::why_no_nats();
    return why.empty() && environment_of_a_clock("").empty() ? "there is no libfaketime" : why;
}

constexpr char const* clocks = "clocks";

constexpr row rows[] = {
    {"processes", "workers of this machine, killed", processes_killed, always},
    {"workers", "workers of a cluster, killed", workers_killed, genpool::test::why_no_nats},
    {"server", "the only server, killed and started again", server_killed, genpool::test::why_no_nats},
    {"three", "one of three servers, killed", one_of_three_servers_killed, genpool::test::why_no_nats},
    {"cut-workers", "a worker, cut off", workers_cut_off, why_no_cluster_and_network},
    {"cut-servers", "one of three servers, cut off", servers_cut_off, why_no_cluster_and_network},
    {clocks, "the clock of program and workers, set", clocks_set, why_no_cluster_and_clock},
    {"programs", "the program, killed", programs_killed, genpool::test::why_no_nats},
};

/// With a clock of its own, this program once more, for that row alone.
int run_with_clock(std::string const& arguments)
{
    genpool::test::temporary_tree const tree;
    auto const file = (tree / "clock").string();
    std::ofstream(file) << "+0\n";
    auto const self = std::filesystem::read_symlink("/proc/self/exe").string();
    return std::system(
        (environment_of_a_clock(file) + " '" + self + "'" + arguments + " --row=" + clocks).c_str());
}

/// Whether it failed.
bool run(row const& r, row_limits const& l)
{
    auto const result = r.run(l);
    auto const what = std::string(r.what) + ", " + std::to_string(result.times) + " times";
    counts c("remote");
    c.about(what.c_str());
    c.count(!result.flaw.empty(), result.items != 0 ? result.items : result.times);
    std::printf("%s: %s %s\n", r.name, result.note.c_str(), result.flaw.c_str());
    return c.exit_status() != 0;
}

} // namespace

int main(int argc, char** argv)
try {
    row_limits l{.worker = {}, .time = std::chrono::seconds(5), .kills = 30, .seed = 1};
    std::string only, url, file, arguments;
    for (int i = 1; i < argc; ++i) {
        std::string_view const word = argv[i];
        auto const value = word.substr(std::min(word.find('='), word.size() - 1) + 1);
        auto const number = [&] { return std::strtoull(value.data(), nullptr, 10); };
        if (word.starts_with("--row="))
            only = value;
        else
            arguments += " '" + std::string(word) + "'";
        if (word.starts_with("--seconds="))
            l.time = std::chrono::seconds(number());
        else if (word.starts_with("--kills="))
            l.kills = number();
        else if (word.starts_with("--seed="))
            l.seed = number();
        else if (word.starts_with("--program="))
            url = value;
        else if (word.starts_with("--file="))
            file = value;
        else if (!word.starts_with("--"))
            l.worker = word;
        else if (!word.starts_with("--row="))
            throw std::invalid_argument("not understood: " + std::string(word));
    }
    if (!url.empty())
        program_to_be_killed(url, file);
    if (l.worker.empty())
        throw std::invalid_argument("which worker?");
    int failed = 0;
    for (auto const& r : rows) {
        if (!only.empty() && only != r.name)
            continue;
        if (auto const why = r.why_not(); !why.empty())
            std::fprintf(stderr, "skipped: %s: %s\n", r.what, why.c_str());
        else if (r.name == clocks && std::getenv("FAKETIME_TIMESTAMP_FILE") == nullptr)
            failed += run_with_clock(arguments) != 0;
        else
            failed += run(r, l);
    }
    return failed == 0 ? 0 : 1;
} catch (std::exception const& e) {
    std::fprintf(stderr, "proof_remote: %s\n", e.what());
    return 2;
}
