// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What an awaitable call costs in blocks of memory once a map runs: nothing but what its own coroutine takes, which Asio
// keeps for the next one. Counted as what a long map takes more than a short one.
#include <genpool/async_for_each.hpp>

#include "bench/support/allocations.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>

namespace engine_callers_allocations_tests
{

namespace asio = boost::asio;
using namespace genpool::test;

namespace
{

asio::awaitable<std::size_t> at_once(std::size_t i) { co_return i; }

template <class Function>
std::size_t allocations_of(std::size_t items, Function f, genpool::options const& o)
{
    asio::thread_pool pool(1); // so that Asio's caches of threads serve what they can
    auto const before = bench::allocations();
    genpool::async_for_each(
        pool, numbers(items), f, [](std::size_t) {}, o, asio::use_future)
        .get();
    return bench::allocations() - before;
}

} // namespace

BOOST_AUTO_TEST_SUITE(callers_allocations)

BOOST_AUTO_TEST_CASE(nothing_is_allocated_for_an_awaitable_call)
{
    for (auto how : both_orders)
        for (std::size_t const at_once_running : {1, 4}) {
            genpool::options const o{.concurrency = at_once_running, .order = how};
            auto const few = allocations_of(10'000, at_once, o);
            auto const many = allocations_of(30'000, at_once, o);
            BOOST_TEST(many < few + 100);
        }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace engine_callers_allocations_tests
