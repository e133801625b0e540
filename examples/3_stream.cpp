// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// Awaiting a stream: a coroutine on the main thread pulls, one by one, the results that the pool computes,
// and finds the file with the most lines in a directory (by default the current one).
//
// Choose this in a program made of coroutines, or when the consumer decides when it wants the next result:
// between two of them it may await anything else, the sending of a reply, say. Meanwhile the pool works
// ahead, but no further than the window.
//
// Files of one, two and three lines print:
//     the longest is three

#include <genpool/files.hpp>
#include <genpool/map_stream.hpp>

#include "line_count.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/filesystem/path.hpp>

#include <exception>
#include <iostream>
#include <utility>

namespace asio = boost::asio;
namespace fs = boost::filesystem;

asio::awaitable<void> print_longest(asio::thread_pool& pool, fs::path directory)
{
    auto counts = genpool::map_stream(pool, genpool::files(directory), count_lines, {.window = 64});

    line_count longest;
    while (auto count = co_await counts.async_next(asio::use_awaitable)) // throws what count_lines threw
        if (count->lines > longest.lines)
            longest = std::move(*count);

    std::cout << "the longest is " << longest.file.filename().string() << '\n';
}

int main(int argc, char* argv[])
{
    asio::thread_pool pool;
    asio::io_context main_thread;

    asio::co_spawn(main_thread, print_longest(pool, argc > 1 ? argv[1] : "."), [](std::exception_ptr error) {
        if (error)
            std::rethrow_exception(error); // leaves run(), and so reaches main
    });
    main_thread.run();
}
