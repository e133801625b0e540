// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// Stopping early and closing: watches a directory (by default the current one) for files, for ever, and stops
// once those that it has seen have six lines together.
//
// Choose this when the answer may be there before the end, or when there is no end. What the calls refer to
// must live until the last of them has returned, after a failure too: that is when the close completes.
//
// Files of one, two and three lines print:
//     6 lines
//     3 of 3 files counted

#include <genpool/files.hpp>
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/filesystem/fstream.hpp>
#include <boost/filesystem/path.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <exception>
#include <iostream>
#include <set>
#include <stop_token>
#include <string>

namespace asio = boost::asio;
namespace fs = boost::filesystem;

// Never ends by itself: closing the stream cancels the wait, which then throws and so ends the generator.
genpool::generator<fs::path> new_files(fs::path directory)
{
    asio::steady_timer timer(co_await asio::this_coro::executor);
    std::set<fs::path> known;
    for (;;) {
        for (fs::path const& file : genpool::files(directory))
            if (known.insert(file).second)
                co_yield file;
        timer.expires_after(std::chrono::milliseconds(100));
        co_await timer.async_wait(asio::deferred);
    }
}

asio::awaitable<void> count_until(std::size_t enough, asio::thread_pool& pool, fs::path directory)
{
    std::atomic<int> counted = 0; // the calls refer to it

    // A function that takes a stop token as well can give up a long call that is no longer wanted.
    auto count_lines = [&counted](fs::path const& file, std::stop_token stop) {
        std::size_t lines = 0;
        fs::ifstream stream(file);
        for (std::string line; !stop.stop_requested() && std::getline(stream, line);)
            ++lines;
        ++counted;
        return lines;
    };
    auto counts = genpool::map_stream(pool, new_files(directory), count_lines);

    std::size_t lines = 0;
    std::exception_ptr failure; // a catch block cannot await
    try {
        while (lines < enough)
            lines += (co_await counts.async_next(asio::use_awaitable)).value();
    } catch (...) {
        failure = std::current_exception();
    }

    // Stops the source, signals the stop tokens, and waits until every call has returned: also when this
    // coroutine was itself cancelled, for which Asio would throw here without waiting.
    co_await asio::this_coro::throw_if_cancelled(false);
    genpool::summary const summary = co_await counts.async_close(asio::use_awaitable);
    if (failure)
        std::rethrow_exception(failure);

    std::cout << lines << " lines\n" << counted << " of " << summary.pulled << " files counted\n";
}

int main(int argc, char* argv[])
{
    asio::thread_pool pool;
    asio::io_context main_thread;

    asio::co_spawn(main_thread, count_until(6, pool, argc > 1 ? argv[1] : "."), [](std::exception_ptr error) {
        if (error)
            std::rethrow_exception(error);
    });
    main_thread.run();
}
