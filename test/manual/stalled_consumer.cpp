// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What is pulled while the consumer takes nothing, and what is pulled for each result that it takes.
#include <genpool/async_for_each.hpp>
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/manual_executor.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <exception>
#include <optional>
#include <ranges>

namespace manual_stalled_consumer_tests
{

namespace asio = boost::asio;
using genpool::order;
using namespace genpool::test;

namespace
{

auto const windows = boost::unit_test::data::xrange<std::size_t>(1, 9);
auto const orders = boost::unit_test::data::make({order::input, order::completion});

genpool::generator<std::size_t> counting(std::size_t& pulled)
{
    for (;;) {
        ++pulled;
        co_yield pulled;
    }
}

auto counting_range(std::size_t& pulled)
{
    return std::views::iota(std::size_t(1)) | std::views::transform([&pulled](std::size_t i) {
               pulled = i;
               return i;
           });
}

auto const identity = [](std::size_t i) { return i; };

/// Takes results one by one, and looks each time at what has been pulled for it.
template <class Source>
void check_stream(Source source, std::size_t& pulled, std::size_t window, order o)
{
    manual_context pool;
    auto results = genpool::map_stream(pool, std::move(source), identity,
                                       {.concurrency = 2, .window = window, .order = o});
    BOOST_TEST(pulled == 0u); // no code of the source runs inside the call
    for (std::size_t taken = 0; taken != 3 * window; ++taken) {
        pool.run();
        BOOST_TEST(pulled == taken + window);
        BOOST_TEST(results.stats().running == 0u);
        BOOST_TEST(pool.run() == 0u); // and nothing more, for ever
        BOOST_TEST(results.try_next().has_value());
    }
    results.request_stop();
    pool.run();
}

} // namespace

BOOST_AUTO_TEST_SUITE(stalled_consumer)

BOOST_DATA_TEST_CASE(a_stalled_consumer_of_a_generator_pulls_exactly_the_window, windows* orders, window, o)
{
    std::size_t pulled = 0;
    check_stream(counting(pulled), pulled, window, o);
}

BOOST_DATA_TEST_CASE(a_stalled_consumer_of_a_range_pulls_exactly_the_window, windows* orders, window, o)
{
    std::size_t pulled = 0;
    check_stream(counting_range(pulled), pulled, window, o);
}

BOOST_DATA_TEST_CASE(a_stalled_consumer_stalls_every_stage, windows* orders, window, o)
{
    std::size_t pulled = 0;
    manual_context pool;
    auto first =
        genpool::map_stream(pool, counting(pulled), identity, {.concurrency = 2, .window = 3, .order = o});
    auto second = genpool::map_stream(pool, std::move(first), identity,
                                      {.concurrency = 2, .window = window, .order = o});
    for (std::size_t taken = 0; taken != 3 * window; ++taken) {
        pool.run();
        BOOST_TEST(pulled == taken + window + 3);
        BOOST_TEST(second.try_next().has_value());
    }
    second.request_stop();
    pool.run();
}

BOOST_DATA_TEST_CASE(a_callback_that_waits_for_its_executor_stalls_the_source, windows* orders, window, o)
{
    std::size_t pulled = 0;
    std::size_t delivered = 0;
    std::size_t ahead = 0;
    manual_context pool;
    manual_context consumer;
    std::optional<genpool::summary> end;
    auto source = counting(pulled);
    genpool::async_for_each(
        pool, std::move(source), identity,
        asio::bind_executor(consumer,
                            [&](std::size_t i) {
                                // The slot of this item is free from now on, and only of this one.
                                ahead = std::max(ahead, pulled - delivered);
                                ++delivered;
                                if (i == 5 * window)
                                    throw std::runtime_error("enough");
                            }),
        {.concurrency = 2, .window = window, .order = o},
        asio::bind_executor(consumer, [&](std::exception_ptr, genpool::summary s) { end = s; }));
    pool.run();
    BOOST_TEST(pulled == window);
    while (!end) {
        BOOST_REQUIRE(consumer.pending() + pool.pending() != 0u);
        if (consumer.pending() != 0)
            consumer.run_one();
        pool.run();
    }
    BOOST_TEST(ahead == window);
    BOOST_TEST(end->pulled == end->delivered + end->cancelled);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace manual_stalled_consumer_tests
