// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/stream.hpp>

#include "journal.hpp"
#include "support/execution/manual_executor.hpp"

#include <boost/asio/append.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace genpool::test
{

/// A third context, with a timer that fires as soon as the context runs, or never.
struct timer_context
{
    explicit timer_context(bool fires)
        : timer(context, fires ? boost::asio::steady_timer::time_point::min()
                               : boost::asio::steady_timer::time_point::max())
    {}

    boost::asio::io_context context;
    boost::asio::steady_timer timer;
};

/// A map and everything that it needs: each may be destroyed at any moment.
struct scene
{
    explicit scene(plan const& p) : log(p) {}

    /// Runs one handler; false: none is queued.
    bool step(bool consumer_first = false)
    {
        manual_context* contexts[] = {pool.get(), consumer.get()};
        if (consumer_first)
            std::swap(contexts[0], contexts[1]);
        for (auto* context : contexts)
            if (context != nullptr && context->pending() != 0) {
                context->run_one();
                return true;
            }
        if (third)
            third->context.restart();
        return third && third->context.poll_one() != 0;
    }

    void drain()
    {
        while (step()) {
        }
    }

    journal log;
    std::unique_ptr<timer_context> third;
    std::unique_ptr<manual_context> consumer = std::make_unique<manual_context>();
    std::unique_ptr<manual_context> pool = std::make_unique<manual_context>();
    std::optional<stream<item>> results;
    std::function<void()> check_at_end; ///< after everything has been destroyed
};

/// Waits for the timer; as every user must, it takes care that the timer is still there.
template <class Token>
auto async_tick(scene& s, Token&& token)
{
    return boost::asio::async_initiate<Token, void(boost::system::error_code)>(
        [](auto handler, scene* where) {
            if (where->third)
                return where->third->timer.async_wait(std::move(handler));
            auto const executor = boost::asio::get_associated_executor(handler);
            boost::asio::post(executor, boost::asio::append(std::move(handler),
                                                            boost::asio::error::make_error_code(
                                                                boost::asio::error::operation_aborted)));
        },
        token, &s);
}

inline auto tick_of(scene& s)
{
    return [&s] { return async_tick(s, boost::asio::deferred); };
}

/// Takes the results of the scene's stream one after the other.
inline void take_all(scene& s)
{
    s.results->async_next(boost::asio::bind_executor(
        s.consumer->get_executor(),
        [&s, alive = counted(s.log.alive)](std::exception_ptr error, std::optional<item> i) {
            if (!i)
                return complete(s.log, error);
            deliver(s.log, std::move(*i));
            if (s.results)
                take_all(s);
            else
                complete(s.log, nullptr);
        }));
}

/// What can be destroyed.
enum class part
{
    pool,
    consumer,
    third,
    results
};

inline char const* name(part p)
{
    constexpr char const* names[] = {"pool", "consumer", "third", "stream"};
    return names[static_cast<int>(p)];
}

inline void destroy(scene& s, part p)
{
    switch (p) {
    case part::pool:
        return s.pool.reset();
    case part::consumer:
        return s.consumer.reset();
    case part::third:
        return s.third.reset();
    case part::results:
        s.log.stopped = true;
        return s.results.reset();
    }
}

/// One way to abandon a map.
struct abandonment
{
    std::size_t steps; ///< handlers that run before
    bool consumer_first;
    bool drained; ///< what is queued runs before the next part is destroyed
    std::vector<part> order;

    std::string description() const
    {
        std::string all = "after " + std::to_string(steps) + " handlers" +
                          (consumer_first ? " (consumer first)" : "") + (drained ? ", drained" : "") +
                          ", destroyed:";
        for (auto p : order)
            all += std::string(" ") + name(p);
        return all;
    }
};

/// Returns whether the map was still at work.
template <class Begin>
bool abandon(plan const& p, abandonment const& a, Begin begin)
{
    scene s(p);
    begin(s);
    bool busy = true;
    for (std::size_t n = 0; busy && n != a.steps; ++n)
        busy = s.step(a.consumer_first);
    bool const ended = s.log.completions != 0;
    bool consumer_told = ended;
    for (auto const& which : a.order) {
        destroy(s, which);
        if (a.drained)
            s.drain();
        // Whoever lives on is told that a part is gone, unless it was one that the map does not need.
        consumer_told = consumer_told || (a.drained && s.consumer != nullptr && (!s.pool || !s.results));
        if (a.drained && which == part::results)
            s.log.require(s.log.alive == 0,
                          "nothing is left of a stream that was abandoned and has come to rest");
    }
    if (auto const check = std::exchange(s.check_at_end, nullptr))
        check();
    s.log.require(s.log.alive == 0, "nothing leaks");
    s.log.require(s.log.completions <= 1, "at most one completion");
    s.log.require(s.log.completions == 1 || !consumer_told, "who lives on is told");
    BOOST_TEST_REQUIRE(s.log.broken == "",
                       s.log.broken << "\n  " << a.description() << "\n  end: " << s.log.end);
    return busy;
}

/// A small map, in which items, calls and results are all under way at some moment.
inline plan small_plan(order o) { return {3, {.concurrency = 2, .window = 2, .order = o}, {}, {}}; }

/// Every step, every order, with and without running what is queued in between.
template <class Begin>
void abandon_everywhere(plan const& p, std::vector<part> parts, Begin begin)
{
    std::ranges::sort(parts);
    do {
        for (bool drained : {false, true})
            for (bool consumer_first : {false, true})
                for (std::size_t steps = 0; abandon(p, {steps, consumer_first, drained, parts}, begin);
                     ++steps) {
                }
    } while (std::ranges::next_permutation(parts).found);
}

} // namespace genpool::test
