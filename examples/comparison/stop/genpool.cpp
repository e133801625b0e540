// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// Stopping early, with genpool: the first five results of an endless source, taken slowly. What was read ahead stays
// within the window, and no call runs any more after the loop.

#include <genpool/blocking.hpp>
#include <genpool/generator.hpp>
#include <genpool/map.hpp>
#include <genpool/take.hpp>

#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <chrono>
#include <iostream>
#include <thread>
#include <utility>

using namespace std::chrono_literals;

std::atomic<int> pulled = 0, running = 0;

genpool::generator<int> numbers()
{
    for (;;)
        co_yield ++pulled;
}

int square(int number)
{
    ++running;
    std::this_thread::sleep_for(10ms);
    --running;
    return number * number;
}

int main()
{
    boost::asio::thread_pool pool(4);
    auto squares = numbers() | genpool::map(pool, square, {.window = 8}) | genpool::take(5);
    for (int result : genpool::blocking(std::move(squares))) {
        std::this_thread::sleep_for(50ms);
        std::cout << result << '\n';
    }
    std::cout << "pulled " << pulled << ", running " << running << '\n';
}
