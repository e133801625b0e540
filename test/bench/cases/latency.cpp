// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// How long a result takes to its consumer, whose executor is another one: the first one of a map, and that of each
// item of a slow source. Against a task that is posted to the pool, and that posts its result to the consumer.
#include <genpool/async_for_each.hpp>
#include <genpool/generator.hpp>

#include "bench/support/contest.hpp"
#include "bench/support/numbers.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

namespace
{

constexpr std::size_t samples = 500;
constexpr auto pause = 100us; // long enough for all threads to fall asleep
constexpr bench::unit microseconds{"us", 1e3};

/// Two threads that call, and an executor of this thread that is given the results.
struct place
{
    asio::thread_pool pool{2};
    asio::io_context consumer;
};

class stopwatch
{
public:
    void stop(steady_clock::time_point begin)
    {
        std::chrono::duration<double, std::nano> const elapsed = steady_clock::now() - begin;
        times_.push_back(elapsed.count());
    }

    double median() { return bench::median({.name = {}, .run = {}, .times = std::move(times_)}); }

private:
    std::vector<double> times_;
};

// The first result.

double first_of_map(std::size_t items)
{
    place here;
    stopwatch watch;
    for (std::size_t i = 0; i != samples; ++i) {
        auto const begin = steady_clock::now();
        genpool::async_for_each(
            here.pool, bench::numbers(items), bench::nothing,
            [&](std::size_t n) {
                if (n == 0)
                    watch.stop(begin);
            },
            asio::bind_executor(here.consumer, [](std::exception_ptr, genpool::summary) {}));
        here.consumer.run();
        here.consumer.restart();
        std::this_thread::sleep_for(pause);
    }
    return watch.median();
}

double first_posted(std::size_t items)
{
    place here;
    stopwatch watch;
    for (std::size_t i = 0; i != samples; ++i) {
        auto const begin = steady_clock::now();
        auto work = asio::make_work_guard(here.consumer);
        for (std::size_t item = 0; item != items; ++item)
            asio::post(here.pool, [&, begin, item, work] {
                asio::post(here.consumer, [&, begin, n = bench::nothing(item)] {
                    if (n == 0)
                        watch.stop(begin);
                });
            });
        work.reset();
        here.consumer.run();
        here.consumer.restart();
        std::this_thread::sleep_for(pause);
    }
    return watch.median();
}

// A slow source. What it waits for is `tick(token)`.

class timer
{
public:
    explicit timer(asio::thread_pool& pool) : timer_(pool) {}

    template <class Token>
    auto operator()(Token&& token)
    {
        timer_.expires_after(pause);
        return timer_.async_wait(std::forward<Token>(token));
    }

private:
    asio::steady_timer timer_;
};

class feeding_thread
{
public:
    explicit feeding_thread(asio::thread_pool& pool) : fed_(pool, samples) {}

    template <class Token>
    auto operator()(Token&& token)
    {
        return fed_.async_receive(std::forward<Token>(token));
    }

private:
    asio::experimental::concurrent_channel<void(boost::system::error_code)> fed_;
    std::jthread thread_{[this] {
        for (std::size_t i = 0; i != samples; ++i) {
            std::this_thread::sleep_for(pause);
            fed_.try_send(boost::system::error_code());
        }
    }};
};

template <class Tick>
genpool::generator<steady_clock::time_point> instants(Tick& tick)
{
    for (std::size_t i = 0; i != samples; ++i) {
        co_await tick(asio::deferred);
        co_yield steady_clock::now();
    }
}

template <class Tick>
double slow_source_mapped()
{
    place here;
    stopwatch watch;
    Tick tick(here.pool);
    genpool::async_for_each(
        here.pool, instants(tick), [](steady_clock::time_point begin) { return begin; },
        [&](steady_clock::time_point begin) { watch.stop(begin); },
        asio::bind_executor(here.consumer, [](std::exception_ptr, genpool::summary) {}));
    here.consumer.run();
    return watch.median();
}

template <class Tick>
asio::awaitable<void> post_instants(Tick& tick, place& here, stopwatch& watch,
                                    asio::executor_work_guard<asio::io_context::executor_type> work)
{
    for (std::size_t i = 0; i != samples; ++i) {
        co_await tick(asio::use_awaitable);
        asio::post(here.pool, [&, begin = steady_clock::now(), work] {
            asio::post(here.consumer, [&, begin] { watch.stop(begin); });
        });
    }
}

template <class Tick>
double slow_source_posted()
{
    place here;
    stopwatch watch;
    Tick tick(here.pool);
    asio::co_spawn(here.pool, post_instants(tick, here, watch, asio::make_work_guard(here.consumer)),
                   asio::detached);
    here.consumer.run();
    here.pool.join();
    return watch.median();
}

template <class Mapped, class Posted>
void measure(std::string const& source, std::string const& posts, Mapped ours, Posted theirs,
             std::optional<double> target, int rounds)
{
    bench::contestant mapped{"genpool", std::move(ours)};
    bench::contestant posted{posts, std::move(theirs)};
    bench::run_interleaved({&mapped, &posted}, rounds);
    bench::report("latency", source, mapped, posted, target, microseconds);
}

} // namespace

int main(int argc, char** argv)
{
    auto const rounds = bench::rounds_asked_for(argc, argv);
    auto const first = [](double (*f)(std::size_t), std::size_t items) { return [=] { return f(items); }; };
    std::string const post = "asio::post to the pool and to the consumer";
    double const target = 1.2;
    measure("first result, of 1", post, first(first_of_map, 1), first(first_posted, 1), target, rounds);
    measure("first result, of 100", post, first(first_of_map, 100), first(first_posted, 1), target, rounds);
    measure("first result, of 100", "the same, of 100 at once", first(first_of_map, 100),
            first(first_posted, 100), std::nullopt, rounds);
    measure("item after a timer", post, slow_source_mapped<timer>, slow_source_posted<timer>, target, rounds);
    measure("item of another thread", post, slow_source_mapped<feeding_thread>,
            slow_source_posted<feeding_thread>, target, rounds);
}
