// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Functions whose calls also take long, lose what they await, or wait until they are told to stop.
#pragma once

#include "proof/support/recorded_calls.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <stop_token>
#include <thread>
#include <utility>

namespace genpool::proof
{

/// How long a call waits to be told to stop.
inline constexpr std::chrono::seconds patience_of_calls{2};

/// An operation that is destroyed without completing.
template <class Token>
auto async_lose(Token&& token)
{
    return boost::asio::async_initiate<Token, void()>([](auto&&) {}, token);
}

/// Some calls take long: those that fail, and those that return once one has failed.
class lingering_call
{
public:
    explicit lingering_call(run& r) : run_(&r), part_(r.record.parts_alive) {}

    item operator()(item&& i) const
    {
        calling now(*run_, i, 0);
        bool const lingers = run_->planned.call_lingers(i.index);
        if (lingers)
            for (auto turns = run_->planned.call_fails(i.index) ? 6 : 40; turns != 0 && !run_->call_failed;
                 --turns)
                std::this_thread::sleep_for(std::chrono::microseconds(50));
        return now.result(std::move(i));
    }

private:
    run* run_;
    counted part_;
};

class parking_call
{
public:
    explicit parking_call(run& r) : run_(&r), part_(r.record.parts_alive) {}

    item operator()(item&& i, std::stop_token token) const
    {
        calling now(*run_, i, 0);
        if (run_->planned.call_parks(i.index + 1)) // it has time to begin
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        if (run_->planned.call_parks(i.index)) {
            auto const limit = std::chrono::steady_clock::now() + patience_of_calls;
            while (!token.stop_requested() && std::chrono::steady_clock::now() < limit)
                std::this_thread::sleep_for(std::chrono::microseconds(50));
            if (!token.stop_requested())
                now.give_up();
        }
        if (token.stop_requested())
            now.stop();
        return now.result(std::move(i));
    }

private:
    run* run_;
    counted part_;
};

/// Awaits its turn on the pool, more often for some items than for others.
class parking_awaitable_call
{
public:
    explicit parking_awaitable_call(run& r) : run_(&r), part_(r.record.parts_alive) {}

    boost::asio::awaitable<item> operator()(item i) const
    {
        calling now(*run_, i, 0);
        for (auto turns = (2 * i.index + 1) % 3 + (run_->planned.call_parks(i.index + 1) ? 4 : 0); turns != 0;
             --turns)
            co_await boost::asio::post(boost::asio::use_awaitable);
        if (run_->planned.call_breaks(i.index)) {
            now.lose();
            co_await async_lose(boost::asio::use_awaitable);
        }
        if (run_->planned.call_parks(i.index)) {
            boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, patience_of_calls);
            co_await timer.async_wait(boost::asio::use_awaitable); // throws when it is cancelled
            now.give_up();
        }
        item result = now.result(std::move(i));
        co_return result;
    }

private:
    run* run_;
    counted part_;
};

} // namespace genpool::proof
