// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// How many blocks of memory an item costs once a map runs: what a long map takes more than a short one.
#include <genpool/async_for_each.hpp>
#include <genpool/blocking.hpp>
#include <genpool/coro.hpp>
#include <genpool/map_stream.hpp>

#include "bench/support/allocations_per_item.hpp"
#include "bench/support/awaited.hpp"
#include "bench/support/contest.hpp"
#include "bench/support/ours.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <future>
#include <memory_resource>
#include <optional>
#include <ranges>
#include <string>

namespace asio = boost::asio;

namespace
{

constexpr double none = bench::no_allocation;

void map_range(std::size_t items)
{
    bench::map_and_sum(
        items, 2, [=](auto&) { return std::views::iota(std::size_t(0), items); }, bench::nothing);
}

asio::experimental::coro<std::size_t> coro_numbers(asio::any_io_executor, std::size_t items)
{
    for (std::size_t i = 0; i != items; ++i)
        co_yield i;
}

void map_coro(std::size_t items)
{
    bench::map_and_sum(
        items, 2, [=](asio::thread_pool& pool) { return coro_numbers(pool.get_executor(), items); },
        bench::nothing);
}

/// Pulls with a callback whose allocator keeps what it has.
class puller
{
public:
    explicit puller(genpool::stream<std::size_t> results) : results_(std::move(results)) {}

    std::size_t sum()
    {
        pull();
        return end_.get_future().get();
    }

private:
    void pull()
    {
        results_.async_next(asio::bind_allocator(std::pmr::polymorphic_allocator<>(&memory_),
                                                 [this](std::exception_ptr, std::optional<std::size_t> i) {
                                                     if (!i)
                                                         return end_.set_value(sum_);
                                                     sum_ += *i;
                                                     pull();
                                                 }));
    }

    std::pmr::synchronized_pool_resource memory_;
    genpool::stream<std::size_t> results_;
    std::size_t sum_ = 0;
    std::promise<std::size_t> end_;
};

void map_and_pull(std::size_t items)
{
    asio::thread_pool pool(2);
    bench::check_sum(items, puller(genpool::map_stream(pool, bench::numbers(items), bench::nothing)).sum());
}

void map_and_block(std::size_t items)
{
    asio::thread_pool pool(2);
    std::size_t sum = 0;
    for (auto const i : genpool::blocking(genpool::map_stream(pool, bench::numbers(items), bench::nothing)))
        sum += i;
    bench::check_sum(items, sum);
}

asio::awaitable<std::size_t> at_once(std::size_t i) { co_return i; }

asio::awaitable<std::size_t> after_a_post(std::size_t i)
{
    co_await asio::post(asio::use_awaitable);
    co_return i;
}

using asynchronous = asio::awaitable<std::size_t>(std::size_t);

asio::awaitable<std::size_t> spawn_each(asio::thread_pool& pool, std::size_t items, asynchronous& function)
{
    std::size_t sum = 0;
    for (std::size_t i = 0; i != items; ++i)
        sum += co_await asio::co_spawn(pool, function(i), asio::use_awaitable);
    co_return sum;
}

/// What Asio takes for such functions without genpool.
void spawn(std::size_t items, asynchronous& function)
{
    asio::thread_pool pool(2);
    bench::check_sum(items, asio::co_spawn(pool, spawn_each(pool, items, function), asio::use_future).get());
}

void measure(std::string const& source, std::function<void(std::size_t items)> map,
             std::optional<double> target, int rounds)
{
    bench::contestant ours{"genpool", [=] { return bench::allocations_per_item(map); }};
    bench::run_interleaved({&ours}, rounds);
    bench::report_alone("allocations", source, ours, target, {"allocations/item", 1});
}

} // namespace

int main(int argc, char** argv)
{
    auto const rounds = bench::rounds_asked_for(argc, argv);
    measure("range", map_range, none, rounds);
    measure(
        "generator", [](std::size_t n) { bench::map_generator(n, 2, bench::nothing); }, none, rounds);
    measure("experimental::coro", map_coro, std::nullopt, rounds);
    measure("async_next, handler with allocator", map_and_pull, none, rounds);
    measure(
        "co_await async_next", [](std::size_t n) { bench::map_and_await(n, bench::sum_awaited); }, none,
        rounds);
    measure(
        "co_await, try_next first", [](std::size_t n) { bench::map_and_await(n, bench::sum_trying_first); },
        none, rounds);
    measure("blocking", map_and_block, none, rounds);
    for (auto const& [name, function] : {std::pair("awaitable function", &at_once),
                                         std::pair("awaitable function that waits", &after_a_post)}) {
        measure(
            name, [f = function](std::size_t n) { bench::map_generator(n, 2, f); }, std::nullopt, rounds);
        measure(
            std::string(name) + ", co_spawn without genpool", [f = function](std::size_t n) { spawn(n, *f); },
            std::nullopt, rounds);
    }
}
