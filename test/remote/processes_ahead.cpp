// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Calls that workers are sent ahead are as if they had waited.
#include "remote/workers.hpp"
#include "support/files/temporary_tree.hpp"
#include "support/values/describe.hpp"
#include <genpool/remote/processes.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <filesystem>
#include <list>
#include <map>
#include <string>
#include <type_traits>

namespace remote_processes_ahead_tests
{

using namespace genpool::remote;
using namespace genpool::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

/// Calls of which more wait than there are workers, so that each worker has one ahead.
struct many_calls
{
    struct one
    {
        asio::cancellation_signal signal;
        std::string outcome = "none";
        int result = -1;
    };

    temporary_tree const tree;
    asio::io_context io;
    std::string const file = (tree / "call").string();
    std::list<one> calls;
    int ended = 0;

    template <class F, class T>
    one& begin(F f, T item)
    {
        auto& c = calls.emplace_back();
        auto whole = [f, item, &c]() -> asio::awaitable<void> {
            if constexpr (std::is_same_v<typename std::invoke_result_t<F, T>::value_type, int>)
                c.result = co_await f(item);
            else
                co_await f(item);
            c.outcome = "ok";
        };
        asio::co_spawn(io, whole,
                       asio::bind_cancellation_slot(c.signal.slot(), [this, &c](std::exception_ptr error) {
                           if (error)
                               c.outcome = describe(error);
                           ++ended;
                       }));
        return c;
    }

    one& begin_one_that_waits_to_be_stopped(processes const& workers)
    {
        auto& c = begin(workers.function<std::string(std::string)>("until_stopped"), file);
        run_until([this] { return std::filesystem::exists(file + ".begun"); });
        return c;
    }

    template <class Condition>
    void run_until(Condition is_true)
    {
        io.restart();
        while (!is_true())
            io.run_one_for(1ms);
    }

    void stop(one& c) { c.signal.emit(asio::cancellation_type::terminal); }
};

process_options some_workers(std::size_t count)
{
    auto options = one_worker();
    options.count = count;
    return options;
}

BOOST_FIXTURE_TEST_SUITE(remote_processes_ahead, many_calls)

BOOST_AUTO_TEST_CASE(one_behind_a_long_call_is_given_to_another_worker)
{
    processes workers(io, some_workers(2));
    auto& endless = begin_one_that_waits_to_be_stopped(workers);
    for (int n = 0; n != 100; ++n)
        begin(workers.function<int(int)>("sleeps"), n % 2);
    run_until([this] { return ended == 100; }); // for ever, if one of them waited
    BOOST_TEST(endless.outcome == "none");
    stop(endless);
    run_until([this] { return ended == 101; });
    BOOST_TEST(workers.stats().started == 2U);
    BOOST_TEST(workers.stats().lost == 0U);
}

BOOST_AUTO_TEST_CASE(one_that_is_cancelled_never_begins)
{
    processes workers(io, some_workers(1));
    auto& first = begin_one_that_waits_to_be_stopped(workers);
    std::string const other = file + "2";
    auto& second = begin(workers.function<std::string(std::string)>("until_stopped"), other);
    for (int n = 0; n != 3; ++n)
        begin(workers.function<int(int)>("own_process"), n);
    run_until([&] { return io.poll() == 0; });
    stop(second);
    run_until([this] { return ended == 1; });
    BOOST_TEST(second.outcome == "stopped");
    BOOST_TEST(first.outcome == "none");
    stop(first);
    run_until([this] { return ended == 5; });
    BOOST_TEST(!std::filesystem::exists(other + ".begun"));
    BOOST_TEST(workers.stats().started == 1U);
}

BOOST_AUTO_TEST_CASE(one_that_is_cancelled_as_it_begins_ends)
{
    processes workers(io, some_workers(1));
    for (int round = 0; round != 50; ++round) {
        ended = 0;
        begin(workers.function<int(int)>("sleeps"), 1);
        std::string const other = file + std::to_string(round);
        auto& second = begin(workers.function<std::string(std::string)>("until_stopped"), other);
        begin(workers.function<int(int)>("sleeps"), 0);
        begin(workers.function<int(int)>("sleeps"), 0);
        io.run_for(std::chrono::microseconds(round * 60));
        stop(second);
        run_until([this] { return ended == 4; });
        BOOST_TEST((second.outcome == "ok" || second.outcome == "stopped"), second.outcome);
        BOOST_TEST((second.outcome == "ok") == std::filesystem::exists(other + ".stopped"));
    }
    BOOST_TEST(workers.stats().started == 1U);
}

BOOST_AUTO_TEST_CASE(one_whose_worker_dies_of_the_call_before_it_has_lost_no_attempt)
{
    auto options = some_workers(1);
    options.attempts = 1;
    processes workers(io, options);
    begin(workers.function<int(int)>("sleeps"), 0);
    run_until([this] { return ended == 1; });
    auto& deadly = begin(workers.function<int(int)>("killed_by"), SIGKILL);
    for (int n = 0; n != 4; ++n)
        begin(workers.function<int(int)>("sleeps"), n);
    run_until([this] { return ended == 6; });
    BOOST_TEST(deadly.outcome != "ok");
    BOOST_TEST(workers.stats().lost == 1U);
    for (auto const& c : calls)
        BOOST_TEST((&c == &deadly || c.outcome == "ok"), c.outcome);
}

BOOST_AUTO_TEST_CASE(one_that_its_worker_dies_of_has_lost_an_attempt)
{
    auto options = some_workers(1);
    options.attempts = 2;
    processes workers(io, options);
    begin(workers.function<int(int)>("sleeps"), 20);
    auto& deadly = begin(workers.function<int(int)>("killed_by"), SIGSEGV);
    for (int n = 0; n != 4; ++n)
        begin(workers.function<int(int)>("sleeps"), 0);
    run_until([this] { return ended == 6; });
    BOOST_TEST(deadly.outcome != "ok");
    BOOST_TEST(workers.stats().lost == 2U);
}

BOOST_AUTO_TEST_CASE(its_time_begins_with_its_own_call)
{
    auto options = some_workers(1);
    options.call_time = 400ms;
    processes workers(io, options);
    for (int n = 0; n != 5; ++n)
        begin(workers.function<int(int)>("sleeps"), 150);
    run_until([this] { return ended == 5; });
    for (auto const& c : calls)
        BOOST_TEST(c.outcome == "ok");
    BOOST_TEST(workers.stats().lost == 0U);
}

BOOST_AUTO_TEST_CASE(it_counts_among_the_calls_of_its_worker)
{
    auto options = some_workers(2);
    options.calls_per_worker = 3;
    processes workers(io, options);
    for (int n = 0; n != 30; ++n)
        begin(workers.function<int(int)>("own_process"), n);
    run_until([this] { return ended == 30; });
    std::map<int, int> calls_of;
    for (auto const& c : calls)
        ++calls_of[c.result];
    for (auto const& [process, n] : calls_of)
        BOOST_TEST(n <= 3, process << " had " << n);
    BOOST_TEST(workers.stats().lost == 0U);
}

BOOST_AUTO_TEST_CASE(large_items_are_not_sent_ahead_but_arrive)
{
    processes workers(io, some_workers(2));
    std::string const large(1'000'000, 'l');
    for (int n = 0; n != 20; ++n)
        begin(workers.function<std::string(std::string)>("echo"), n % 3 == 0 ? large : std::string("small"));
    run_until([this] { return ended == 20; });
    for (auto const& c : calls)
        BOOST_TEST(c.outcome == "ok");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace remote_processes_ahead_tests
