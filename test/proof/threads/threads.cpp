// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Maps by chance on real threads, from one to sixteen of them, which are stopped, cancelled, closed, dropped and left
// without their pool or consumer at any moment; what they log is judged like that of maps run by hand.
//
//     proof_threads [--runs=N] [--seed=S]   so many maps
#include "thread_world.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>

int main(int argc, char** argv)
try {
    using namespace genpool::proof;
    std::size_t runs = 5000;
    std::uint64_t seed = 1;
    for (int i = 1; i < argc; ++i) {
        std::string_view const word = argv[i];
        if (word.starts_with("--runs="))
            runs = std::strtoull(argv[i] + 7, nullptr, 10);
        else if (word.starts_with("--seed="))
            seed = std::strtoull(argv[i] + 7, nullptr, 10);
        else
            throw std::invalid_argument("not understood: " + std::string(word));
    }
    counts r("threads");
    r.about("maps with faults, on 1 to 16 threads");
    for (std::size_t i = 0; i != runs; ++i)
        try_on_threads(r, plan_for_threads(seed + i), seed + i);
    return r.exit_status();
} catch (std::exception const& e) {
    std::fprintf(stderr, "proof_threads: %s\n", e.what());
    return 2;
}
