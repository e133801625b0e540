// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Random programs that use what <genpool.hpp> declares, from wherever the documentation allows it, against a model of
// what each call may return.
//
//     proof_programs [--runs=N] [--seed=S]   so many programs
//     proof_programs --first                 none after the first that fails
//     proof_programs --replay=S              tells one
//
// A program that takes longer than a minute, or GENPOOL_TEST_TIMEOUT seconds, has failed, too.
#include "model.hpp"
#include "proof/support/counts.hpp"
#include "session.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace
{

using namespace genpool::proof;

/// Seconds for a program.
unsigned patience()
{
    char const* const seconds = std::getenv("GENPOOL_TEST_TIMEOUT");
    return seconds != nullptr ? static_cast<unsigned>(std::strtoul(seconds, nullptr, 10)) : 60;
}

std::string tell(run_log const& record)
{
    std::string text;
    for (auto const& e : record.events())
        text.append("  ")
            .append(std::to_string(&e - record.events().data()))
            .append(" ")
            .append(name(e.kind))
            .append(" item ")
            .append(std::to_string(e.item))
            .append(" stage ")
            .append(std::to_string(e.stage))
            .append(" call ")
            .append(std::to_string(e.call))
            .append(" thread ")
            .append(std::to_string(e.thread))
            .append(" ")
            .append(name(e.how))
            .append("\n");
    return text;
}

/// Runs a program; returns what was wrong, and what has happened then, or always.
std::string judge(program const& p, bool tells, bool& failed)
{
    session s(p);
    s.play();
    std::string text;
    for (auto const& w : s.check_left())
        text.append("  wrong: ").append(w).append("\n");
    model::accounts accounts;
    for (auto const& c : s.calls())
        if (c.account)
            accounts.emplace(c.id, *c.account);
    for (auto const& c : s.chains()) {
        model m(p, c.planned);
        auto const& broken = m.judge(c.record.events(), accounts);
        if (tells || !broken.empty())
            text.append(tell(c.record));
        for (auto const& b : broken)
            text.append("  wrong: ").append(b).append("\n");
    }
    failed = text.find("  wrong: ") != text.npos;
    return text;
}

/// What the process that runs the programs has come to.
struct progress
{
    std::atomic<std::uint64_t> seed;
    std::atomic<std::size_t> failed;
};

/// Runs programs until one ends the process, or fails and is to be the last.
[[noreturn]] void run_programs(progress& now, std::uint64_t end, bool only_first)
{
    auto const longest = patience();
    while (now.seed != end && !(only_first && now.failed != 0)) {
        auto const p = random_program(now.seed);
        ::alarm(longest);
        bool failed = false;
        auto const wrong = judge(p, false, failed);
        ++now.seed;
        if (!failed)
            continue;
        ++now.failed;
        std::printf("%s%s\n", describe(p).c_str(), wrong.c_str());
        std::fflush(stdout);
    }
    ::_exit(0);
}

/// In a process of their own, of which another takes over when it dies.
void try_programs(counts& c, std::size_t runs, std::uint64_t seed, bool only_first)
{
    auto* const shared =
        ::mmap(nullptr, sizeof(progress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        throw std::bad_alloc();
    auto& now = *new (shared) progress{seed, 0};
    auto const end = seed + runs;
    while (now.seed != end && !(only_first && now.failed != 0)) {
        std::fflush(stdout);
        auto const child = ::fork();
        if (child == 0)
            run_programs(now, end, only_first);
        int status = 0;
        ::waitpid(child, &status, 0);
        if (status == 0)
            break;
        std::printf("%s  wrong: it ends the process (status %#x)\n",
                    describe(random_program(now.seed)).c_str(), static_cast<unsigned>(status));
        ++now.failed;
        ++now.seed;
    }
    for (auto left = now.failed.load(); left != 0; --left)
        c.count(true, 1);
    c.count(false, now.seed - seed - now.failed);
}

} // namespace

int main(int argc, char** argv)
try {
    std::size_t runs = 6000;
    std::uint64_t seed = 1;
    bool only_first = false;
    for (int i = 1; i < argc; ++i) {
        std::string_view const word = argv[i];
        if (word.starts_with("--replay=")) {
            auto const p = random_program(std::strtoull(argv[i] + 9, nullptr, 10));
            std::fputs(describe(p).c_str(), stdout);
            bool failed = false;
            std::fputs(judge(p, true, failed).c_str(), stdout);
            return failed ? 1 : 0;
        }
        if (word.starts_with("--runs="))
            runs = std::strtoull(argv[i] + 7, nullptr, 10);
        else if (word.starts_with("--seed="))
            seed = std::strtoull(argv[i] + 7, nullptr, 10);
        else if (word == "--first")
            only_first = true;
        else
            throw std::invalid_argument("not understood: " + std::string(word));
    }
    counts c("programs");
    try_programs(c.about("random programs against a model"), runs, seed, only_first);
    return c.exit_status();
} catch (std::exception const& e) {
    std::fprintf(stderr, "proof_programs: %s\n", e.what());
    return 2;
}
