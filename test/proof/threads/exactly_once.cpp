// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Long maps on real threads, fewer and more than there are cores, beside threads that only take time away. Sources,
// calls and callbacks give up their turn now and then. Every item must be called for and delivered exactly once, in
// memory that does not grow.
//
//     proof_exactly_once [--items=N] [--seed=S]   N items in all, 10,000,000 unless told
#include <genpool/async_for_each.hpp>
#include <genpool/generator.hpp>

#include "load.hpp"
#include "proof/support/counts.hpp"
#include "proof/support/tables.hpp"
#include "support/program/sanitized.hpp"

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <ranges>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace
{

using namespace genpool::proof;
using genpool::order;

constexpr std::size_t thread_counts[] = {1, 2, 3, 4, 8, 16};
constexpr std::size_t most_growth = 1024; ///< KiB

/// Where another thread may come between: it is let, for about one item in four thousand, by chance.
class seams
{
public:
    explicit seams(std::uint64_t seed) noexcept : seed_(seed) {}

    void operator()(std::size_t item) const
    {
        auto const mixed = (item ^ seed_) * 0x9e3779b97f4a7c15u; // 2^64 divided by the golden ratio
        if (mixed >> 52 == 0)
            std::this_thread::yield();
    }

private:
    std::uint64_t seed_;
};

/// A bit for each item, that any thread may set.
class bitmap
{
public:
    explicit bitmap(std::size_t items) : words_(items / 64 + 1) {}

    /// Returns whether it was not set.
    bool set(std::size_t item) noexcept
    {
        auto const bit = std::uint64_t(1) << item % 64;
        return (words_[item / 64].fetch_or(bit, std::memory_order_relaxed) & bit) == 0;
    }

private:
    std::vector<std::atomic<std::uint64_t>> words_;
};

/// From now on, the peak is that of what comes.
void forget_peak_memory() { std::ofstream("/proc/self/clear_refs") << 5; }

/// The most memory that this process has had, in KiB.
std::size_t peak_memory()
{
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (word == "VmHWM:") {
            std::size_t kibibytes = 0;
            status >> kibibytes;
            return kibibytes;
        }
    throw std::runtime_error("/proc/self/status does not tell the peak of memory");
}

struct course
{
    std::size_t threads;
    source_kind source;
    genpool::order order;
    std::size_t items;
    std::uint64_t seed;
};

auto items_of(course const& c, seams at)
{
    return std::views::iota(std::size_t(0), c.items) | std::views::transform([at](std::size_t i) {
               at(i);
               return i;
           });
}

genpool::generator<std::size_t> generated(course c, seams at)
{
    for (std::size_t i = 0; i != c.items; ++i) {
        at(i);
        co_yield i;
    }
}

/// Runs one map; what it does not keep, in words.
std::string flaw_of(course const& c)
{
    bitmap called(c.items), delivered(c.items);
    std::atomic<std::size_t> called_again{0};
    std::size_t delivered_again = 0, out_of_order = 0, next = 0, memory_at_start = 0;
    boost::asio::thread_pool pool(c.threads);
    forget_peak_memory();

    auto const call = [&, at = seams(c.seed + 1)](std::size_t i) {
        if (!called.set(i))
            ++called_again;
        at(i);
        return i;
    };
    auto const deliver = [&, at = seams(c.seed + 2)](std::size_t i) {
        delivered_again += !delivered.set(i);
        out_of_order += c.order == order::input && i != next;
        if (++next == c.items / 10 + 1)
            memory_at_start = peak_memory();
        at(i);
    };
    genpool::options const limits{.concurrency = c.threads, .order = c.order};
    auto run = [&](auto source) {
        return genpool::async_for_each(pool, std::move(source), call, deliver, limits,
                                       boost::asio::use_future)
            .get();
    };
    auto const account =
        c.source == source_kind::range ? run(items_of(c, seams(c.seed))) : run(generated(c, seams(c.seed)));
    // The kernel's figure is some pages off, either way.
    auto const growth = std::max(peak_memory(), memory_at_start) - memory_at_start;

    auto const unless = [](bool holds, std::string flaw) { return holds ? std::string() : flaw + "; "; };
    return unless(called_again == 0, "an item was called for twice") +
           unless(delivered_again == 0, "an item was delivered twice") +
           unless(out_of_order == 0, "the order was not the source's") +
           unless(next == c.items, std::to_string(next) + " items were delivered") +
           unless(account.pulled == c.items && account.delivered == c.items,
                  "the account is not that of all items") +
           unless(growth <= most_growth ||
                      genpool::test::sanitized, // which has memory of its own for every thread
                  "memory has grown by " + std::to_string(growth) + " KiB");
}

void run_all(counts& r, std::size_t items, std::uint64_t seed)
{
    load const beside(2);
    constexpr source_kind kinds[] = {source_kind::range, source_kind::generator};
    auto const each = items / (std::size(thread_counts) * std::size(kinds) * std::size(orders)) + 1;
    for (auto threads : thread_counts)
        for (auto source : kinds)
            for (auto how : orders) {
                course const c{threads, source, how, each, seed++};
                auto const flaw = flaw_of(c);
                if (!flaw.empty())
                    std::printf("%zu threads, %s, %s order: %s\n", threads, row(source).name,
                                how == order::input ? "input" : "completion", flaw.c_str());
                r.count(!flaw.empty(), each);
            }
}

} // namespace

int main(int argc, char** argv)
try {
    std::size_t items = 10'000'000;
    std::uint64_t seed = 1;
    for (int i = 1; i < argc; ++i) {
        std::string_view const word = argv[i];
        if (word.starts_with("--items="))
            items = std::strtoull(argv[i] + 8, nullptr, 10);
        else if (word.starts_with("--seed="))
            seed = std::strtoull(argv[i] + 7, nullptr, 10);
        else
            throw std::invalid_argument("not understood: " + std::string(word));
    }
    counts r("exactly_once");
    run_all(r.about("items, each once, on 1 to 16 threads"), items, seed);
    return r.exit_status();
} catch (std::exception const& e) {
    std::fprintf(stderr, "proof_exactly_once: %s\n", e.what());
    return 2;
}
