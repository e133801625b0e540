// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/map_stream.hpp>

#include "remote/workers.hpp"
#include "support/files/temporary_tree.hpp"
#include "support/values/describe.hpp"
#include <genpool/remote/processes.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <filesystem>
#include <future>
#include <memory>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <vector>

namespace remote_processes_stop_tests
{

using namespace genpool::remote;
using namespace genpool::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

struct call_to_stop
{
    temporary_tree const tree;
    std::unique_ptr<asio::io_context> io = std::make_unique<asio::io_context>();
    std::string const file = (tree / "call").string();
    asio::cancellation_signal signal;
    std::string outcome = "none";

    template <class F>
    void spawn(asio::io_context& where, F f)
    {
        auto whole = [this, f]() -> asio::awaitable<void> {
            co_await f(file);
            outcome = "result";
        };
        asio::co_spawn(where, whole,
                       asio::bind_cancellation_slot(signal.slot(), [this](std::exception_ptr error) {
                           if (error)
                               outcome = describe(error);
                       }));
    }

    /// Runs until the function has begun.
    void run_until_begun(asio::io_context& where)
    {
        while (!std::filesystem::exists(file + ".begun"))
            where.run_for(1ms);
    }
};

BOOST_FIXTURE_TEST_SUITE(remote_processes_stop, call_to_stop)

BOOST_AUTO_TEST_CASE(a_cancelled_call_tells_the_stop_token_of_its_function)
{
    processes workers(*io, one_worker());
    spawn(*io, workers.function<std::string(std::string)>("until_stopped"));
    run_until_begun(*io);
    signal.emit(asio::cancellation_type::terminal);
    io->restart();
    io->run();
    BOOST_TEST(outcome == "result");
    wait_for_file(file + ".stopped");
    BOOST_TEST(call(*io, workers.function<int(int)>("sleeps"), 0) == 0);
    BOOST_TEST(workers.stats().started == 1U); // it went on
}

BOOST_AUTO_TEST_CASE(a_worker_that_does_not_stop_in_time_is_killed)
{
    auto options = one_worker();
    options.stop_time = 50ms;
    processes workers(*io, options);
    spawn(*io, workers.function<int(std::string)>("never_stops"));
    run_until_begun(*io);
    signal.emit(asio::cancellation_type::terminal);
    io->restart();
    io->run();
    BOOST_TEST(outcome == "stopped");
    BOOST_TEST(!runs(std::stoi(wait_for_file(file + ".begun"))));
    BOOST_TEST(children() == 0U);
}

BOOST_AUTO_TEST_CASE(a_call_that_waits_for_a_worker_is_given_up)
{
    processes workers(*io, one_worker());
    auto first = asio::co_spawn(*io, workers.function<int(int)>("sleeps")(100), asio::use_future);
    spawn(*io, workers.function<std::string(std::string)>("until_stopped"));
    io->run_for(20ms);
    signal.emit(asio::cancellation_type::terminal);
    io->run();
    BOOST_TEST(outcome == "stopped");
    BOOST_TEST(first.get() == 100);
    BOOST_TEST(!std::filesystem::exists(file + ".begun"));
}

BOOST_AUTO_TEST_CASE(a_map_that_is_closed_tells_the_functions)
{
    asio::thread_pool pool(2);
    processes workers(pool, one_worker());
    auto stream = genpool::map_stream(pool, std::vector<std::string>{file},
                                      workers.function<std::string(std::string)>("until_stopped"));
    auto next = stream.async_next(asio::use_future);
    wait_for_file(file + ".begun");
    stream.async_close(asio::use_future).get();
    wait_for_file(file + ".stopped");
    BOOST_TEST(outcome_of([&] { next.get(); }) == "stopped");
    pool.join();
}

BOOST_AUTO_TEST_CASE(destroying_the_workers_fails_their_calls_and_kills_them)
{
    auto workers = std::make_unique<processes>(*io, one_worker());
    auto f = workers->function<int(std::string)>("never_stops");
    spawn(*io, f);
    run_until_begun(*io);
    workers.reset();
    BOOST_TEST(children() == 0U);
    BOOST_TEST(outcome == "none");
    io->restart();
    io->run();
    BOOST_TEST(outcome == "stopped");
    BOOST_TEST(outcome_of([&] { call(*io, f, file); }) == "stopped");
}

BOOST_AUTO_TEST_CASE(their_context_may_be_destroyed_first)
{
    processes workers(*io, one_worker());
    auto f = workers.function<int(std::string)>("never_stops");
    spawn(*io, f);
    run_until_begun(*io);
    io.reset();
    BOOST_TEST(children() == 0U);
    BOOST_TEST(outcome == "none");
    BOOST_TEST(workers.stats().alive == 0U);
    asio::io_context other;
    BOOST_TEST(outcome_of([&] { call(other, f, file); }) == "stopped");
}

BOOST_AUTO_TEST_CASE(a_call_from_another_context_ends_there_when_theirs_is_destroyed)
{
    asio::io_context other;
    processes workers(*io, one_worker());
    spawn(other, workers.function<int(std::string)>("never_stops"));
    other.poll();
    run_until_begun(*io);
    io.reset();
    BOOST_TEST(outcome == "none");
    other.run();
    BOOST_TEST(outcome == "stopped");
}

BOOST_AUTO_TEST_CASE(the_context_of_a_call_may_be_destroyed_while_it_runs)
{
    auto other = std::make_unique<asio::io_context>();
    auto options = one_worker();
    options.stop_time = 50ms;
    processes workers(*io, options);
    spawn(*other, workers.function<int(std::string)>("never_stops"));
    other->poll();
    run_until_begun(*io);
    other.reset();
    io->restart();
    io->run(); // until the worker has been killed
    BOOST_TEST(outcome == "none");
    BOOST_TEST(children() == 0U);
}

BOOST_AUTO_TEST_CASE(workers_may_be_destroyed_at_any_step)
{
    for (unsigned steps = 0; steps != 40; ++steps) {
        auto workers = std::make_unique<processes>(*io, one_worker());
        auto result = asio::co_spawn(*io, workers->function<int(int)>("sleeps")(1), asio::use_future);
        io->restart();
        for (unsigned i = 0; i != steps; ++i)
            io->run_one_for(10ms);
        workers.reset();
        BOOST_TEST(children() == 0U);
        io->restart();
        io->run();
        auto const how = outcome_of([&] { result.get(); });
        BOOST_TEST((how == "ok" || how == "stopped"), how);
    }
}

BOOST_AUTO_TEST_CASE(destroying_the_workers_waits_for_those_that_were_told_to_exit)
{
    auto options = one_worker();
    options.calls_per_worker = 1;
    for (int round = 0; round != 20; ++round) {
        auto workers = std::make_unique<processes>(*io, options);
        auto result = asio::co_spawn(*io, workers->function<int(int)>("own_process")(1), asio::use_future);
        io->restart();
        while (result.wait_for(0s) != std::future_status::ready)
            io->run_one();
        workers.reset();
        BOOST_TEST(children() == 0U);
        io->restart();
        io->run();
    }
}

BOOST_AUTO_TEST_CASE(workers_end_with_the_program_that_started_them)
{
    // This test once more, as the program, in the case below.
    auto const& suite = boost::unit_test::framework::master_test_suite();
    std::string const words[] = {suite.argv[0], "--run_test=remote_processes_program", "--", worker_program(),
                                 file};
    std::vector<char*> arguments;
    for (auto const& word : words)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    pid_t program = 0;
    BOOST_REQUIRE(::posix_spawn(&program, "/proc/self/exe", nullptr, nullptr, arguments.data(), environ) ==
                  0);
    while (wait_for_file(file + ".begun").empty())
        std::this_thread::sleep_for(1ms);
    auto const worker = std::stoi(wait_for_file(file + ".begun"));
    BOOST_TEST(runs(worker));
    ::kill(program, SIGKILL);
    ::waitpid(program, nullptr, 0);
    while (runs(worker))
        std::this_thread::sleep_for(1ms);
}

BOOST_AUTO_TEST_CASE(workers_outlive_the_thread_that_started_them)
{
    processes workers(*io, one_worker());
    int first = 0;
    std::thread([&] { first = call(*io, workers.function<int(int)>("own_process"), 1); }).join();
    std::this_thread::sleep_for(20ms);
    BOOST_TEST(call(*io, workers.function<int(int)>("own_process"), 1) == first);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(remote_processes_program, *boost::unit_test::disabled())

BOOST_AUTO_TEST_CASE(calls_a_function_that_never_returns)
{
    asio::io_context io;
    processes workers(io, one_worker());
    auto const& suite = boost::unit_test::framework::master_test_suite();
    call(io, workers.function<int(std::string)>("never_stops"), std::string(suite.argv[2]));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace remote_processes_stop_tests
