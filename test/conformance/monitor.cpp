// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Maps that are watched and steered while they run, with every pool, in both orders.
#include <genpool/async_consume.hpp>
#include <genpool/map_stream.hpp>
#include <genpool/monitor.hpp>
#include <genpool/transform.hpp>

#include "places.hpp"
#include "sources.hpp"
#include "support/values/describe.hpp"
#include "tokens.hpp"
#include "trial.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <ranges>
#include <utility>

namespace conformance_monitor_tests
{

using namespace genpool::test;

namespace
{

int same(int i) { return i; }

/// A map whose limits are others after each of its results.
class steered_form : public counting_form
{
public:
    static constexpr int variants = 1;
    explicit steered_form(int) {}

    template <class Pool>
    auto make(Pool& pool)
    {
        auto stream =
            genpool::map_stream(pool, std::views::iota(0, item_count), same, {.concurrency = 2, .window = 4});
        auto const steer = [monitor = stream.monitor()](int i) {
            monitor.set_concurrency(1 + static_cast<std::size_t>(i % 3));
            monitor.set_window(1 + static_cast<std::size_t>(i % 7));
            monitor.stats();
            return i;
        };
        return std::move(stream) | genpool::transform(steer);
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(conformance_monitor)

BOOST_AUTO_TEST_CASE(maps_whose_limits_change)
{
    trial<steered_form, any_of_each, callback_token, plain_function, false>().for_each_result();
}

BOOST_AUTO_TEST_CASE(maps_that_are_drained)
{
    any_of_each::each(host::duty::one_operation, [&](auto const& where) {
        surroundings s(where.threads);
        int delivered = 0;
        bool in_order = true;
        auto const done = use_awaitable_token::template run<genpool::summary>(s, [&](auto token) {
            auto stream = genpool::map_stream(where.pool, std::views::iota(0), same, {.window = 4});
            auto const on_result = [&, monitor = stream.monitor()](int i) {
                in_order = in_order && i == delivered++;
                if (i == item_count)
                    monitor.drain();
            };
            return genpool::async_consume(std::move(stream), on_result, std::move(token));
        });
        BOOST_TEST(describe(done.error) == "stopped");
        BOOST_TEST(in_order);
        BOOST_TEST(delivered > item_count);
    });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace conformance_monitor_tests
