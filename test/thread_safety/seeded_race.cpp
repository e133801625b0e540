// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Races on purpose, in handlers that came through type-erased strands: the suppressions for Asio's own
// reference counts must not hide it.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <latch>

namespace asio = boost::asio;

int main()
{
    asio::thread_pool pool(2);
    int raced = 0;
    std::latch both(2); // on two threads, or there would be no race
    auto increment = [&] {
        both.arrive_and_wait();
        ++raced;
    };
    for (int i = 0; i != 2; ++i)
        asio::post(asio::any_io_executor(asio::make_strand(pool)), increment);
    pool.join();
}
