// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What the parts of pipes cost: a pipe against the same written by hand, and what each part adds to a map. On one
// thread, in the processor's time, so that whatever an item takes is in it, and nothing else.
#include <genpool/async_consume.hpp>
#include <genpool/budget.hpp>
#include <genpool/chunk.hpp>
#include <genpool/enumerate.hpp>
#include <genpool/filter.hpp>
#include <genpool/flatten.hpp>
#include <genpool/map.hpp>
#include <genpool/merge.hpp>
#include <genpool/take.hpp>
#include <genpool/throttle.hpp>
#include <genpool/transform.hpp>
#include <genpool/zip.hpp>

#include "bench/support/allocations_per_item.hpp"
#include "bench/support/contest.hpp"
#include "bench/support/ours.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace
{

constexpr std::size_t items = 1'000'000;

bool is_even(std::size_t i) { return i % 2 == 0; }
std::size_t half(std::size_t i) { return i / 2; }

// The first `count` of the halves of even numbers, numbered: 0, 1, 2, …

void through_parts(std::size_t count)
{
    asio::thread_pool pool(1);
    std::size_t sum = 0;
    genpool::async_consume(
        bench::numbers(4 * count) | genpool::filter(is_even) | genpool::map(pool, half) |
            genpool::enumerate() | genpool::take(count),
        [&](genpool::indexed<std::size_t> i) { sum += (i.index + i.value) / 2; }, asio::use_future)
        .get();
    bench::check_sum(count, sum);
}

genpool::generator<std::size_t> even_numbers(std::size_t end)
{
    for (std::size_t i = 0; i != end; ++i)
        if (is_even(i))
            co_yield i;
}

void by_hand(std::size_t count)
{
    asio::thread_pool pool(1);
    std::size_t sum = 0;
    std::size_t index = 0;
    asio::cancellation_signal stop;
    std::promise<void> end;
    genpool::async_for_each(
        pool, even_numbers(4 * count), half,
        [&](std::size_t i) {
            if (index == count)
                return;
            sum += (index + i) / 2;
            if (++index == count)
                stop.emit(asio::cancellation_type::terminal);
        },
        asio::bind_cancellation_slot(stop.slot(),
                                     [&](std::exception_ptr, genpool::summary const&) { end.set_value(); }));
    end.get_future().wait();
    bench::check_sum(count, sum);
}

/// What a part adds, or several.
struct addition
{
    std::string name;
    std::function<void(std::size_t items)> map;
};

/// The items that `make_source` gives are 0 … n − 1, or become that in `function`.
template <class MakeSource, class Function>
addition with(std::string name, MakeSource make_source, Function function)
{
    return {std::move(name), [=](std::size_t n) {
                bench::map_and_sum(
                    n, 1, [=](auto&) { return make_source(n); }, function);
            }};
}

template <class MakeSource>
addition with(std::string name, MakeSource make_source)
{
    return with(std::move(name), make_source, bench::nothing);
}

genpool::generator<std::size_t> every_second(std::size_t first, std::size_t end)
{
    for (auto i = first; i < end; i += 2)
        co_yield i;
}

std::vector<addition> additions()
{
    using bench::numbers;
    genpool::budget const plenty(std::size_t(1) << 40);
    return {
        with("filter",
             [](std::size_t n) {
                 return numbers(n) | genpool::filter([n](std::size_t i) { return i != n; });
             }),
        with("take", [](std::size_t n) { return numbers(n) | genpool::take(n); }),
        with(
            "enumerate", [](std::size_t n) { return numbers(n) | genpool::enumerate(); },
            [](genpool::indexed<std::size_t> const& i) { return i.value; }),
        with("transform",
             [](std::size_t n) {
                 return numbers(n + 1) | genpool::transform([n](std::size_t i) { return n - i; }) |
                        genpool::filter([n](std::size_t i) { return i != n; });
             }),
        with(
            "zip, with what a second generator takes",
            [](std::size_t n) { return numbers(n) | genpool::zip(numbers(n)); },
            [](std::tuple<std::size_t, std::size_t> const& i) { return std::get<1>(i); }),
        with("merge of two generators",
             [](std::size_t n) { return every_second(0, n) | genpool::merge(every_second(1, n)); }),
        with("throttle, its limit not reached",
             [](std::size_t n) { return numbers(n) | genpool::throttle(1000, 1ns); }),
        with("charge",
             [=](std::size_t n) {
                 return numbers(n) | genpool::charge(plenty, [](std::size_t) { return std::size_t(1); });
             }),
        with("chunk of 64, and flatten",
             [](std::size_t n) { return numbers(n) | genpool::chunk(64) | genpool::flatten(); }),
        with("chunk of 64 within 1 h, and flatten",
             [](std::size_t n) { return numbers(n) | genpool::chunk(64, 1h) | genpool::flatten(); }),
    };
}

/// Where a chunk is a block, and its vector has grown to it.
bool has_chunks(addition const& a) { return a.name.starts_with("chunk"); }

} // namespace

int main(int argc, char** argv)
{
    auto const rounds = bench::rounds_asked_for(argc, argv);
    constexpr double most_added = 12;

    auto piped = bench::worked("genpool", items, [] { through_parts(items); });
    auto hand = bench::worked("a generator, a map, and a callback that counts and stops", items,
                              [] { by_hand(items); });
    auto plain =
        bench::worked("a map without it", items, [] { bench::map_generator(items, 1, bench::nothing); });
    auto const all = additions();
    std::deque<bench::contestant> contestants; // which stay where they are
    std::vector<bench::contestant*> in_turn{&piped, &hand, &plain};
    for (auto const& a : all)
        in_turn.push_back(&contestants.emplace_back(bench::worked("genpool", items, [&] { a.map(items); })));
    bench::run_interleaved(in_turn, rounds);

    bench::report("parts", "filter | map | enumerate | take", piped, hand, std::nullopt);
    bench::report_difference("parts", "the same", piped, hand, 3 * most_added, bench::ns_per_item);
    bench::report_alone("parts", "a map without a part", plain, std::nullopt, bench::ns_per_item);
    for (std::size_t i = 0; i != all.size(); ++i)
        bench::report_difference("parts", all[i].name, contestants[i], plain, most_added, bench::ns_per_item);

    auto const count = [](std::string const& name, std::function<void(std::size_t)> const& map, bool chunks) {
        bench::contestant c{"genpool", [&] { return bench::allocations_per_item(map); }};
        bench::run_interleaved({&c}, 1);
        bench::report_alone("parts", name, c, chunks ? 1.1 / 64 : bench::no_allocation,
                            {"allocations/item", 1});
    };
    count("filter | map | enumerate | take", through_parts, false);
    for (auto const& a : all)
        count(a.name, a.map, has_chunks(a));
}
