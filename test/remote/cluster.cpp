// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_map.hpp>

#include "remote/workers.hpp"
#include "support/values/describe.hpp"
#include <genpool/remote/cluster.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <filesystem>
#include <iterator>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

namespace remote_cluster_tests
{

using namespace genpool::remote;
using namespace genpool::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

struct server_and_context
{
    nats_server server;
    temporary_tree const tree;
    std::string const file = (tree / "call").string();
    asio::io_context io;

    cluster_options options() const { return {.url = server.url(), .lease = 1s}; }

    template <class Signature, class T>
    auto call(cluster const& workers, std::string name, T item)
    {
        return genpool::test::call(io, workers.function<Signature>(std::move(name)), std::move(item));
    }
};

std::vector<int> numbers(int n)
{
    std::vector<int> all(static_cast<std::size_t>(n));
    std::iota(all.begin(), all.end(), 0);
    return all;
}

/// Sends a number there and back as text.
auto as_text(cluster const& workers)
{
    return [f = workers.function<std::string(std::string)>("echo")](int n) -> asio::awaitable<int> {
        auto const text = co_await f(std::to_string(n));
        co_return std::stoi(text);
    };
}

std::ptrdiff_t threads_of_this_process()
{
    return std::distance(std::filesystem::directory_iterator("/proc/self/task"),
                         std::filesystem::directory_iterator());
}

BOOST_FIXTURE_TEST_SUITE(remote_cluster, server_and_context, *boost::unit_test::precondition(there_is_nats))

BOOST_AUTO_TEST_CASE(a_map_has_its_items_done_by_workers_anywhere)
{
    auto const first = start_worker(server.url());
    auto const second = start_worker(server.url());
    asio::thread_pool pool(2);
    cluster workers(pool, options());
    auto results =
        genpool::async_map(pool, numbers(2000), as_text(workers), {.concurrency = 64}, asio::use_future);
    BOOST_TEST((results.get() == numbers(2000)));
    BOOST_TEST(workers.stats().results == 2000U);
    BOOST_TEST(workers.stats().outstanding == 0U);

    // Others, of whose calls no worker knows yet that they are short, and takes none ahead.
    cluster slow(pool, options());
    auto const ids = genpool::async_map(pool, numbers(40), slow.function<int(int)>("own_process_slowly"),
                                        {.concurrency = 8}, asio::use_future)
                         .get();
    BOOST_TEST(std::ranges::count(ids, first.id()) > 0);
    BOOST_TEST(std::ranges::count(ids, second.id()) > 0);
    BOOST_TEST(slow.stats().results == 40U);
}

BOOST_AUTO_TEST_CASE(errors_arrive)
{
    auto const worker = start_worker(server.url());
    cluster workers(io, options());
    try {
        call<void(std::string)>(workers, "throws", std::string("own"));
        BOOST_ERROR("nothing arrived");
    } catch (remote_error const& error) {
        BOOST_TEST(error.type() == "genpool::test::own_error");
        BOOST_TEST(error.text() == "of its own");
    }
    BOOST_CHECK_THROW((call<int(int)>(workers, "unheard_of", 1)), incompatible);
    BOOST_CHECK_THROW((call<int(int)>(workers, "echo", 1)), incompatible);
    BOOST_CHECK_THROW((call<std::string(std::string)>(workers, "echo", std::string(600'000, 'x'))),
                      too_large);
    BOOST_CHECK_THROW((call<std::string(std::size_t)>(workers, "of_size", std::size_t(600'000))), too_large);
    BOOST_TEST((call<std::string(std::size_t)>(workers, "of_size", std::size_t(500'000))).size() == 500'000U);
}

BOOST_AUTO_TEST_CASE(what_is_larger_than_the_server_takes_is_refused)
{
    auto const worker = start_worker(server.url());
    auto large = options();
    large.largest_item = large.largest_result = std::size_t(4) << 20;
    cluster workers(io, large);
    BOOST_CHECK_THROW((call<std::string(std::string)>(workers, "echo", std::string(2'000'000, 'x'))),
                      too_large);
    BOOST_CHECK_THROW((call<std::string(std::size_t)>(workers, "of_size", std::size_t(2'000'000))),
                      too_large);
    BOOST_TEST((call<std::string(std::size_t)>(workers, "of_size", std::size_t(900'000))).size() == 900'000U);
}

BOOST_AUTO_TEST_CASE(calls_wait_for_workers_that_come_later)
{
    cluster workers(io, options());
    auto result = asio::co_spawn(io, workers.function<int(int)>("sleeps")(1), asio::use_future);
    io.run_for(300ms);
    auto const worker = start_worker(server.url());
    io.run();
    BOOST_TEST(result.get() == 1);
}

BOOST_AUTO_TEST_CASE(a_call_that_is_longer_than_the_lease_runs_once)
{
    auto const first = start_worker(server.url());
    auto const second = start_worker(server.url());
    cluster workers(io, options());
    BOOST_TEST((call<int(std::pair<std::string, int>)>(workers, "counted_sleep", std::pair(file, 3000))) ==
               3000);
    BOOST_TEST(wait_for_file(file) == "x");
}

BOOST_AUTO_TEST_CASE(a_cancelled_call_ends_at_once_and_tells_its_function)
{
    auto const worker = start_worker(server.url());
    cluster workers(io, options());
    asio::cancellation_signal signal;
    std::string outcome;
    auto const f = workers.function<std::string(std::string)>("until_stopped");
    asio::co_spawn(
        io, [&]() -> asio::awaitable<void> { co_await f(file); },
        asio::bind_cancellation_slot(signal.slot(),
                                     [&](std::exception_ptr error) { outcome = describe(error); }));
    while (!std::filesystem::exists(file + ".begun"))
        io.run_for(1ms);
    signal.emit(asio::cancellation_type::terminal);
    io.run();
    BOOST_TEST(outcome == "stopped");
    wait_for_file(file + ".stopped");
}

BOOST_AUTO_TEST_CASE(what_nobody_works_on_fails_when_patience_ends)
{
    auto impatient = options();
    impatient.patience = 500ms;
    cluster workers(io, impatient);
    BOOST_CHECK_THROW((call<int(int)>(workers, "sleeps", 1)), no_workers);
    impatient.url = "nats://127.0.0.1:1";
    cluster nowhere(io, impatient);
    BOOST_CHECK_EXCEPTION((call<int(int)>(nowhere, "sleeps", 1)), no_workers, [](auto const& error) {
        return std::string(error.what()).find("nats://127.0.0.1:1") != std::string::npos;
    });
}

BOOST_AUTO_TEST_CASE(programs_and_names_do_not_see_each_other)
{
    auto const worker = start_worker(server.url());
    auto const other_worker = start_worker(server.url(), 2, "other");
    asio::thread_pool pool(2);
    cluster one(pool, options());
    cluster two(pool, options());
    auto other = options();
    other.name = "other";
    cluster three(pool, other);
    auto a = genpool::async_map(pool, numbers(300), as_text(one), {.concurrency = 8}, asio::use_future);
    auto b = genpool::async_map(pool, numbers(200), as_text(two), {.concurrency = 8}, asio::use_future);
    auto c = genpool::async_map(pool, numbers(10), three.function<int(int)>("own_process"), asio::use_future);
    BOOST_TEST((a.get() == numbers(300)));
    BOOST_TEST((b.get() == numbers(200)));
    BOOST_TEST((c.get() == std::vector<int>(10, other_worker.id())));
}

BOOST_AUTO_TEST_CASE(nothing_is_left_on_the_server)
{
    auto const worker = start_worker(server.url());
    {
        cluster workers(io, options());
        call<int(int)>(workers, "sleeps", 1);
        BOOST_TEST(server.streams() == 1U);
    }
    while (server.streams() != 0) { // NATS 2.10 answers before it has removed the files
    }
}

BOOST_AUTO_TEST_CASE(names_and_numbers_are_checked)
{
    auto bad = options();
    bad.name = "a.b";
    BOOST_CHECK_THROW(cluster(io, bad), std::invalid_argument);
    bad = options();
    bad.lease = 1ms;
    BOOST_CHECK_THROW(cluster(io, bad), std::invalid_argument);
    bad = options();
    bad.replicas = 0;
    BOOST_CHECK_THROW(cluster(io, bad), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(destroying_it_fails_its_calls_and_tells_their_functions)
{
    auto const worker = start_worker(server.url());
    std::string outcome = "none";
    {
        cluster workers(io, options());
        auto const f = workers.function<std::string(std::string)>("until_stopped");
        asio::co_spawn(
            io, [f, this]() -> asio::awaitable<void> { co_await f(file); },
            [&](std::exception_ptr error) { outcome = describe(error); });
        while (!std::filesystem::exists(file + ".begun"))
            io.run_for(1ms);
    }
    BOOST_TEST(outcome == "none");
    io.restart();
    io.run();
    BOOST_TEST(outcome == "stopped");
    wait_for_file(file + ".stopped");
}

BOOST_AUTO_TEST_CASE(its_context_may_be_destroyed_first)
{
    auto const worker = start_worker(server.url());
    std::string outcome = "none";
    auto own = std::make_unique<asio::io_context>();
    cluster workers(*own, options());
    auto const f = workers.function<std::string(std::string)>("until_stopped");
    asio::co_spawn(
        *own, [f, this]() -> asio::awaitable<void> { co_await f(file); },
        [&](std::exception_ptr error) { outcome = describe(error); });
    while (!std::filesystem::exists(file + ".begun"))
        own->run_for(1ms);
    own.reset();
    BOOST_TEST(outcome == "none");
    wait_for_file(file + ".stopped");
}

// One that goes on could still use OpenSSL when main has returned.
BOOST_AUTO_TEST_CASE(closing_a_cluster_ends_every_thread_that_it_has_started)
{
    auto const worker = start_worker(server.url());
    auto const use = [&] {
        cluster workers(io, options());
        BOOST_TEST(call<std::string(std::string)>(workers, "echo", std::string("x")) == "x");
    };
    use(); // those of the library of NATS, which stay
    std::this_thread::sleep_for(100ms);
    auto const before = threads_of_this_process();
    for (int i = 0; i != 20; ++i) {
        use();
        BOOST_TEST_REQUIRE(threads_of_this_process() == before);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace remote_cluster_tests
