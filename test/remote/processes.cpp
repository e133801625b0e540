// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_map.hpp>

#include "remote/shapes.hpp"
#include "remote/workers.hpp"
#include "support/files/temporary_tree.hpp"
#include <genpool/remote/processes.hpp>

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <vector>

namespace remote_processes_tests
{

using namespace genpool::remote;
using namespace genpool::test;
namespace asio = boost::asio;

struct workers_of_a_context
{
    asio::io_context io;
    processes workers{io, one_worker()};

    template <class Signature, class T>
    auto call(std::string name, T item)
    {
        return genpool::test::call(io, workers.function<Signature>(std::move(name)), std::move(item));
    }
};

/// A process that says something, as a worker would, and waits.
process_options shell(std::string const& script)
{
    process_options options = one_worker();
    options.command = {"sh", "-c", script};
    return options;
}

BOOST_FIXTURE_TEST_SUITE(remote_processes, workers_of_a_context)

BOOST_AUTO_TEST_CASE(a_function_runs_in_another_process)
{
    auto const process = call<int(int)>("own_process", 1);
    BOOST_TEST(process != ::getpid());
    BOOST_TEST((call<int(int)>("own_process", 1)) == process);
    BOOST_TEST(workers.stats().started == 1U);
}

BOOST_AUTO_TEST_CASE(no_worker_is_started_before_a_call)
{
    io.run();
    BOOST_TEST(children() == 0U);
    BOOST_TEST(workers.stats().started == 0U);
}

BOOST_AUTO_TEST_CASE(items_and_results_cross)
{
    BOOST_TEST((call<std::string(std::string)>("echo", std::string("hello"))) == "hello");
    figure f;
    f.name = "triangle";
    f.points = {{1, 2}, {3, 4}};
    f.parts = {f};
    BOOST_TEST((call<figure(figure)>("mirrored", f) == f.mirrored()));
    call<void(std::string)>("throws", std::string("nothing"));
}

BOOST_AUTO_TEST_CASE(items_and_results_larger_than_the_sockets_buffers_cross)
{
    std::string const large(1'000'000, 'l');
    BOOST_TEST((call<std::string(std::string)>("echo", large) == large));
    BOOST_TEST((call<std::string(std::string)>("echo", std::string("small"))) == "small");
}

BOOST_AUTO_TEST_CASE(an_exception_arrives_with_its_type_and_its_text)
{
    auto const thrown = [&](std::string what) {
        try {
            call<void(std::string)>("throws", what);
        } catch (remote_error const& error) {
            return error.type() + "|" + error.text() + "|" + error.what();
        }
        return std::string();
    };
    BOOST_TEST(thrown("runtime_error") ==
               "std::runtime_error|it went wrong|std::runtime_error: it went wrong");
    BOOST_TEST(thrown("own") == "genpool::test::own_error|of its own|genpool::test::own_error: of its own");
    BOOST_TEST(thrown("int") == "int||int");
    BOOST_TEST(thrown("bad_alloc") == "std::bad_alloc|std::bad_alloc|std::bad_alloc: std::bad_alloc");
    BOOST_TEST(thrown("long").size() > 10'000U);
    BOOST_TEST(workers.stats().started == 1U);
}

BOOST_AUTO_TEST_CASE(an_item_that_is_too_large_is_refused_with_both_sizes)
{
    try {
        call<std::string(std::string)>("echo", std::string(2'000'000, 'x'));
        BOOST_ERROR("not refused");
    } catch (too_large const& error) {
        BOOST_TEST(error.size() == 2'000'003U);
        BOOST_TEST(error.limit() == 1U << 20);
    }
    BOOST_TEST(workers.stats().started == 0U);
}

BOOST_AUTO_TEST_CASE(a_result_that_is_too_large_is_refused_with_both_sizes)
{
    try {
        call<std::string(std::size_t)>("of_size", std::size_t(2'000'000));
        BOOST_ERROR("not refused");
    } catch (too_large const& error) {
        BOOST_TEST(error.size() == 2'000'003U);
        BOOST_TEST(error.limit() == 1U << 20);
    }
    BOOST_TEST((call<std::string(std::size_t)>("of_size", std::size_t(1'000'000))).size() == 1'000'000U);
    BOOST_TEST(workers.stats().started == 1U);
}

BOOST_AUTO_TEST_CASE(a_function_that_the_worker_does_not_have_is_refused_by_name)
{
    BOOST_CHECK_EXCEPTION((call<int(int)>("unheard_of", 1)), incompatible, [](auto const& error) {
        return std::string(error.what()).find("'unheard_of'") != std::string::npos;
    });
    BOOST_TEST((call<int(int)>("sleeps", 0)) == 0);
}

BOOST_AUTO_TEST_CASE(a_function_of_another_type_is_refused_with_both_types)
{
    BOOST_CHECK_EXCEPTION((call<std::string(int)>("echo", 1)), incompatible, [](auto const& error) {
        std::string const what = error.what();
        return what.find("string -> string,") != std::string::npos &&
               what.find("i32 -> string") != std::string::npos;
    });
}

BOOST_AUTO_TEST_CASE(a_worker_of_another_version_says_so_at_the_first_call)
{
    // The hello of version 99.
    processes others(io, shell(R"(printf '\022\0\0\0\0genpool worker\143\0\0\0' >&3; exec sleep 60)"));
    BOOST_CHECK_EXCEPTION(
        genpool::test::call(io, others.function<int(int)>("f"), 1), incompatible, [](auto const& e) {
            return std::string(e.what()).find("version 99 of the protocol, the program 2") !=
                   std::string::npos;
        });
}

BOOST_AUTO_TEST_CASE(a_program_that_is_no_worker_is_refused)
{
    processes others(io, shell("echo this is no worker of any kind at all >&3; exec sleep 60"));
    BOOST_CHECK_THROW(genpool::test::call(io, others.function<int(int)>("f"), 1), incompatible);
    BOOST_TEST(children() == 0U);
}

BOOST_AUTO_TEST_CASE(a_program_that_is_not_there_is_said_to_be_missing)
{
    auto options = one_worker();
    options.command = {"./no such worker"};
    processes others(io, options);
    BOOST_CHECK_EXCEPTION(genpool::test::call(io, others.function<int(int)>("f"), 1),
                          boost::system::system_error, [](auto const& error) {
                              return error.code() == boost::system::errc::no_such_file_or_directory &&
                                     std::string(error.what()).find("./no such worker") != std::string::npos;
                          });
}

BOOST_AUTO_TEST_CASE(a_command_is_needed)
{
    BOOST_CHECK_THROW(processes(io, process_options{}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_worker_inherits_one_descriptor_beside_the_standard_ones)
{
    auto const descriptors = call<std::vector<std::string>(int)>("open_descriptors", 1);
    std::set<std::string> const open(descriptors.begin(), descriptors.end());
    // 4 is that of the directory which lists them.
    BOOST_TEST((open == std::set<std::string>{"0", "1", "2", "3", "4"}), "it has " << open.size());
}

BOOST_AUTO_TEST_CASE(a_map_uses_as_many_workers_as_there_may_be)
{
    asio::thread_pool pool(2);
    auto options = one_worker();
    options.count = 3;
    processes three(pool, options);
    std::vector<int> items(300);
    for (std::size_t i = 0; i != items.size(); ++i)
        items[i] = static_cast<int>(i % 4); // milliseconds
    auto results = genpool::async_map(pool, std::vector(items), three.function<int(int)>("sleeps"),
                                      {.concurrency = 10}, asio::use_future);
    BOOST_TEST((results.get() == items));
    BOOST_TEST(three.stats().started <= 3U);
    BOOST_TEST(three.stats().lost == 0U);
}

BOOST_AUTO_TEST_CASE(nothing_is_left_behind)
{
    auto const descriptors = open_descriptors();
    {
        processes others(io, one_worker());
        genpool::test::call(io, others.function<int(int)>("own_process"), 1);
        BOOST_TEST(children() == 1U);
        BOOST_TEST(others.stats().alive == 1U);
    }
    BOOST_TEST(children() == 0U);
    io.restart();
    io.run();
    BOOST_TEST(open_descriptors() == descriptors);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace remote_processes_tests
