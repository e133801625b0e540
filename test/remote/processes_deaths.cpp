// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_map.hpp>
#include <genpool/generator.hpp>

#include "remote/workers.hpp"
#include "support/files/temporary_tree.hpp"
#include "support/program/sanitized.hpp"
#include <genpool/remote/processes.hpp>

#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <csignal>
#include <random>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
#include <vector>

namespace remote_processes_deaths_tests
{

using namespace genpool::remote;
using namespace genpool::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

struct context_of_deaths
{
    asio::io_context io;

    template <class Signature, class T>
    auto call(processes const& workers, std::string name, T item)
    {
        return genpool::test::call(io, workers.function<Signature>(std::move(name)), std::move(item));
    }
};

/// A hundred numbers for each kill, and more until there were as many kills as are wanted.
genpool::generator<int> numbers_until(std::atomic<int> const& kills, int wanted)
{
    for (int n = 0; n < 100 * wanted || kills < wanted; ++n)
        co_yield n;
}

/// Starts a program of the application's own.
pid_t start_program(char const* program)
{
    pid_t id = 0;
    char* const arguments[] = {const_cast<char*>(program), nullptr};
    BOOST_REQUIRE(::posix_spawnp(&id, program, nullptr, nullptr, arguments, environ) == 0);
    return id;
}

BOOST_FIXTURE_TEST_SUITE(remote_processes_deaths, context_of_deaths)

BOOST_AUTO_TEST_CASE(a_worker_that_is_killed_is_told_with_its_signal_after_all_attempts)
{
    processes workers(io, one_worker());
    for (int const signal : {SIGKILL, SIGSEGV, SIGTERM}) {
        if (sanitized && signal == SIGSEGV)
            continue; // the sanitizer makes an exit of it
        try {
            call<int(int)>(workers, "killed_by", signal);
            BOOST_ERROR("it lives");
        } catch (worker_lost const& error) {
            BOOST_TEST(error.signal() == signal);
            BOOST_TEST(error.status() == -1);
            BOOST_TEST(error.attempts() == 3U);
        }
        BOOST_TEST((call<int(int)>(workers, "sleeps", 0)) == 0);
    }
}

BOOST_AUTO_TEST_CASE(a_worker_that_exits_is_told_with_its_status)
{
    auto options = one_worker();
    options.attempts = 1;
    processes workers(io, options);
    for (int const status : {0, 17}) {
        try {
            call<int(int)>(workers, "exits", status);
            BOOST_ERROR("it lives");
        } catch (worker_lost const& error) {
            BOOST_TEST(error.signal() == 0);
            BOOST_TEST(error.status() == status);
            BOOST_TEST(error.attempts() == 1U);
        }
    }
    BOOST_TEST(workers.stats().lost == 2U);
}

BOOST_AUTO_TEST_CASE(an_item_is_tried_again_as_often_as_it_may)
{
    temporary_tree const tree;
    processes workers(io, one_worker());
    BOOST_TEST((call<int(std::pair<std::string, int>)>(workers, "dies_so_often",
                                                       std::pair(tree.root().string(), 2))) == 2);
    BOOST_TEST(workers.stats().started == 3U);
    BOOST_TEST(workers.stats().lost == 2U);
}

BOOST_AUTO_TEST_CASE(a_call_that_takes_too_long_is_told_and_its_worker_killed)
{
    temporary_tree const tree;
    auto options = one_worker();
    options.call_time = 50ms;
    options.attempts = 2;
    processes workers(io, options);
    auto const file = (tree / "hangs").string();
    BOOST_CHECK_THROW((call<int(std::string)>(workers, "never_stops", file)), call_timed_out);
    BOOST_TEST(!runs(std::stoi(wait_for_file(file + ".begun"))));
    BOOST_TEST(workers.stats().lost == 2U);
    BOOST_TEST((call<int(int)>(workers, "sleeps", 0)) == 0);
}

BOOST_AUTO_TEST_CASE(a_worker_that_needs_too_much_memory_is_told)
{
    if (sanitized)
        return; // they need more than they use
    auto options = one_worker();
    options.memory = std::size_t(300) << 20;
    options.attempts = 2;
    processes workers(io, options);
    try {
        call<std::size_t(std::size_t)>(workers, "allocates", std::size_t(1) << 30);
        BOOST_ERROR("it has so much");
    } catch (worker_lost const& error) {
        BOOST_TEST(error.end().out_of_memory);
        BOOST_TEST(error.signal() == 0);
        BOOST_TEST(error.attempts() == 2U);
    }
    BOOST_TEST((call<std::size_t(std::size_t)>(workers, "allocates", std::size_t(1) << 20)) ==
               (1U << 20) + 'x');
}

BOOST_AUTO_TEST_CASE(a_worker_is_replaced_after_so_many_calls)
{
    auto options = one_worker();
    options.calls_per_worker = 3;
    processes workers(io, options);
    std::vector<int> ids;
    for (int i = 0; i != 7; ++i)
        ids.push_back(call<int(int)>(workers, "own_process", 1));
    BOOST_TEST(ids[0] == ids[2]);
    BOOST_TEST(ids[2] != ids[3]);
    BOOST_TEST(ids[3] == ids[5]);
    BOOST_TEST(ids[5] != ids[6]);
    BOOST_TEST(workers.stats().lost == 0U);
    BOOST_TEST(children() == 1U);
}

BOOST_AUTO_TEST_CASE(a_worker_that_dies_while_it_is_idle_costs_no_attempt)
{
    auto options = one_worker();
    options.attempts = 1;
    processes workers(io, options);
    ::kill(call<int(int)>(workers, "own_process", 1), SIGKILL);
    std::this_thread::sleep_for(50ms);
    BOOST_TEST((call<int(int)>(workers, "sleeps", 0)) == 0);
    BOOST_TEST(workers.stats().lost == 0U);
}

BOOST_AUTO_TEST_CASE(a_program_that_exits_at_once_fails_the_call)
{
    auto options = one_worker();
    options.command = {"false"};
    processes workers(io, options);
    try {
        call<int(int)>(workers, "f", 1);
        BOOST_ERROR("it works");
    } catch (worker_lost const& error) {
        BOOST_TEST(error.status() == 1);
    }
    BOOST_TEST(workers.stats().started == 3U);
}

BOOST_AUTO_TEST_CASE(a_program_that_says_nothing_fails_the_call)
{
    auto options = one_worker();
    options.command = {"sh", "-c", "exec sleep 60"};
    options.start_time = 50ms;
    options.attempts = 2;
    processes workers(io, options);
    BOOST_CHECK_THROW((call<int(int)>(workers, "f", 1)), no_workers);
    BOOST_TEST(children() == 0U);
}

BOOST_AUTO_TEST_CASE(every_item_has_one_result_while_workers_are_killed_at_random)
{
    int const wanted = sanitized ? 10 : 30; // the proof (proof/remote/remote.cpp) does it for longer
    auto options = one_worker();
    options.count = 4;
    options.attempts = 1000; // an item must not be unlucky
    auto const descriptors = open_descriptors();
    {
        asio::thread_pool pool(2);
        processes workers(pool, options);
        std::atomic<int> kills = 0;
        std::atomic<bool> ended = false;
        std::thread killer([&] {
            std::mt19937 random(1);
            while (!ended) {
                std::this_thread::sleep_for(std::chrono::microseconds(random() % 10'000));
                auto id =
                    asio::co_spawn(pool, workers.function<int(int)>("own_process")(1), asio::use_future);
                kills += ::kill(id.get(), SIGKILL) == 0;
            }
        });
        auto results =
            genpool::async_map(pool, numbers_until(kills, wanted), workers.function<int(int)>("busy_echo"),
                               {.concurrency = 16}, asio::use_future)
                .get();
        ended = true;
        killer.join();
        BOOST_TEST(results.size() >= static_cast<std::size_t>(100 * wanted));
        for (std::size_t i = 0; i != results.size(); ++i)
            BOOST_REQUIRE(results[i] == static_cast<int>(i));
        BOOST_TEST(kills >= wanted);
        BOOST_TEST_MESSAGE(results.size()
                           << " items, " << kills << " kills, " << workers.stats().started
                           << " workers started, " << workers.stats().lost << " lost in a call");
    }
    BOOST_TEST(children() == 0U);
    BOOST_TEST(open_descriptors() == descriptors);
}

BOOST_AUTO_TEST_CASE(signals_and_children_of_the_application_are_its_own)
{
    auto const idle = [](auto, int) {};
    asio::signal_set signals(io, SIGCHLD);
    signals.async_wait(idle);
    processes workers(io, one_worker());
    auto const own = start_program("true");
    std::thread cancel([&] {
        std::this_thread::sleep_for(50ms);
        asio::post(io, [&] { signals.cancel(); });
    });
    BOOST_TEST((call<int(int)>(workers, "sleeps", 5)) == 5);
    cancel.join();
    int status = -1;
    BOOST_TEST(::waitpid(own, &status, 0) == own);
    BOOST_TEST(WEXITSTATUS(status) == 0);
}

BOOST_AUTO_TEST_CASE(an_application_that_waits_for_any_child_takes_nothing_but_the_status)
{
    auto options = one_worker();
    options.attempts = 1;
    processes workers(io, options);
    call<int(int)>(workers, "own_process", 1);
    std::thread thief([] { ::waitpid(-1, nullptr, 0); });
    BOOST_CHECK_THROW((call<int(int)>(workers, "killed_by", SIGKILL)), worker_lost);
    thief.join();
    BOOST_TEST((call<int(int)>(workers, "sleeps", 0)) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace remote_processes_deaths_tests
