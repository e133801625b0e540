// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// The base case, with genpool: the length of each line of the standard input, four at a time, in order. At most
// eight lines are between the input and the loop.

#include <genpool/blocking.hpp>
#include <genpool/lines.hpp>
#include <genpool/map.hpp>

#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <cstddef>
#include <iostream>
#include <string>
#include <thread>
#include <utility>

std::size_t measure(std::string const& line)
{
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return line.size();
}

int main()
{
    boost::asio::thread_pool pool(4);
    auto sizes = genpool::lines(std::cin) | genpool::map(pool, measure, {.window = 8});
    for (std::size_t size : genpool::blocking(std::move(sizes)))
        std::cout << size << '\n';
}
