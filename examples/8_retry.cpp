// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// Another attempt for what fails: reads the files of a directory (by default the current one) by way of a
// server that answers only every third request, and goes on without those that it never gives.
//
// Choose `retry` for what fails now and then: it waits between two attempts, which occupies no thread, and the
// item keeps its place. Choose `attempt` when one failure is no reason to stop: the consumer is told of each
// item what became of it, and the item itself. Written in this order, an item counts as failed once its attempts
// are used up.
//
// Files of one, two and three lines print:
//     one: 1
//     two: the server is busy
//     three: 3

#include <genpool/attempt.hpp>
#include <genpool/blocking.hpp>
#include <genpool/files.hpp>
#include <genpool/map.hpp>
#include <genpool/retry.hpp>

#include "line_count.hpp"

#include <boost/asio/thread_pool.hpp>
#include <boost/filesystem/path.hpp>

#include <chrono>
#include <exception>
#include <iostream>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;
namespace fs = boost::filesystem;
using namespace std::chrono_literals;

/// Has no time for the first two requests for a file, and never for that of the name "two".
class busy_server
{
public:
    line_count ask(fs::path const& file)
    {
        {
            std::lock_guard lock(mutex_);
            if (++requests_[file.string()] < 3 || file.filename() == "two")
                throw std::runtime_error("the server is busy");
        }
        return count_lines(file);
    }

private:
    std::mutex mutex_;
    std::map<std::string, int> requests_;
};

std::string message_of(std::exception_ptr const& error)
{
    try {
        std::rethrow_exception(error);
    } catch (std::exception const& e) {
        return e.what();
    }
}

int main(int argc, char* argv[])
{
    busy_server server;
    asio::thread_pool pool;

    auto const ask = [&](fs::path const& file) { return server.ask(file); };
    auto counts = genpool::files(argc > 1 ? argv[1] : ".") |
                  genpool::map(pool, genpool::attempt(genpool::retry(ask, {.attempts = 5, .delay = 1ms})));

    for (auto& count : genpool::blocking(std::move(counts))) {
        std::cout << count.input().filename().string() << ": ";
        if (count.error())
            std::cout << message_of(count.error()) << '\n';
        else
            std::cout << count.value().lines << '\n';
    }
}
