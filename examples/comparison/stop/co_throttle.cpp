// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "common/async/co_throttle.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <iostream>

namespace asio = boost::asio;
using namespace std::chrono_literals;

int pulled = 0, running = 0, taken = 0;

asio::awaitable<void> sleep(asio::steady_timer::duration time)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
}

struct counted
{
    counted() { ++running; }
    ~counted() { --running; }
};

asio::awaitable<int> square(int number)
{
    counted call;
    co_await sleep(10ms);
    co_return number* number;
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

asio::awaitable<void> print(int number, turns& turn)
{
    int const result = co_await square(number);
    co_await turn.wait_for(number);
    co_await sleep(50ms);
    std::cout << result << '\n';
    ++taken;
    turn.next();
}

asio::awaitable<void> run()
{
    auto executor = co_await asio::this_coro::executor;
    turns turn{asio::steady_timer(executor, asio::steady_timer::time_point::max()), 1};
    ceph::async::co_throttle throttle(executor, 4);
    while (taken != 5)
        co_await throttle.spawn(print(++pulled, turn));
    throttle.cancel();
    co_await throttle.wait();
    std::cout << "pulled " << pulled << ", running " << running << '\n';
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
