// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Maps by chance on real threads for as long as is asked: those of proof_threads, and maps of a directory in which
// entries appear and vanish, of the lines of a pipe, with calls that wait for timers, and with futures that nobody
// waits for; beside threads that only take time away. Each is judged, and must leave no instance of anything.
//
// Sixty times all of that comes to rest. The descriptors and threads must then be those of the first time. Above the
// highest of the first quarter, the heap in use may be by `heap_growth`, with which a lost object of 32 bytes for each
// map is found within a minute; and the resident memory by `resident_growth`, for fragments.
//
//     proof_soak [--seconds=N] [--seed=S] [--leak=BYTES]
//
// N: 60 unless told; --seconds=0 --seed=S begins with the map of that seed. With --leak so much is lost for each map:
// that must be found.
#include "footprint.hpp"
#include "load.hpp"
#include "proof/support/begin.hpp"
#include "soak_sources.hpp"
#include "thread_world.hpp"

#include <boost/asio/use_future.hpp>
#include <boost/filesystem/path.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <future>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace
{

using namespace genpool::proof;
namespace asio = boost::asio;
namespace fs = boost::filesystem;

constexpr std::size_t rests = 60;
constexpr std::ptrdiff_t first_rests = rests / 4;
constexpr std::size_t heap_growth = 16;      ///< KiB
constexpr std::size_t resident_growth = 512; ///< KiB

/// Maps one after the other, and what is at work beside them. When this is gone, all is at rest.
class maps
{
public:
    explicit maps(counts& r) : count_(r) {}

    void try_one(std::uint64_t seed)
    {
        auto const p = plan_for_threads(seed);
        switch (seed % 5) {
        case 0:
            return try_on_threads(count_, p, seed);
        case 1:
            return try_timers(p, seed);
        case 2:
            return try_walk(p, seed);
        case 3:
            return try_lines(p, seed);
        default:
            return try_future(p, seed);
        }
    }

private:
    static plan of_a_range(plan p)
    {
        if (row(p.source).endless)
            p.happens.erase(action::destroy_pool);
        p.source = source_kind::range;
        return p;
    }

    void try_timers(plan const& by_chance, std::uint64_t seed)
    {
        auto p = of_a_range(by_chance);
        p.function = function_kind::awaitable;
        try_on_threads(count_, p, seed, [](thread_world& w) { begin(w, recorded_range(w), timed_call(w)); });
    }

    void try_walk(plan const& by_chance, std::uint64_t seed)
    {
        auto p = of_a_range(by_chance);
        p.items = busy_directory::texts;
        std::set<fs::path> seen;
        auto const another_text = [&](fs::path const& path) {
            return path.extension() == ".txt" && seen.insert(path).second;
        };
        try_on_threads(count_, p, seed, [&](thread_world& w) {
            begin(w, recorded_paths(w, directory_.walk(), another_text), plain_call(w));
        });
    }

    void try_lines(plan const& by_chance, std::uint64_t seed)
    {
        auto const p = of_a_range(by_chance);
        pipe_of_lines pipe(p.items);
        std::size_t number = 0;
        auto const next_number = [&](fs::path const& line) { return line == std::to_string(number++); };
        try_on_threads(count_, p, seed, [&](thread_world& w) {
            begin(w, recorded_paths(w, pipe.lines(), next_number), plain_call(w));
        });
    }

    /// A future cannot be cancelled: what is left of the plan is that a context goes.
    void try_future(plan const& by_chance, std::uint64_t seed)
    {
        auto p = of_a_range(by_chance);
        p.consumer = consumer_kind::collect;
        p.consumer_fails.reset();
        for (auto const& a : action_table)
            if (!a.destroys || !a.of_operations)
                p.happens.erase(a.kind);
        try_on_threads(count_, p, seed, [](thread_world& w) {
            with_function<recorded_range>(w, [&](auto&& function) {
                initiating const scope(w);
                genpool::async_map(w.pool(), recorded_range(w), std::move(function), w.planned.options(),
                                   asio::bind_executor(w.consumer_executor(), asio::use_future(on_end(w))));
            });
        });
    }

    counts& count_;
    busy_directory directory_;
    load beside_{2};
};

void leak(std::size_t bytes)
{
    if (bytes != 0)
        *static_cast<char volatile*>(std::malloc(bytes)) = 0;
}

/// Returns what was found at each rest.
std::vector<footprint> run_all(counts& r, std::chrono::seconds seconds, std::uint64_t seed,
                               std::size_t leaked)
{
    auto end = std::chrono::steady_clock::now();
    auto const go_on = [&] {
        maps some(r);
        end += std::chrono::milliseconds(seconds) / rests;
        do {
            some.try_one(seed++);
            leak(leaked);
        } while (std::chrono::steady_clock::now() < end);
    };
    std::vector<footprint> all;
    all.reserve(rests);
    while (all.size() != rests) {
        // In a thread of its own: a thread keeps some of the memory that it frees, until it ends.
        std::async(std::launch::async, go_on).get();
        all.push_back(footprint::now());
    }
    return all;
}

/// The highest of the first quarter.
std::size_t highest(std::vector<footprint> const& all, std::size_t footprint::*what)
{
    return (*std::ranges::max_element(all.begin(), all.begin() + first_rests, {}, what)).*what;
}

void compare(counts& r, std::vector<footprint> const& all)
{
    auto const& first = all.front();
    auto const heap = highest(all, &footprint::heap) + heap_growth;
    auto const resident = highest(all, &footprint::resident) + resident_growth;
    for (auto const& f : all) {
        bool const flat = f.descriptors == first.descriptors && f.threads == first.threads &&
                          f.heap <= heap && f.resident <= resident;
        if (r.count(!flat))
            std::printf("at rest: %s; at first: %s\n", describe(f).c_str(), describe(first).c_str());
    }
}

} // namespace

int main(int argc, char** argv)
try {
    std::chrono::seconds seconds{60};
    std::uint64_t seed = 1;
    std::size_t leaked = 0;
    for (int i = 1; i < argc; ++i) {
        std::string_view const word = argv[i];
        if (word.starts_with("--seconds="))
            seconds = std::chrono::seconds(std::strtoull(argv[i] + 10, nullptr, 10));
        else if (word.starts_with("--seed="))
            seed = std::strtoull(argv[i] + 7, nullptr, 10);
        else if (word.starts_with("--leak="))
            leaked = std::strtoull(argv[i] + 7, nullptr, 10);
        else
            throw std::invalid_argument("not understood: " + std::string(word));
    }
    std::signal(SIGPIPE, SIG_IGN);
    counts r("soak");
    auto const all =
        run_all(r.about("maps with faults, timers, files, pipes and futures"), seconds, seed, leaked);
    compare(r.about("rests with the same threads, descriptors and memory"), all);
    return r.exit_status();
} catch (std::exception const& e) {
    std::fprintf(stderr, "proof_soak: %s\n", e.what());
    return 2;
}
