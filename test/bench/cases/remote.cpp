// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What calls in other processes cost, against what any program on sockets would pay in the same run.
//     bench_remote WORKER [ROUNDS]        the worker is that of the tests, test_remote_worker
#include <genpool/async_map.hpp>

#include <genpool/remote/processes.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace asio = boost::asio;
using clock_type = std::chrono::steady_clock;

namespace
{

constexpr int calls = 50'000;
constexpr int warm_up = 1'000;
constexpr int long_calls = 4'000;
constexpr std::size_t size = 100;

template <class F>
double seconds(F f)
{
    auto const begin = clock_type::now();
    f();
    return std::chrono::duration<double>(clock_type::now() - begin).count();
}

void must(bool worked)
{
    if (!worked)
        std::abort();
}

/// Microseconds for 100 bytes there and back, to a process that does nothing else.
double bare_echo()
{
    int ends[2];
    must(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    char bytes[size] = {};
    pid_t const echo = ::fork();
    if (echo == 0) {
        ::close(ends[0]);
        for (ssize_t n = 0; (n = ::read(ends[1], bytes, size)) > 0;)
            must(::write(ends[1], bytes, static_cast<std::size_t>(n)) == n);
        ::_exit(0);
    }
    ::close(ends[1]);
    auto const round_trips = [&](int n) {
        while (n-- != 0) {
            must(::write(ends[0], bytes, size) == size);
            for (std::size_t got = 0; got != size;) {
                auto const more = ::read(ends[0], bytes, size);
                must(more > 0);
                got += static_cast<std::size_t>(more);
            }
        }
    };
    round_trips(warm_up);
    auto const time = seconds([&] { round_trips(calls); });
    ::close(ends[0]);
    ::waitpid(echo, nullptr, 0);
    return time / calls * 1e6;
}

/// The same as a call that is awaited.
double one_call(std::string const& worker)
{
    asio::io_context io(1);
    genpool::remote::processes workers(io, {.command = {worker}, .count = 1});
    auto const echo = workers.function<std::string(std::string)>("echo");
    std::string const item(size, 'x');
    auto const round_trips = [&](int n) {
        auto const all = [&]() -> asio::awaitable<void> {
            for (int i = 0; i != n; ++i)
                must((co_await echo(item)).size() == size);
        };
        asio::co_spawn(io, all, asio::detached);
        io.restart();
        io.run();
    };
    round_trips(warm_up);
    return seconds([&] { round_trips(calls); }) / calls * 1e6;
}

int busy(int n)
{
    auto const end = clock_type::now() + std::chrono::milliseconds(1);
    while (clock_type::now() < end) {
    }
    return n;
}

/// Seconds for calls of a millisecond: on as many threads as there are processors, and in as many processes.
double on_threads()
{
    asio::thread_pool pool;
    return seconds(
        [&] { genpool::async_map(pool, std::vector<int>(long_calls), busy, asio::use_future).get(); });
}

double in_processes(std::string const& worker)
{
    asio::thread_pool pool(1);
    genpool::remote::processes workers(pool, {.command = {worker}});
    auto const function = workers.function<int(int)>("busy_1_ms");
    genpool::async_map(pool, std::vector<int>(16), function, asio::use_future).get();
    return seconds(
        [&] { genpool::async_map(pool, std::vector<int>(long_calls), function, asio::use_future).get(); });
}

} // namespace

int main(int argc, char* argv[])
{
    if (argc < 2) {
        std::cerr << "bench_remote WORKER [ROUNDS]\n";
        return 2;
    }
    std::cout << "bare echo, us | call, us | ratio | 1 ms on threads, s | in processes, s | throughput\n";
    for (int round = argc > 2 ? std::atoi(argv[2]) : 5; round != 0; --round) {
        auto const bare = bare_echo();
        auto const call = one_call(argv[1]);
        auto const threads = on_threads();
        auto const processes = in_processes(argv[1]);
        std::cout << bare << " | " << call << " | " << call / bare << " | " << threads << " | " << processes
                  << " | " << threads / processes << std::endl;
    }
}
