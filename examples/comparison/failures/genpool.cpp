// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// Going on after failures, with genpool: for each line its length, or why there is none.

#include <genpool/attempt.hpp>
#include <genpool/blocking.hpp>
#include <genpool/lines.hpp>
#include <genpool/map.hpp>

#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

std::size_t measure(std::string const& line)
{
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    if (line == "bad")
        throw std::runtime_error("not measurable");
    return line.size();
}

int main()
{
    boost::asio::thread_pool pool(4);
    auto sizes = genpool::lines(std::cin) | genpool::map(pool, genpool::attempt(measure), {.window = 8});
    for (auto& size : genpool::blocking(std::move(sizes))) {
        std::cout << size.input() << ": ";
        try {
            std::cout << size.value() << '\n';
        } catch (std::exception const& error) {
            std::cout << error.what() << '\n';
        }
    }
}
