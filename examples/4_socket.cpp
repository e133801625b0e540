// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// An asynchronous generator: the names of the files whose lines are counted arrive over a socket, one in each
// line, and the generator awaits them. A client in the same program sends those of a directory (by default
// the current one).
//
// Choose this when the items come from a network, a queue, a timer or another process: while the generator
// waits no thread does, and the pool works on what has arrived.
//
// Files of one, two and three lines print:
//     one: 1
//     two: 2
//     three: 3

#include <genpool/async_for_each.hpp>
#include <genpool/files.hpp>
#include <genpool/generator.hpp>

#include "line_count.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <boost/filesystem/path.hpp>
#include <boost/system/system_error.hpp>

#include <cstddef>
#include <future>
#include <iostream>
#include <string>
#include <utility>

namespace asio = boost::asio;
namespace fs = boost::filesystem;
using asio::ip::tcp;

// An operation given asio::deferred can be awaited; its error is thrown.
genpool::generator<fs::path> received_paths(tcp::acceptor acceptor)
{
    tcp::socket socket = co_await acceptor.async_accept(asio::deferred);

    std::string buffer;
    try {
        for (;;) {
            std::size_t const length =
                co_await asio::async_read_until(socket, asio::dynamic_buffer(buffer), '\n', asio::deferred);
            co_yield buffer.substr(0, length - 1);
            buffer.erase(0, length);
        }
    } catch (boost::system::system_error const& error) {
        if (error.code() != asio::error::eof)
            throw; // reaches the consumer as a genpool::source_error
    }
}

int main(int argc, char* argv[])
{
    asio::thread_pool pool;
    tcp::acceptor acceptor(pool, {asio::ip::address_v4::loopback(), 0});
    tcp::endpoint const server = acceptor.local_endpoint();

    std::future<genpool::summary> done = genpool::async_for_each(
        pool, received_paths(std::move(acceptor)), count_lines,
        [](line_count const& count) {
            std::cout << count.file.filename().string() << ": " << count.lines << '\n';
        },
        asio::use_future);

    tcp::socket client(pool);
    client.connect(server);
    for (fs::path const& file : genpool::files(argc > 1 ? argv[1] : "."))
        asio::write(client, asio::buffer(file.string() + '\n'));
    client.close();

    done.get();
}
