// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// A limit of time and more attempts, with genpool: a call that takes longer than 500 ms is cancelled, and begun three
// times at most.

#include <genpool/attempt.hpp>
#include <genpool/blocking.hpp>
#include <genpool/lines.hpp>
#include <genpool/map.hpp>
#include <genpool/retry.hpp>
#include <genpool/within.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <iostream>
#include <string>
#include <utility>

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<std::size_t> fetch(std::string line)
{
    asio::steady_timer network(co_await asio::this_coro::executor, line == "slow" ? 10s : 1ms);
    co_await network.async_wait(asio::use_awaitable);
    co_return line.size();
}

int main()
{
    asio::thread_pool pool;
    auto patiently =
        genpool::attempt(genpool::retry(genpool::within(500ms, fetch), {.attempts = 3, .delay = 10ms}));
    auto sizes = genpool::lines(std::cin) | genpool::map(pool, patiently, {.concurrency = 4, .window = 8});
    for (auto& size : genpool::blocking(std::move(sizes)))
        std::cout << size.input() << ": " << (size.error() ? "failed" : std::to_string(size.value())) << '\n';
}
