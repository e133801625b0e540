// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "common/async/co_throttle.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <iostream>
#include <string>
#include <utility>
#include <variant>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

asio::awaitable<void> sleep(asio::steady_timer::duration time)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<std::size_t> fetch(std::string line)
{
    co_await sleep(line == "slow" ? 10s : 1ms);
    co_return line.size();
}

asio::awaitable<std::string> patiently(std::string line)
{
    for (int attempt = 0; attempt != 3; ++attempt) {
        auto const first = co_await (fetch(line) || sleep(500ms));
        if (first.index() == 0)
            co_return std::to_string(std::get<0>(first));
        co_await sleep(10ms * (1 << attempt));
    }
    co_return "failed";
}

// A child has no result, and there is no order: each keeps its place in the throttle until it is its turn to print.
struct turns
{
    asio::awaitable<void> wait_for(int mine)
    {
        while (now != mine)
            co_await changed.async_wait(asio::as_tuple(asio::use_awaitable));
    }

    void next()
    {
        ++now;
        changed.cancel();
    }

    asio::steady_timer changed;
    int now = 0;
};

asio::awaitable<void> print(std::string line, int number, turns& turn)
{
    std::string const outcome = co_await patiently(line);
    co_await turn.wait_for(number);
    std::cout << line << ": " << outcome << '\n';
    turn.next();
}

asio::awaitable<void> run()
{
    auto executor = co_await asio::this_coro::executor;
    turns turn{asio::steady_timer(executor, asio::steady_timer::time_point::max())};
    ceph::async::co_throttle throttle(executor, 4);
    int number = 0;
    for (std::string line; std::getline(std::cin, line);)
        co_await throttle.spawn(print(std::move(line), number++, turn));
    co_await throttle.wait();
}

int main()
{
    asio::io_context context;
    asio::co_spawn(context, run(), [](std::exception_ptr error) {
        if (error)
            std::rethrow_exception(error);
    });
    context.run();
}
