// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What an item costs whose function is awaitable: one that only returns, posts once, waits for a timer, or reads from and
// writes to a socket; 1, 2, 16 and 64 at once. Against a fixed set of coroutines that take item after item, and
// against a coroutine that is spawned for each, at most so many at once.
#include <genpool/async_for_each.hpp>

#include "bench/peers/peers_awaitable.hpp"
#include "bench/support/contest.hpp"
#include "bench/support/numbers.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <vector>

namespace asio = boost::asio;
using asio::use_awaitable;
using asio::ip::tcp;

namespace
{

constexpr std::size_t thread_count = 2;

asio::awaitable<std::size_t> returns(std::size_t i) { co_return i; }

asio::awaitable<std::size_t> posts(std::size_t i)
{
    co_await asio::post(use_awaitable);
    co_return i;
}

asio::awaitable<std::size_t> waits(std::size_t i)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::microseconds(10));
    co_await timer.async_wait(use_awaitable);
    co_return i;
}

/// Both ends of a connection of this machine.
struct connection
{
    explicit connection(asio::thread_pool& pool) : near(pool), far(pool)
    {
        tcp::acceptor acceptor(pool, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
        near.connect(acceptor.local_endpoint());
        acceptor.accept(far);
        near.set_option(tcp::no_delay(true));
    }

    tcp::socket near, far;
};

/// Sends an item to itself, through whichever connection is free.
class loopback
{
public:
    loopback(asio::thread_pool& pool, std::size_t at_once) : free_(at_once)
    {
        for (auto& place : free_)
            place = new connection(pool);
    }

    ~loopback()
    {
        for (auto const& place : free_)
            delete place.load();
    }

    asio::awaitable<std::size_t> operator()(std::size_t i)
    {
        auto& taken = take();
        std::size_t back = 0;
        co_await asio::async_write(taken.near, asio::buffer(&i, sizeof i), use_awaitable);
        co_await asio::async_read(taken.far, asio::buffer(&back, sizeof back), use_awaitable);
        give_back(taken);
        co_return back;
    }

private:
    connection& take()
    {
        for (;;)
            for (auto& place : free_)
                if (place.load(std::memory_order_relaxed) != nullptr)
                    if (auto* const taken = place.exchange(nullptr))
                        return *taken;
    }

    void give_back(connection& c)
    {
        for (auto& place : free_) {
            connection* none = nullptr;
            if (place.compare_exchange_strong(none, &c))
                return;
        }
    }

    std::vector<std::atomic<connection*>> free_;
};

void map(asio::thread_pool& pool, std::size_t items, std::size_t at_once, genpool::order order,
         bench::awaitable_function const& f)
{
    std::size_t sum = 0;
    genpool::async_for_each(
        pool, std::views::iota(std::size_t(0), items), f, [&](std::size_t i) { sum += i; },
        {.concurrency = at_once, .order = order}, asio::use_future)
        .get();
    bench::check_sum(items, sum);
}

struct kind
{
    std::string name;
    std::size_t items;
    bool suspends;
    bool waits;
};

void measure(kind const& k, std::size_t at_once, bench::awaitable_function const& f, asio::thread_pool& pool,
             int rounds)
{
    auto const contestant = [&](std::string name, auto work) {
        return bench::timed(std::move(name), k.items, [=, &pool, &k] { work(pool, k.items, at_once, f); });
    };
    auto const mapped = [](genpool::order order) {
        return [=](asio::thread_pool& p, std::size_t items, std::size_t n,
                   bench::awaitable_function const& g) { map(p, items, n, order, g); };
    };
    auto input = contestant("genpool", mapped(genpool::order::input));
    auto completion = contestant("genpool", mapped(genpool::order::completion));
    auto workers = contestant("workers by hand", bench::call_in_workers);
    auto spawned = contestant("co_spawn for each", bench::spawn_throttled);
    bench::run_interleaved({&input, &workers, &completion, &spawned}, rounds);
    auto const name = k.name + ", " + std::to_string(at_once) + " at once";
    std::optional<double> const of_workers = k.suspends ? std::optional(2.0) : std::nullopt;
    // What waits for a clock or a socket takes as long, whoever calls it.
    std::optional<double> const of_spawned = k.waits ? std::nullopt : std::optional(0.25);
    for (auto const& [order, ours] : {std::pair(", input", &input), std::pair(", completion", &completion)}) {
        bench::report("awaitable", name + order, *ours, workers, of_workers);
        bench::report("awaitable", name + order, *ours, spawned, of_spawned);
        if (!k.suspends)
            bench::report_alone("awaitable", name + order, *ours, 60, bench::ns_per_item);
    }
}

} // namespace

int main(int argc, char** argv)
{
    auto const rounds = bench::rounds_asked_for(argc, argv);
    for (std::size_t const at_once : {1, 2, 16, 64}) {
        asio::thread_pool pool(thread_count);
        measure({"returns", 300'000, false, false}, at_once, returns, pool, rounds);
        measure({"posts once", 100'000, true, false}, at_once, posts, pool, rounds);
        measure({"waits 10 us", 1'000 * at_once, true, true}, at_once, waits, pool, rounds);
        auto const sockets = std::make_shared<loopback>(pool, at_once);
        auto const sends = [sockets](std::size_t i) { return (*sockets)(i); };
        measure({"loopback", 10'000, true, true}, at_once, sends, pool, rounds);
    }
}
