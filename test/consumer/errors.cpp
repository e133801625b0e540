// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Failures on the consumer's side: callbacks that throw, and results that cannot be moved to it.
#include <genpool/async_map.hpp>
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/event.hpp"
#include "support/maps/run_map.hpp"
#include "support/maps/stream_calls.hpp"
#include "support/maps/usual.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace consumer_errors_tests
{

namespace asio = boost::asio;
using namespace genpool::test;
using genpool::end_reason;
using genpool::map_stream;
using genpool::order;

namespace
{

/// A result whose `fatal_move`th move throws.
class fragile
{
public:
    fragile(std::size_t v, int fatal_move) : value(v), moves_left_(fatal_move) {}
    fragile(fragile&& other) : value(other.value), moves_left_(other.moves_left_ - 1)
    {
        if (moves_left_ == 0)
            throw std::runtime_error("unmovable");
    }
    fragile& operator=(fragile&&) = delete;

    std::size_t value;

private:
    int moves_left_;
};

auto fragile_at(std::size_t where)
{
    return [where](std::size_t i) { return fragile(i, i == where ? 1 : 1000); };
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(errors_of_consumers, four_threads)

BOOST_AUTO_TEST_CASE(a_callback_that_throws_stops_the_map_and_its_item_counts_as_delivered)
{
    asio::thread_pool elsewhere(1);
    auto const check = [&](auto bind) {
        for (auto how : both_orders)
            for (std::size_t window : {1u, 4u, 64u})
                for (std::size_t where : {1u, 2u, 100u}) {
                    std::size_t delivered = 0;
                    std::atomic<std::size_t> called{0};
                    auto const call = [&](std::size_t i) {
                        ++called;
                        return i;
                    };
                    auto const map = run_map(pool, endless(), call, {.window = window, .order = how},
                                             bind([&](std::size_t) {
                                                 if (++delivered == where)
                                                     throw std::runtime_error("callback");
                                             }));
                    BOOST_TEST(map.error == "callback");
                    BOOST_TEST(delivered == where);
                    BOOST_TEST(map.account.delivered == where);
                    BOOST_TEST(map.account.failed == 0u);
                    BOOST_TEST(!map.account.first_error_index);
                    BOOST_TEST((map.account.ended == end_reason::failed));
                    BOOST_TEST(balanced(map.account));
                    BOOST_TEST(map.account.pulled <= where + window);
                    BOOST_TEST(called <= where + window);
                }
    };
    check([](auto f) { return f; });
    check([&](auto f) { return asio::bind_executor(elsewhere, f); });
}

BOOST_AUTO_TEST_CASE(a_callback_that_throws_at_the_last_item_is_an_error_too)
{
    std::size_t delivered = 0;
    auto const map = run_map(pool, std::views::iota(std::size_t(0), std::size_t(10)), std::identity(), {},
                             [&](std::size_t) {
                                 if (++delivered == 10)
                                     throw std::runtime_error("callback");
                             });
    BOOST_TEST(map.error == "callback");
    BOOST_TEST(map.account.delivered == 10u);
    BOOST_TEST((map.account.ended == end_reason::failed));
}

BOOST_AUTO_TEST_CASE(its_exception_is_the_completions_even_when_a_later_call_has_failed)
{
    event failed;
    auto const call = [&](std::size_t i) {
        if (i == 5) {
            failed.set();
            throw std::runtime_error("call");
        }
        return i;
    };
    auto const map = run_map(pool, endless(), call, {.window = 8}, [&](std::size_t) {
        failed.wait();
        throw std::runtime_error("callback");
    });
    BOOST_TEST(map.error == "callback");
    BOOST_TEST(map.account.delivered == 1u);
    BOOST_TEST(map.account.failed == 1u);
    BOOST_TEST(balanced(map.account));
}

BOOST_AUTO_TEST_CASE(the_map_completes_only_after_the_calls_that_run)
{
    event started, threw;
    std::atomic<bool> returned{false};
    auto const call = [&](std::size_t i) {
        if (i == 1) {
            started.set();
            threw.wait();
            returned = true;
        }
        return i;
    };
    auto const map = run_map(pool, endless(), call, {.concurrency = 2, .window = 2}, [&](std::size_t) {
        started.wait();
        threw.set();
        throw std::runtime_error("callback");
    });
    BOOST_TEST(map.error == "callback");
    BOOST_TEST(returned);
}

BOOST_AUTO_TEST_CASE(a_result_that_cannot_be_moved_fails_in_its_place)
{
    for (std::size_t where : {0u, 1u, 50u}) {
        auto s = map_stream(pool, endless(), fragile_at(where), {.window = 8});
        event ended;
        std::size_t expected = 0;
        std::string error;
        bool in_order = true;
        std::function<void()> ask = [&] {
            s.async_next([&](std::exception_ptr e, auto&& item) {
                if (item) {
                    in_order = in_order && item->value == expected++;
                    return ask();
                }
                error = describe(e);
                ended.set();
            });
        };
        ask();
        ended.wait();
        BOOST_TEST(error == "unmovable");
        BOOST_TEST(in_order);
        BOOST_TEST(expected == where);
        auto const end = close(s);
        BOOST_TEST(end.account.delivered == where);
        BOOST_TEST(end.account.failed == 1u);
        BOOST_TEST(end.account.first_error_index.value() == where);
        BOOST_TEST((end.account.ended == end_reason::failed));
        BOOST_TEST(balanced(end.account));
    }
}

BOOST_AUTO_TEST_CASE(a_result_that_cannot_be_moved_fails_for_try_next_callbacks_and_vectors)
{
    auto s = map_stream(pool, endless(), fragile_at(0), {.window = 2});
    while (s.stats().ready != 2)
        std::this_thread::yield();
    BOOST_TEST(!s.try_next());
    BOOST_TEST(close(s).error == "unmovable");

    std::size_t delivered = 0;
    auto const map = run_map(pool, endless(), fragile_at(20), {.window = 8}, [&](fragile&&) { ++delivered; });
    BOOST_TEST(map.error == "unmovable");
    BOOST_TEST(delivered == 20u);
    BOOST_TEST(map.account.failed == 1u);
    BOOST_TEST(balanced(map.account));

    event ended;
    std::string error;
    std::size_t collected = 0;
    auto const three_moves = [](std::size_t i) { return fragile(i, i == 20 ? 2 : 1000); };
    genpool::async_map(pool, endless(), three_moves, [&](std::exception_ptr e, std::vector<fragile>&& all) {
        error = describe(e);
        collected = all.size();
        ended.set();
    });
    ended.wait();
    BOOST_TEST(error == "unmovable");
    BOOST_TEST(collected <= 20u);
}

BOOST_AUTO_TEST_CASE(a_result_that_cannot_be_moved_to_the_next_stage_fails_it)
{
    auto early = map_stream(pool, endless(), fragile_at(10), {.window = 4});
    auto const value = [](fragile&& f) { return f.value; };
    auto const map = collect_map(pool, std::move(early), value, {.window = 4});
    BOOST_TEST(map.error == "source: unmovable");
    BOOST_TEST(map.results.size() == 10u);
    BOOST_TEST(map.account.upstream.at(0).failed == 1u);
    BOOST_TEST(balanced(map.account));
}

BOOST_AUTO_TEST_CASE(a_result_whose_construction_throws_fails_its_call)
{
    struct picky
    {
        explicit picky(std::size_t i)
        {
            if (i == 4)
                throw std::runtime_error("picky");
        }
    };
    auto const map = collect_map(pool, endless(), [](std::size_t i) { return picky(i); });
    BOOST_TEST(map.error == "picky");
    BOOST_TEST(map.results.size() == 4u);
    BOOST_TEST(map.account.first_error_index.value() == 4u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace consumer_errors_tests
