// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What happens to a process that maps: it forks, gets a signal a thousand times a second, can have no more threads,
// or ends by `exit` in the midst of a map. Each case is a process of its own, which has to end in time and well.
#include "process.hpp"

#include <genpool/async_map.hpp>
#include <genpool/blocking.hpp>
#include <genpool/map_stream.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/system/system_error.hpp>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <exception>
#include <future>
#include <optional>
#include <pthread.h>
#include <ranges>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <time.h>
#include <unistd.h>
#include <vector>

namespace asio = boost::asio;
using namespace genpool::proof;

namespace
{

std::atomic<bool> no_more_threads{false};
std::atomic<int> threads_wanted{0};

constexpr std::size_t many = 20'000;

/// A map of many numbers, in the midst of its work.
std::future<std::vector<std::size_t>> begin_map(asio::thread_pool& pool)
{
    return genpool::async_map(
        pool, std::views::iota(std::size_t(0), many), [](std::size_t i) { return 2 * i; }, asio::use_future);
}

void require_all(std::vector<std::size_t> const& results)
{
    require(results.size() == many, "every item has its result");
    for (std::size_t i = 0; i != many; ++i)
        require(results[i] == 2 * i, "each its own, in order");
}

int status_of(::pid_t child)
{
    int status = 0;
    while (::waitpid(child, &status, 0) == -1)
        require(errno == EINTR, "the child can be waited for");
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// While a map is at work the process forks again and again; `in_child` ends the child.
template <class F>
void fork_during_a_map(F in_child)
{
    asio::thread_pool pool(2);
    for (int round = 0; round != 20; ++round) {
        auto results = begin_map(pool);
        auto const child = ::fork();
        if (child == 0)
            in_child();
        require(child != -1, "a process can fork");
        require(status_of(child) == 0, "the child ends well");
        require_all(results.get());
    }
}

void a_child_runs_another_program()
{
    fork_during_a_map([] {
        ::execl("/bin/true", "true", nullptr);
        std::_Exit(1);
    });
}

/// Its pool has no threads there; it must not be touched.
void a_child_ends_at_once()
{
    fork_during_a_map([] { std::_Exit(0); });
}

void a_child_ends_by_exit()
{
    fork_during_a_map([] { std::exit(0); });
}

/// A pool of its own, made after the fork, is as good as any.
void a_child_maps_with_a_pool_of_its_own()
{
    fork_during_a_map([] {
        asio::thread_pool pool(2);
        require_all(begin_map(pool).get());
        std::_Exit(0);
    });
}

void contexts_are_told_of_a_fork()
{
    asio::io_context context;
    asio::thread_pool pool(2);
    auto results = begin_map(pool);
    context.notify_fork(asio::io_context::fork_prepare);
    auto const child = ::fork();
    if (child == 0)
        std::_Exit(0);
    context.notify_fork(asio::io_context::fork_parent);
    require(status_of(child) == 0, "the child ends well");
    require_all(results.get());
}

void no_map_needs_a_thread()
{
    asio::thread_pool pool(2);
    sum_of_ticks(pool); // Asio's reactor may have needed one
    no_more_threads = true;
    threads_wanted = 0;
    require_all(begin_map(pool).get());
    require(sum_of_ticks(pool) == 50 * 49 / 2, "every item comes through");
    std::size_t count = 0;
    for (auto const i : genpool::blocking(genpool::map_stream(pool, std::views::iota(std::size_t(0), many),
                                                              [](std::size_t n) { return n; })))
        require(i == count++, "in order");
    require(count == many && threads_wanted == 0, "genpool owns no threads");
}

void a_pool_that_cannot_be_made_is_an_exception()
{
    no_more_threads = true;
    try {
        asio::thread_pool pool(1);
        require(false, "there is no thread for it");
    } catch (boost::system::system_error const&) {
    }
    no_more_threads = false;
    asio::thread_pool pool(1);
    require_all(begin_map(pool).get());
}

/// Destroyed by `exit`, the last one first.
template <class First, class Second>
void exit_with_statics()
{
    static First first;
    static Second second;
    first.begin(second);
    second.begin(first);
    std::exit(0);
}

struct static_pool
{
    asio::thread_pool pool{2};
    void begin(auto&) {}
};

struct static_stream
{
    std::optional<genpool::stream<std::size_t>> numbers;
    void begin(static_pool& where)
    {
        numbers = genpool::map_stream(where.pool, std::views::iota(std::size_t(0)), [](std::size_t i) {
            std::this_thread::sleep_for(std::chrono::microseconds(100));
            return i;
        });
        for (int i = 0; i != 10; ++i)
            numbers->async_next(asio::use_future).get();
    }
};

void exit_destroys_the_stream_first() { exit_with_statics<static_pool, static_stream>(); }
void exit_destroys_the_pool_first() { exit_with_statics<static_stream, static_pool>(); }

/// The pool is never destroyed, and its threads run on while others tidy up.
void exit_while_the_pool_works()
{
    auto& pool = *new asio::thread_pool(2);
    auto& numbers = *new auto(genpool::map_stream(pool, std::views::iota(std::size_t(0)),
                                                  [](std::size_t i) { return std::to_string(i); }));
    for (int i = 0; i != 100; ++i)
        numbers.async_next(asio::use_future).get();
    std::exit(0);
}

void exit_inside_a_call()
{
    auto& pool = *new asio::thread_pool(2);
    genpool::async_map(
        pool, std::views::iota(std::size_t(0), many),
        [](std::size_t i) {
            if (i == 100)
                std::exit(0);
            return i;
        },
        asio::use_future)
        .wait();
    require(false, "the process has ended");
}

/// A map that begins after `main` has returned.
struct maps_when_destroyed
{
    ~maps_when_destroyed()
    {
        if (!wanted)
            return;
        asio::thread_pool pool(2);
        require_all(begin_map(pool).get());
    }
    bool wanted = false;
} static_user;

void a_static_object_maps_in_its_destructor()
{
    static_user.wanted = true;
    std::exit(0);
}

struct process_case
{
    char const* name;
    void (*run)();
};

constexpr process_case cases[] = {
    {"a child runs another program", a_child_runs_another_program},
    {"a child ends at once", a_child_ends_at_once},
    {"a child ends by exit", a_child_ends_by_exit},
    {"a child maps with a pool of its own", a_child_maps_with_a_pool_of_its_own},
    {"contexts are told of a fork", contexts_are_told_of_a_fork},
    {"signals during a walk", signals_during_a_walk},
    {"signals during lines", signals_during_lines},
    {"signals during waits", signals_during_waits},
    {"a signal stops a map", a_signal_stops_a_map},
    {"no map needs a thread", no_map_needs_a_thread},
    {"a pool that cannot be made is an exception", a_pool_that_cannot_be_made_is_an_exception},
    {"exit destroys the stream first", exit_destroys_the_stream_first},
    {"exit destroys the pool first", exit_destroys_the_pool_first},
    {"exit while the pool works", exit_while_the_pool_works},
    {"exit inside a call", exit_inside_a_call},
    {"a static object maps in its destructor", a_static_object_maps_in_its_destructor},
};

/// In a process of its own, which has half a minute.
bool ends_well(process_case const& c)
{
    std::fflush(stdout);
    auto const child = ::fork();
    if (child != 0)
        return status_of(child) == 0;
    // The storm has the other timer.
    ::timer_t timer{};
    ::sigevent event{};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = SIGKILL;
    ::timer_create(CLOCK_MONOTONIC, &event, &timer);
    ::itimerspec const limit{{}, {30, 0}};
    ::timer_settime(timer, 0, &limit, nullptr);
    try {
        c.run();
        std::exit(0);
    } catch (std::exception const& e) {
        std::printf("%s: not true: %s\n", c.name, e.what());
        std::fflush(stdout);
        std::_Exit(1);
    }
}

} // namespace

extern "C" int pthread_create(pthread_t* thread, pthread_attr_t const* attributes, void* (*run)(void*),
                              void* argument)
{
    ++threads_wanted;
    if (no_more_threads)
        return EAGAIN;
    using function = int(pthread_t*, pthread_attr_t const*, void* (*)(void*), void*);
    static auto* const original = reinterpret_cast<function*>(::dlsym(RTLD_NEXT, "pthread_create"));
    return original(thread, attributes, run, argument);
}

int main(int argc, char** argv)
{
    std::size_t failed = 0;
    for (auto const& c : cases)
        if ((argc == 1 || argv[1] == std::string(c.name)) && !ends_well(c)) {
            std::printf("FAILED: %s\n", c.name);
            ++failed;
        }
    std::printf("proof_process\tprocesses that fork, are interrupted, have no threads, or exit\t%zu\t%zu\n",
                std::size(cases), failed);
    return failed != 0;
}
