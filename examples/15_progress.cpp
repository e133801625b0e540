// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// Progress: counts the lines of the files in a directory (by default the current one), and shows in a terminal, ten
// times a second, how far it has come and what holds it up.
//
// Choose a monitor to watch a map, or to steer it, from elsewhere: it stays valid wherever the stream is moved. When it
// waits for calls, more of them at once may help; for the source or the consumer, they will not; for the order, a wider
// window does, or the order of completion.
//
// Files of one, two and three lines print:
//     3 files, 6 lines

#include <genpool/blocking.hpp>
#include <genpool/files.hpp>
#include <genpool/map_stream.hpp>
#include <genpool/monitor.hpp>

#include "line_count.hpp"

#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <cstddef>
#include <iostream>
#include <stop_token>
#include <thread>
#include <utility>

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// One line, written over again and again, on the terminal's side of the output.
class progress
{
public:
    explicit progress(genpool::map_monitor of)
        : of_(std::move(of)), shows_([this](std::stop_token stop) { run(stop); })
    {}

private:
    void run(std::stop_token const& stop) const
    {
        while (!stop.stop_requested()) {
            auto const now = of_.stats();
            std::cerr << '\r' << now.delivered << " done, " << now.running << " running, waits for "
                      << genpool::name_of(now.now) << "          " << std::flush;
            std::this_thread::sleep_for(100ms);
        }
        std::cerr << '\n';
    }

    genpool::map_monitor of_;
    std::jthread shows_; // the last: it ends before what it looks at
};

int main(int argc, char* argv[])
{
    asio::thread_pool pool;
    auto counts = genpool::map_stream(pool, genpool::files(argc > 1 ? argv[1] : "."), count_lines);
    progress const shown(counts.monitor());

    std::size_t files = 0, lines = 0;
    for (line_count const& count : genpool::blocking(std::move(counts))) {
        ++files;
        lines += count.lines;
    }
    std::cout << files << " files, " << lines << " lines\n";
}
