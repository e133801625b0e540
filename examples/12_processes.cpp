// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// Other processes of this machine: the lines of the files of a directory (by default the current one) are counted by
// workers, the program line-worker beside this one.
//
// Choose this when a call may crash, hang or need too much memory, and must not take the program with it: decoders of
// files from strangers, libraries that leak, code that is not safe on threads. A call costs some 20 microseconds more
// than one on a thread.
//
// Files of one, two and three lines print:
//     one: 1
//     two: 2
//     three: 3

#include <genpool/async_for_each.hpp>
#include <genpool/files.hpp>

#include <genpool/remote/processes.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/filesystem/path.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <future>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace fs = boost::filesystem;
using namespace std::chrono_literals;

int main(int argc, char* argv[])
{
    asio::io_context io;
    genpool::remote::processes workers(
        io, {.command = {(fs::path(argv[0]).parent_path() / "line-worker").string()}, .call_time = 10s});
    auto const count = workers.function<std::uint64_t(std::string)>("count_lines");

    // A remote function is awaitable, and can be called by others. A file that fails is told and left out.
    auto const report = [count](fs::path file) -> asio::awaitable<std::string> {
        std::string const name = file.filename().string();
        try {
            std::uint64_t const lines = co_await count(file.string());
            co_return name + ": " + std::to_string(lines) + '\n';
        } catch (std::exception const& error) {
            std::cerr << name << ": " << error.what() << '\n';
        }
        co_return std::string();
    };

    std::future<genpool::summary> done = genpool::async_for_each(
        io, genpool::files(argc > 1 ? argv[1] : "."), report, [](std::string line) { std::cout << line; },
        asio::use_future);
    io.run();
    done.get();
}
