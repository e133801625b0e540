// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// pulled == delivered + failed + cancelled, always; here for stages and odd ends. The other files check
// it wherever a map ends.
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/cancellable_map.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <stdexcept>
#include <thread>
#include <utility>

namespace consumer_summary_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::end_reason;
using genpool::map_stream;
using genpool::order;

BOOST_FIXTURE_TEST_SUITE(summaries, two_threads)

BOOST_AUTO_TEST_CASE(a_map_that_completes_has_delivered_all_that_it_pulled)
{
    auto const s = collect_map(pool, numbers(1234), std::identity()).account;
    BOOST_TEST(s.pulled == 1234u);
    BOOST_TEST(s.delivered == 1234u);
    BOOST_TEST(s.failed == 0u);
    BOOST_TEST(s.cancelled == 0u);
    BOOST_TEST(!s.first_error_index);
    BOOST_TEST((s.ended == end_reason::completed));
    BOOST_TEST(s.upstream.empty());
}

BOOST_AUTO_TEST_CASE(earlier_stages_are_listed_the_nearest_first)
{
    auto first = map_stream(pool, numbers(100), std::identity(), {.window = 5});
    auto second = map_stream(pool, std::move(first), std::identity(), {.window = 3});
    auto third = map_stream(pool, std::move(second), [](std::size_t i) {
        if (i == 40)
            throw std::runtime_error("third");
        return i;
    });
    auto const s = collect_map(pool, std::move(third), std::identity()).account;
    BOOST_TEST_REQUIRE(s.upstream.size() == 3u);
    for (auto const& stage : s.upstream)
        BOOST_TEST(stage.upstream.empty()); // a list, not a tree
    BOOST_TEST((s.ended == end_reason::source_failed));
    BOOST_TEST((s.upstream[0].ended == end_reason::failed));
    BOOST_TEST(s.upstream[0].first_error_index.value() == 40u);
    BOOST_TEST(s.upstream[0].delivered == s.pulled);
    BOOST_TEST(s.upstream[1].delivered == s.upstream[0].pulled);
    BOOST_TEST(s.upstream[2].delivered == s.upstream[1].pulled);
    BOOST_TEST(s.delivered == 40u);
    BOOST_TEST(balanced(s));
}

BOOST_AUTO_TEST_CASE(a_stage_that_is_cut_off_says_stopped_unless_it_had_ended)
{
    for (std::size_t items : {3u, 1000u}) {
        event reached;
        auto first = map_stream(pool, numbers(items), std::identity(), {.window = 64});
        while (first.stats().ready != std::min<std::size_t>(items, 64))
            std::this_thread::yield();
        auto second = map_stream(pool, std::move(first), std::identity(), {.window = 4});
        if (items == 3)
            BOOST_TEST(end_of(second) == "ok");
        auto const end = close(second);
        BOOST_TEST_REQUIRE(end.account.upstream.size() == 1u);
        BOOST_TEST(
            (end.account.upstream[0].ended == (items == 3 ? end_reason::completed : end_reason::stopped)));
        BOOST_TEST(balanced(end.account));
    }
}

BOOST_AUTO_TEST_CASE(finished_results_that_were_not_taken_count_as_cancelled)
{
    auto s = map_stream(pool, numbers(10), std::identity(), {.window = 20});
    while (s.stats().ready != 10)
        std::this_thread::yield();
    BOOST_TEST(next_of(s).has_value());
    BOOST_TEST(s.try_next().has_value());
    auto const account = close(s).account;
    BOOST_TEST(account.delivered == 2u);
    BOOST_TEST(account.cancelled == 8u);
    BOOST_TEST((account.ended == end_reason::stopped)); // a truncated result never looks complete
}

BOOST_AUTO_TEST_CASE(the_statistics_never_contradict_themselves)
{
    std::atomic<bool> over{false};
    auto const sometimes_slow = [](std::size_t i) {
        if (i % 500 == 0)
            std::this_thread::yield();
        return i;
    };
    for (auto how : {order::input, order::completion}) {
        over = false;
        auto s = map_stream(pool, endless(), sometimes_slow, {.window = 32, .order = how});
        bool wrong = false;
        std::size_t seen = 0;
        std::jthread observer([&] {
            genpool::statistics last;
            while (!over) {
                auto const now = s.stats();
                wrong = wrong || now.pulled < now.delivered + now.failed + now.ready + now.waiting;
                wrong = wrong || now.pulled - now.delivered > 32 || now.running > s.concurrency();
                wrong = wrong || now.pulled < last.pulled || now.delivered < last.delivered;
                last = now;
                ++seen;
            }
        });
        for (int i = 0; i != 2000; ++i)
            BOOST_TEST_REQUIRE(next_of(s).has_value());
        over = true;
        observer.join();
        s.request_stop();
        BOOST_TEST(end_of(s) == "stopped");
        BOOST_TEST(!wrong);
        BOOST_TEST(seen != 0u);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace consumer_summary_tests
