// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// A pipe: the files of a directory (by default the current one) that have more than one line, counted on a
// pool, numbered in their order, and no more than ten of them.
//
// Choose this when a job has several steps: each is a part of its own between two `|`, and only those that are
// worth a thread are maps. Nothing runs before the end asks for it, and nothing runs that the end does not want:
// after ten files the others are not opened.
//
// Files of one, two and three lines print:
//     a file of 2 lines
//     a file of 3 lines
//     2 of at most 10

#include <genpool/async_collect.hpp>
#include <genpool/files.hpp>
#include <genpool/filter.hpp>
#include <genpool/map.hpp>
#include <genpool/take.hpp>

#include "line_count.hpp"

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <iostream>
#include <vector>

namespace asio = boost::asio;

int main(int argc, char* argv[])
{
    asio::thread_pool pool;

    auto const has_several = [](line_count const& count) { return count.lines > 1; };
    auto pipe = genpool::files(argc > 1 ? argv[1] : ".")          // an error of the directory reaches the end
                | genpool::map(pool, count_lines, {.window = 64}) // at most 64 files read ahead
                | genpool::filter(has_several)                    // one after another, wherever it is asked
                | genpool::take(10);

    std::vector<line_count> const found = genpool::async_collect(std::move(pipe), asio::use_future).get();
    for (auto const& count : found)
        std::cout << "a file of " << count.lines << " lines\n";
    std::cout << found.size() << " of at most 10\n";
}
