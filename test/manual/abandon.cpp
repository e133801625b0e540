// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Maps that are abandoned after every number of handlers, in every order of destruction of the stream, the pool, the
// consumer's context and the context of a timer that the source awaits.
#include <genpool/async_for_each.hpp>
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/manual_executor.hpp"
#include "support/values/counted.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace manual_abandon_tests
{

namespace asio = boost::asio;
using namespace genpool::test;

namespace
{

struct item
{
    explicit item(census& c) : life(c) {}
    counted life;
};

/// Three contexts and whatever lives outside them.
struct world
{
    census lives{0};
    int completions = 0;
    std::optional<manual_context> pool{std::in_place};
    std::optional<manual_context> consumer{std::in_place};
    std::optional<manual_context> elsewhere{std::in_place};
    std::shared_ptr<void> held; // the stream, where the test holds it

    /// Only while the source waits there, or nobody will start anything there: else that is the user's error.
    void destroy_elsewhere()
    {
        if (elsewhere->pending() != 0 || !pool)
            elsewhere.reset();
    }

    /// Runs one handler of the first context that has one; false if none has.
    bool step()
    {
        for (auto* context : {&pool, &consumer, &elsewhere})
            if (*context && (*context)->pending() != 0) {
                (*context)->run_one();
                return true;
            }
        return false;
    }
};

genpool::generator<item> plain_items(world& w)
{
    counted const frame(w.lives);
    for (int i = 0; i != 4; ++i) {
        item next(w.lives);
        co_yield std::move(next);
    }
}

/// Waits in the third context before every item.
genpool::generator<item> awaited_items(world& w)
{
    counted const frame(w.lives);
    for (int i = 0; i != 3; ++i) {
        co_await asio::post(w.elsewhere->get_executor(), asio::deferred);
        item next(w.lives);
        co_yield std::move(next);
    }
}

auto copying(world& w)
{
    return [life = counted(w.lives)](item i) { return i; };
}

asio::awaitable<void> read_all(world& w, genpool::stream<item> results)
{
    counted const frame(w.lives);
    while (auto next = co_await results.async_next(asio::use_awaitable))
        ;
    ++w.completions;
}

using begin = std::function<void(world&)>;
using make_source = std::function<genpool::generator<item>(world&)>;

begin held_stream(make_source source)
{
    return [=](world& w) {
        w.held = std::make_shared<genpool::stream<item>>(
            genpool::map_stream(*w.pool, source(w), copying(w), {.concurrency = 2, .window = 2}));
    };
}

begin chained_streams(make_source source)
{
    return [=](world& w) {
        auto first = genpool::map_stream(*w.pool, source(w), copying(w), {.concurrency = 1, .window = 1});
        w.held = std::make_shared<genpool::stream<item>>(
            genpool::map_stream(*w.consumer, std::move(first), copying(w), {.concurrency = 2, .window = 2}));
    };
}

begin waiting_stream(make_source source)
{
    return [=](world& w) {
        auto results = std::make_shared<genpool::stream<item>>(
            genpool::map_stream(*w.pool, source(w), copying(w), {.concurrency = 2, .window = 2}));
        results->async_next(asio::bind_executor(
            *w.consumer,
            [&w, life = counted(w.lives)](std::exception_ptr, std::optional<item>) { ++w.completions; }));
        w.held = std::move(results);
    };
}

begin closing_stream(make_source source)
{
    return [=](world& w) {
        auto results = std::make_shared<genpool::stream<item>>(
            genpool::map_stream(*w.pool, source(w), copying(w), {.concurrency = 2, .window = 2}));
        results->async_close(asio::bind_executor(
            *w.consumer,
            [&w, life = counted(w.lives)](std::exception_ptr, genpool::summary) { ++w.completions; }));
        w.held = std::move(results);
    };
}

begin callback(make_source source)
{
    return [=](world& w) {
        genpool::async_for_each(
            *w.pool, source(w), copying(w),
            asio::bind_executor(*w.consumer, [life = counted(w.lives)](item) {}),
            {.concurrency = 2, .window = 2},
            asio::bind_executor(*w.consumer, [&w, life = counted(w.lives)](
                                                 std::exception_ptr, genpool::summary) { ++w.completions; }));
    };
}

begin coroutine(make_source source)
{
    return [=](world& w) {
        auto results = genpool::map_stream(*w.pool, source(w), copying(w), {.concurrency = 2, .window = 2});
        asio::co_spawn(*w.consumer, read_all(w, std::move(results)), asio::detached);
    };
}

/// Abandons it after every number of handlers, in every order of destruction.
void check(begin const& start)
{
    using destroy = void (*)(world&);
    std::array<destroy, 4> const destructions{
        [](world& w) { w.held.reset(); }, [](world& w) { w.pool.reset(); },
        [](world& w) { w.consumer.reset(); }, [](world& w) { w.destroy_elsewhere(); }};
    std::array<std::size_t, 4> sequence{0, 1, 2, 3};
    do {
        for (std::size_t steps = 0, last = 1; steps <= last; ++steps) {
            world w;
            start(w);
            std::size_t done = 0;
            while (done != steps && w.step())
                ++done;
            if (done == steps)
                last = steps + 1;
            for (auto which : sequence) {
                destructions[which](w);
                for (int i = 0; i != 1000 && w.step(); ++i)
                    ;
            }
            BOOST_TEST(w.lives == 0, "after " << steps << " handlers, order " << sequence[0] << sequence[1]
                                              << sequence[2] << sequence[3] << ", " << w.lives
                                              << " objects live");
            BOOST_TEST(w.completions <= 1);
        }
    } while (std::next_permutation(sequence.begin(), sequence.end()));
}

} // namespace

BOOST_AUTO_TEST_SUITE(abandoned_streams_step_by_step)

BOOST_AUTO_TEST_CASE(a_stream_abandoned_at_every_step_leaks_nothing)
{
    check(held_stream(plain_items));
    check(held_stream(awaited_items));
}

BOOST_AUTO_TEST_CASE(two_stages_abandoned_at_every_step_leak_nothing)
{
    check(chained_streams(plain_items));
    check(chained_streams(awaited_items));
}

BOOST_AUTO_TEST_CASE(a_stream_waited_for_and_abandoned_at_every_step_leaks_nothing)
{
    check(waiting_stream(plain_items));
    check(waiting_stream(awaited_items));
}

BOOST_AUTO_TEST_CASE(a_stream_closed_and_abandoned_at_every_step_leaks_nothing)
{
    check(closing_stream(plain_items));
    check(closing_stream(awaited_items));
}

BOOST_AUTO_TEST_CASE(a_map_with_a_callback_abandoned_at_every_step_leaks_nothing)
{
    check(callback(plain_items));
    check(callback(awaited_items));
}

BOOST_AUTO_TEST_CASE(a_coroutine_that_reads_abandoned_at_every_step_leaks_nothing)
{
    check(coroutine(plain_items));
    check(coroutine(awaited_items));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace manual_abandon_tests
