// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/map_stream.hpp>

#include "support/execution/tracker_executor.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/execution/blocking.hpp>
#include <boost/asio/execution/occupancy.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/require.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>
#include <boost/version.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <ranges>
#include <thread>

namespace engine_default_concurrency_tests
{

namespace asio = boost::asio;
using asio::any_io_executor;
using asio::make_strand;
using genpool::map_stream;
using genpool::test::tracker_executor;

namespace
{

template <class Pool>
std::size_t concurrency(Pool&& pool)
{
    return map_stream(pool, std::views::iota(0, 0), std::identity()).concurrency();
}

std::size_t hardware() { return std::max(1U, std::thread::hardware_concurrency()); }

using pool_executor = asio::thread_pool::executor_type;

/// An executor that says that it can run nothing.
struct idle_executor : tracker_executor<pool_executor>
{
    explicit idle_executor(asio::thread_pool& pool) : tracker_executor(1, pool.get_executor()) {}

    using tracker_executor::query;
    static std::size_t query(asio::execution::occupancy_t) noexcept { return 0; }
};

} // namespace

BOOST_AUTO_TEST_SUITE(default_concurrency)

BOOST_AUTO_TEST_CASE(of_a_thread_pool_is_the_number_of_its_threads)
{
    for (std::size_t threads : {1U, 3U, 7U}) {
        asio::thread_pool pool(threads);
        BOOST_TEST(concurrency(pool) == threads);
        BOOST_TEST(concurrency(pool.get_executor()) == threads);
        BOOST_TEST(concurrency(asio::require(pool.get_executor(), asio::execution::blocking.never)) ==
                   threads);
        BOOST_TEST(concurrency(any_io_executor(pool.get_executor())) == threads);
        BOOST_TEST(concurrency(tracker_executor(1, pool.get_executor())) == threads);
    }
}

BOOST_AUTO_TEST_CASE(of_a_strand_is_one)
{
    asio::thread_pool pool(3);
    asio::io_context context;
    any_io_executor const any = pool.get_executor();
    BOOST_TEST(concurrency(make_strand(pool)) == 1U);
    BOOST_TEST(concurrency(make_strand(context)) == 1U);
    BOOST_TEST(concurrency(make_strand(any)) == 1U);
    BOOST_TEST(concurrency(make_strand(asio::system_executor())) == 1U);
    BOOST_TEST(concurrency(any_io_executor(make_strand(pool))) == 1U);
    BOOST_TEST(concurrency(any_io_executor(make_strand(context))) == 1U);
    BOOST_TEST(concurrency(any_io_executor(make_strand(any))) == 1U);
    BOOST_TEST(concurrency(any_io_executor(make_strand(asio::system_executor()))) == 1U);
}

BOOST_AUTO_TEST_CASE(of_an_executor_that_does_not_say_is_that_of_the_machine)
{
    asio::io_context context;
    asio::io_context safe(BOOST_ASIO_CONCURRENCY_HINT_SAFE);
    BOOST_TEST(concurrency(context) == hardware());
    // As Asio itself takes it, to which the hint has been 1 in some versions since 1.88.
    BOOST_TEST((concurrency(safe) == hardware() || (BOOST_VERSION >= 108800 && concurrency(safe) == 1U)));
    BOOST_TEST(concurrency(any_io_executor(context.get_executor())) == hardware());
}

BOOST_AUTO_TEST_CASE(of_an_io_context_is_the_number_of_threads_that_it_was_told)
{
    for (int threads : {1, 2, 5}) {
        asio::io_context context(threads);
        auto const expected = static_cast<std::size_t>(threads);
        auto const executor = context.get_executor();
        BOOST_TEST(concurrency(context) == expected);
        BOOST_TEST(concurrency(executor) == expected);
        BOOST_TEST(concurrency(asio::require(executor, asio::execution::blocking.never)) == expected);
        BOOST_TEST(concurrency(any_io_executor(executor)) == expected);
        BOOST_TEST(concurrency(make_strand(context)) == 1U);
    }
    asio::io_context unsafe(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE);
    BOOST_TEST(concurrency(unsafe) == 1U);
}

BOOST_AUTO_TEST_CASE(of_awaitable_functions_is_64_whatever_the_executor)
{
    auto const awaited = [](auto&& pool, genpool::options const& o = {}) {
        auto const function = [](int) -> asio::awaitable<void> { co_return; };
        return map_stream(pool, std::views::iota(0, 0), function, o);
    };
    asio::thread_pool pool(3);
    asio::io_context context(1);
    BOOST_TEST(awaited(pool).concurrency() == 64U);
    BOOST_TEST(awaited(context).concurrency() == 64U);
    BOOST_TEST(awaited(make_strand(pool)).concurrency() == 64U);
    BOOST_TEST(awaited(any_io_executor(pool.get_executor())).concurrency() == 64U);
    BOOST_TEST(awaited(asio::system_executor()).concurrency() == 64U);
    BOOST_TEST(awaited(pool).window() == 256U);
    BOOST_TEST(awaited(pool, {.concurrency = 5}).concurrency() == 5U);
}

BOOST_AUTO_TEST_CASE(of_the_system_executor_is_what_it_says)
{
    asio::system_executor const system;
    BOOST_TEST(concurrency(system) == asio::query(system, asio::execution::occupancy));
    BOOST_TEST(concurrency(any_io_executor(system)) == asio::query(system, asio::execution::occupancy));
}

BOOST_AUTO_TEST_CASE(is_at_least_one)
{
    asio::thread_pool pool(1);
    BOOST_TEST(asio::query(idle_executor(pool), asio::execution::occupancy) == 0U);
    BOOST_TEST(concurrency(idle_executor(pool)) == 1U);
}

BOOST_AUTO_TEST_CASE(gives_the_window_four_items_for_each_call)
{
    asio::thread_pool pool(3);
    auto const stream = map_stream(pool, std::views::iota(0, 0), std::identity());
    BOOST_TEST(stream.window() == 12U);
    auto const wide = map_stream(pool, std::views::iota(0, 0), std::identity(), {.concurrency = 2000});
    BOOST_TEST(wide.window() == 4096U);
    auto const unbounded =
        map_stream(pool, std::views::iota(0, 0), std::identity(), {.concurrency = genpool::limit::unlimited});
    BOOST_TEST(unbounded.window() == 4096U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_default_concurrency_tests
