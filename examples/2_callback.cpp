// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// A callback for each: prints the number of lines of each file in a directory (by default the current one)
// when it is known, and how many files there were.
//
// Choose this when the results are many or large and each can be dealt with by itself. Only those inside the
// window are in memory: a slow callback slows the walk down, it does not fill the memory.
//
// Files of one, two and three lines print:
//     one: 1
//     two: 2
//     three: 3
//     3 files

#include <genpool/async_for_each.hpp>
#include <genpool/files.hpp>

#include "line_count.hpp"

#include <boost/asio/thread_pool.hpp>

#include <exception>
#include <iostream>

namespace asio = boost::asio;

int main(int argc, char* argv[])
{
    std::exception_ptr failure; // outlives the pool, and so the handler that writes to it
    asio::thread_pool pool;

    genpool::async_for_each(
        pool, genpool::files(argc > 1 ? argv[1] : "."), count_lines,
        // On a thread of the pool, in the order of the files, and never twice at once: it needs no lock.
        [](line_count const& count) {
            std::cout << count.file.filename().string() << ": " << count.lines << '\n';
        },
        // Once, after everything else, whether it went well or not. An exception must not leave a handler on
        // a thread of the pool: it is carried to the main thread.
        [&failure](std::exception_ptr error, genpool::summary const& summary) {
            failure = error;
            std::cout << summary.delivered << " files\n";
        });

    // The call has returned at once; here the program could do other things.
    pool.join();
    if (failure)
        std::rethrow_exception(failure);
}
