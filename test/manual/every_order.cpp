// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Small maps, with the handlers that are queued at each moment run in every order that there is, and, in
// some, a stop between any two of them.
#include <genpool/async_for_each.hpp>
#include <genpool/async_map.hpp>
#include <genpool/map_stream.hpp>

#include "journal.hpp"
#include "reader.hpp"
#include "support/choices.hpp"
#include "support/manual_executor.hpp"
#include "support/sanitized.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdio>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using asio::cancellation_type;
using genpool::order;
using namespace genpool::test;

BOOST_TEST_DONT_PRINT_LOG_VALUE(order)
BOOST_TEST_DONT_PRINT_LOG_VALUE(cancellation_type)

namespace
{

/// Where a map lives.
struct place
{
    journal& log;
    manual_context& pool;
    manual_context& consumer;
};

/// A map that has begun.
struct begun
{
    std::shared_ptr<void> owner;
    std::function<void()> stop; ///< may be called between any two handlers; may be empty
};

/// Lets a map run in every order, or with sanitizers in some. Returns in how many.
template <class Begin>
std::size_t explore(plan const& p, Begin begin)
{
    choices all;
    std::size_t runs = 0;
    do {
        journal log(p);
        {
            manual_context consumer;
            manual_context pool;
            begun map = begin(place{log, pool, consumer});
            while (auto const queued = pool.pending() + consumer.pending()) {
                auto which = all.choose(queued + (map.stop ? 1 : 0));
                if (which < pool.pending())
                    pool.run_one(which);
                else if (which < queued)
                    consumer.run_one(which - pool.pending());
                else
                    std::exchange(map.stop, nullptr)();
            }
            check_end(log);
        }
        log.require(log.alive == 0, "nothing leaks");
        if (!log.broken.empty())
            BOOST_FAIL(log.broken << "\n  choices: " << all << "\n  end: " << log.end);
        ++runs;
    } while (all.next() && !(sanitized && runs == 200));
    return runs;
}

struct size
{
    std::size_t items, concurrency, window;
};

/// Explores every small map, and each with one failure at each place.
template <class Begin>
void explore_plans(char const* name, order o, std::vector<size> const& sizes, Begin begin)
{
    std::size_t runs = 0;
    for (auto const& s : sizes) {
        plan p{s.items, {.concurrency = s.concurrency, .window = s.window, .order = o}, {}, {}};
        runs += explore(p, begin);
        for (std::size_t at = 0; at != s.items; ++at) {
            p.call_fails = at;
            runs += explore(p, begin);
        }
        p.call_fails.reset();
        for (std::size_t at = 0; at <= s.items; ++at) {
            p.source_fails = at;
            runs += explore(p, begin);
        }
    }
    std::printf("every_order: %s, %s order: %zu runs\n", name, o == order::input ? "input" : "completion",
                runs);
}

std::vector<size> const sizes{{4, 1, 1}, {3, 1, 3}, {3, 2, 2}, {3, 2, 3}, {3, 3, 3}};

begun begin_stream(place const& at)
{
    auto results = genpool::map_stream(at.pool, range_of(at.log), call(at.log), at.log.planned.limits);
    return {std::make_shared<reader>(at.log, at.consumer, std::move(results)), {}};
}

/// A map with a callback for each result. `cancellation` may come anywhere; of type none, it does not.
template <class Source, class Function>
begun begin_for_each(place const& at, Source source, Function function,
                     cancellation_type cancellation = cancellation_type::none)
{
    auto& log = at.log;
    auto const signal = std::make_shared<asio::cancellation_signal>();
    auto const end = [&log, alive = counted(log.alive)](std::exception_ptr error, genpool::summary s) {
        complete(log, error, s);
    };
    genpool::async_for_each(
        at.pool, std::move(source), std::move(function), [&log](item&& i) { deliver(log, std::move(i)); },
        log.planned.limits,
        asio::bind_executor(at.consumer.get_executor(), asio::bind_cancellation_slot(signal->slot(), end)));
    if (cancellation == cancellation_type::none)
        return {signal, {}};
    return {signal, [signal, cancellation, &log] {
                log.stopped = cancellation != cancellation_type::total;
                log.drained = cancellation == cancellation_type::partial;
                signal->emit(cancellation);
            }};
}

/// The first stage does nothing, and has a place of its own in the window.
begun begin_two_stages(place const& at, cancellation_type cancellation = cancellation_type::none)
{
    auto first = at.log.planned.limits;
    first.window = 1;
    auto const pass = [](item&& i) { return std::move(i); };
    ++at.log.upstream_window;
    return begin_for_each(at, genpool::map_stream(at.pool, generator_of(at.log), pass, first), call(at.log),
                          cancellation);
}

auto const orders = boost::unit_test::data::make({order::input, order::completion});
auto const types = boost::unit_test::data::make(
    {cancellation_type::terminal, cancellation_type::partial, cancellation_type::total});

} // namespace

BOOST_DATA_TEST_CASE(a_stream_in_every_order, orders, o) { explore_plans("stream", o, sizes, begin_stream); }

BOOST_DATA_TEST_CASE(a_callback_in_every_order, orders, o)
{
    explore_plans("callback", o, sizes,
                  [](place const& at) { return begin_for_each(at, generator_of(at.log), call(at.log)); });
}

BOOST_DATA_TEST_CASE(a_stream_stopped_anywhere, orders, o)
{
    explore_plans("stream stopped", o, sizes, [](place const& at) {
        auto map = begin_stream(at);
        map.stop = [&log = at.log, owner = map.owner] {
            log.stopped = true;
            static_cast<reader*>(owner.get())->results().request_stop();
        };
        return map;
    });
}

BOOST_DATA_TEST_CASE(a_stream_closed_anywhere, orders, o)
{
    explore_plans("stream closed", o, sizes, [](place const& at) {
        auto map = begin_stream(at);
        map.stop = [&log = at.log, owner = map.owner] {
            log.stopped = true;
            static_cast<reader*>(owner.get())->close();
        };
        return map;
    });
}

BOOST_DATA_TEST_CASE(a_callback_cancelled_anywhere, orders* types, o, type)
{
    explore_plans("callback cancelled", o, sizes, [type = type](place const& at) {
        return begin_for_each(at, range_of(at.log), call(at.log), type);
    });
}

BOOST_DATA_TEST_CASE(a_waiting_source_in_every_order, orders, o)
{
    explore_plans("waiting source", o, {{3, 1, 1}, {2, 2, 2}}, [](place const& at) {
        return begin_for_each(at, waiting_generator_of(at.log, turn_of(at.consumer.get_executor())),
                              call(at.log));
    });
}

BOOST_DATA_TEST_CASE(a_waiting_source_cancelled_anywhere, orders* types, o, type)
{
    explore_plans("waiting source cancelled", o, {{2, 1, 1}, {2, 2, 2}}, [type = type](place const& at) {
        return begin_for_each(at, waiting_generator_of(at.log, turn_of(at.consumer.get_executor())),
                              call(at.log), type);
    });
}

BOOST_DATA_TEST_CASE(asynchronous_calls_in_every_order, orders, o)
{
    explore_plans("asynchronous calls", o, sizes,
                  [](place const& at) { return begin_for_each(at, range_of(at.log), waiting_call(at.log)); });
}

BOOST_DATA_TEST_CASE(asynchronous_calls_cancelled_anywhere, orders* types, o, type)
{
    explore_plans("asynchronous calls cancelled", o, {{2, 1, 1}, {2, 2, 2}}, [type = type](place const& at) {
        return begin_for_each(at, range_of(at.log), waiting_call(at.log), type);
    });
}

BOOST_DATA_TEST_CASE(two_stages_in_every_order, orders, o)
{
    explore_plans("two stages", o, {{3, 1, 2}, {2, 2, 2}},
                  [](place const& at) { return begin_two_stages(at); });
}

BOOST_DATA_TEST_CASE(two_stages_cancelled_anywhere, orders* types, o, type)
{
    explore_plans("two stages cancelled", o, {{2, 1, 2}},
                  [type = type](place const& at) { return begin_two_stages(at, type); });
}

BOOST_DATA_TEST_CASE(collecting_in_every_order, orders, o)
{
    explore_plans("collecting", o, sizes, [](place const& at) -> begun {
        at.log.sees_hand_over = false;
        genpool::async_map(
            at.pool, generator_of(at.log), call(at.log), at.log.planned.limits,
            asio::bind_executor(at.consumer.get_executor(),
                                [&log = at.log](std::exception_ptr error, std::vector<item> all) {
                                    for (auto& i : all)
                                        deliver(log, std::move(i));
                                    complete(log, error);
                                }));
        return {};
    });
}
