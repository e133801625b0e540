// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// Three edges, with genpool: a source that fails, a first call that is slow, and a loop that is left.

#include <genpool/blocking.hpp>
#include <genpool/error.hpp>
#include <genpool/generator.hpp>
#include <genpool/map.hpp>

#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <chrono>
#include <iostream>
#include <stdexcept>
#include <thread>
#include <utility>

using namespace std::chrono_literals;

std::atomic<int> pulled = 0, running = 0;

genpool::generator<int> numbers()
{
    for (;;)
        co_yield ++pulled;
}

genpool::generator<int> five()
{
    for (int number = 1; number != 6; ++number)
        co_yield number;
    throw std::runtime_error("no more");
}

int slow(int number)
{
    ++running;
    std::this_thread::sleep_for(10ms);
    --running;
    return number;
}

int slow_first(int number)
{
    if (number == 1) {
        std::this_thread::sleep_for(1s);
        std::cout << pulled << " items pulled before the first result\n";
    }
    return number;
}

int main()
{
    boost::asio::thread_pool pool(4);

    int results = 0;
    try {
        auto all = five() | genpool::map(pool, slow, {.window = 8});
        for ([[maybe_unused]] int number : genpool::blocking(std::move(all)))
            ++results;
    } catch (genpool::source_error const&) {
        std::cout << results << " results before the error of the source\n";
    }

    auto late = numbers() | genpool::map(pool, slow_first, {.window = 8});
    for ([[maybe_unused]] int number : genpool::blocking(std::move(late)))
        break;

    auto endless = numbers() | genpool::map(pool, slow, {.window = 8});
    for ([[maybe_unused]] int number : genpool::blocking(std::move(endless)))
        break;
    std::cout << running << " calls running after the loop\n";
}
