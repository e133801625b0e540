// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// Other machines: the lines of the files of a directory are counted by workers that see the same directory, wherever
// they are. The first argument is the directory, the second where the server of NATS is (by default on this machine).
//
//     nats-server -js &                                            # on one machine
//     line-worker --cluster=nats://that.machine:4222 &             # on any, as many as you like, whenever you like
//     13-cluster /shared/files nats://that.machine:4222
//
// Choose this when one machine is not enough, or when the work must go on while machines come and go.
//
// Files of one, two and three lines print:
//     one: 1
//     two: 2
//     three: 3

#include <genpool/async_for_each.hpp>
#include <genpool/files.hpp>

#include <genpool/remote/cluster.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/filesystem/path.hpp>

#include <cstdint>
#include <future>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace fs = boost::filesystem;

int main(int argc, char* argv[])
{
    asio::io_context io;
    genpool::remote::cluster workers(io, {.url = argc > 2 ? argv[2] : "nats://localhost:4222"});
    auto const count = workers.function<std::uint64_t(std::string)>("count_lines");

    auto const report = [count](fs::path file) -> asio::awaitable<std::string> {
        std::uint64_t const lines = co_await count(file.string());
        co_return file.filename().string() + ": " + std::to_string(lines) + '\n';
    };

    std::future<genpool::summary> done = genpool::async_for_each(
        io, genpool::files(argc > 1 ? argv[1] : "."), report, [](std::string line) { std::cout << line; },
        {.concurrency = 256}, asio::use_future);
    io.run();
    done.get();
}
