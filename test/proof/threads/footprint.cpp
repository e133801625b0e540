// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "footprint.hpp"

#include "support/files/temporary_tree.hpp"

#include <boost/filesystem/directory.hpp>

#include <chrono>
#include <fstream>
#include <iterator>
#include <malloc.h>
#include <stdexcept>
#include <thread>

namespace genpool::proof
{
namespace
{

namespace fs = boost::filesystem;

/// The system removes a thread some time after it was joined: waits for that, but not for ever.
std::size_t threads_left()
{
    auto const limit = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    for (;;) {
        auto const count = std::distance(fs::directory_iterator("/proc/self/task"), fs::directory_iterator());
        if (count == 1 || std::chrono::steady_clock::now() > limit)
            return static_cast<std::size_t>(count);
        std::this_thread::yield();
    }
}

std::size_t heap_in_use()
{
    auto const all = ::mallinfo2();
    return (all.uordblks + all.hblkhd) / 1024;
}

std::size_t resident_memory()
{
    ::malloc_trim(0);
    std::ifstream all("/proc/self/smaps_rollup");
    for (std::string word; all >> word;)
        if (word == "Anonymous:") {
            std::size_t kibibytes = 0;
            all >> kibibytes;
            return kibibytes;
        }
    throw std::runtime_error("/proc/self/smaps_rollup does not tell the memory of this process");
}

} // namespace

footprint footprint::now()
{
    auto const threads = threads_left();
    return {test::open_descriptors(), threads, heap_in_use(), resident_memory()};
}

std::string describe(footprint const& f)
{
    return std::to_string(f.descriptors) + " descriptors, " + std::to_string(f.threads) + " threads, " +
           std::to_string(f.heap) + " KiB in use, " + std::to_string(f.resident) + " KiB resident";
}

} // namespace genpool::proof
