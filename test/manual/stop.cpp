// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/map_stream.hpp>

#include "journal.hpp"
#include "support/execution/manual_executor.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>

namespace manual_stop_tests
{

using namespace genpool::test;

BOOST_AUTO_TEST_SUITE(stop_by_hand)

BOOST_AUTO_TEST_CASE(after_a_stop_nothing_is_pulled_in_the_middle_of_a_batch_either)
{
    manual_context pool;
    journal log(plan{100'000, {.concurrency = 1, .window = 1024}, {}, {}});
    std::optional<genpool::stream<item>> results;
    auto stopping = [&]() -> genpool::generator<item> {
        for (;;) {
            if (log.pulled == 50'000) {
                log.stopped = log.source_waits = true;
                results->request_stop();
            }
            co_yield pull(log);
            log.source_waits = false;
        }
    };
    results = genpool::map_stream(pool, stopping(), call(log), log.planned.limits);
    while (!log.stopped) {
        pool.run();
        while (auto i = results->try_next())
            deliver(log, std::move(*i));
    }
    pool.run();
    BOOST_TEST(log.pulled == 50'001u);
    BOOST_TEST(log.broken == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace manual_stop_tests
