// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_map.hpp>
#include <genpool/files.hpp>
#include <genpool/generator.hpp>
#include <genpool/lines.hpp>
#include <genpool/map_stream.hpp>

#include "process.hpp"
#include "support/files/temporary_tree.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/filesystem/path.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <fstream>
#include <numeric>
#include <ranges>
#include <string>
#include <sys/stat.h>
#include <sys/time.h>
#include <thread>
#include <vector>

namespace asio = boost::asio;
namespace fs = boost::filesystem;

namespace genpool::proof
{
namespace
{

std::atomic<unsigned> signals{0};

/// A signal a thousand times a second, in whatever thread, each interrupting what that does.
class storm
{
public:
    storm()
    {
        struct sigaction action = {};
        action.sa_handler = [](int) { ++signals; }; // no SA_RESTART
        ::sigaction(SIGALRM, &action, nullptr);
        set(1000);
    }
    ~storm() { set(0); }
    storm(storm const&) = delete;
    storm& operator=(storm const&) = delete;

private:
    static void set(int microseconds)
    {
        ::itimerval const interval{{0, microseconds}, {0, microseconds}};
        ::setitimer(ITIMER_REAL, &interval, nullptr);
    }
};

/// A generator that awaits a timer, and calls that do: signals interrupt what the reactor waits in.
genpool::generator<std::size_t> ticks(asio::thread_pool& pool, std::size_t count)
{
    asio::steady_timer timer(pool);
    for (std::size_t i = 0; i != count; ++i) {
        timer.expires_after(std::chrono::milliseconds(1));
        co_await timer.async_wait(asio::deferred);
        co_yield std::size_t(i);
    }
}

asio::awaitable<std::size_t> tick(std::size_t i)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(1));
    co_await timer.async_wait(asio::use_awaitable);
    co_return i;
}

} // namespace

void signals_during_a_walk()
{
    genpool::test::temporary_tree tree;
    std::vector<std::string> all;
    for (int d = 0; d != 20; ++d)
        for (int f = 0; f != 20; ++f) {
            all.push_back("d" + std::to_string(d) + "/f" + std::to_string(f));
            tree.file(all.back());
        }
    std::ranges::sort(all);
    asio::thread_pool pool(2);
    storm const now;
    for (signals = 0; signals < 300;) {
        auto names = genpool::async_map(
                         pool, genpool::files(tree.root(), {.recursive = true, .follow_symlinks = true}),
                         [&](fs::path const& path) {
                             std::ifstream(path.native()).get();
                             return tree.without_root(path);
                         },
                         asio::use_future)
                         .get();
        std::ranges::sort(names);
        require(names == all, "every file is found, and no other");
    }
}

/// Lines that come so slowly that signals interrupt the reading of them.
void signals_during_lines()
{
    constexpr std::size_t lines = 200;
    genpool::test::temporary_tree tree;
    auto const name = (tree / "pipe").native();
    require(::mkfifo(name.c_str(), 0600) == 0, "a pipe can be made");
    std::thread writer([&] {
        std::ofstream out(name);
        for (std::size_t i = 0; i != lines; ++i) {
            out << i << std::endl;
            for (auto const before = signals.load(); signals < before + 2;)
                std::this_thread::yield();
        }
    });
    std::ifstream in(name);
    storm const now; // not before: a signal fails what waits for a pipe to be opened
    asio::thread_pool pool(2);
    auto const seen = genpool::async_map(
                          pool, genpool::lines(in), [](std::string line) { return line; }, asio::use_future)
                          .get();
    writer.join();
    require(seen.size() == lines, "every line is read");
    for (std::size_t i = 0; i != lines; ++i)
        require(seen[i] == std::to_string(i), "each as it was written");
}

std::size_t sum_of_ticks(asio::thread_pool& pool)
{
    auto const results = genpool::async_map(pool, ticks(pool, 50), tick, asio::use_future).get();
    return std::accumulate(results.begin(), results.end(), std::size_t(0));
}

void signals_during_waits()
{
    asio::thread_pool pool(2);
    storm const now;
    for (signals = 0; signals < 300;)
        require(sum_of_ticks(pool) == 50 * 49 / 2, "every item comes through");
}

void a_signal_stops_a_map()
{
    asio::thread_pool pool(2);
    auto numbers = genpool::map_stream(pool, std::views::iota(std::size_t(0)),
                                       [](std::size_t i) { return i; }, {.window = 8});
    asio::io_context context;
    asio::signal_set terminate(context, SIGINT);
    terminate.async_wait([&](boost::system::error_code, int) { numbers.request_stop(); });
    std::thread waiting([&] { context.run(); });
    std::size_t delivered = 0;
    try {
        while (auto const i = numbers.async_next(asio::use_future).get()) {
            require(*i == delivered++, "in order");
            if (delivered == 100)
                std::raise(SIGINT);
        }
        require(false, "a stop is no end");
    } catch (boost::system::system_error const& e) {
        require(e.code() == asio::error::operation_aborted, "it says that it was stopped");
    }
    auto const account = numbers.async_close(asio::use_future).get();
    require(account.delivered == delivered && account.pulled == delivered + account.cancelled,
            "the account balances");
    waiting.join();
}

} // namespace genpool::proof
