// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// A future for everything: counts the lines of each file in a directory (by default the current one), and
// waits once, for all the counts.
//
// Choose this when all results fit in memory and there is nothing to do before the last of them is there: in
// a script, a test, a batch job.
//
// Files of one, two and three lines print:
//     3 files, 6 lines

#include <genpool/async_map.hpp>
#include <genpool/generator.hpp>

#include "line_count.hpp"

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/filesystem/directory.hpp>
#include <boost/filesystem/operations.hpp>
#include <boost/filesystem/path.hpp>

#include <cstddef>
#include <future>
#include <iostream>
#include <vector>

namespace asio = boost::asio;
namespace fs = boost::filesystem;

// Lazy: it goes on only when the map has room for another path, and never on two threads at once.
genpool::generator<fs::path> regular_files(fs::path directory)
{
    for (fs::directory_entry const& entry : fs::directory_iterator(directory))
        if (fs::is_regular_file(entry.status()))
            co_yield entry.path();
}

int main(int argc, char* argv[])
{
    asio::thread_pool pool;

    std::future<std::vector<line_count>> future =
        genpool::async_map(pool, regular_files(argc > 1 ? argv[1] : "."), count_lines, asio::use_future);

    // The results are in the order of the generator. What it or count_lines threw would come out of get().
    std::vector<line_count> const counts = future.get();

    std::size_t lines = 0;
    for (line_count const& count : counts)
        lines += count.lines;
    std::cout << counts.size() << " files, " << lines << " lines\n";
}
