// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What an item costs when its function does nothing: against oneTBB's pipeline, and what one would write with
// Asio alone; and when a coroutine consumes it, against a channel between two coroutines.
#include <genpool/coro.hpp>

#include "bench/peers/peers.hpp"
#include "bench/support/awaited.hpp"
#include "bench/support/contest.hpp"
#include "bench/support/ours.hpp"

#include <boost/asio/experimental/coro.hpp>
#include <boost/asio/thread_pool.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <ranges>
#include <string>
#include <utility>

namespace asio = boost::asio;

namespace
{

constexpr std::size_t items = 1'000'000;

asio::experimental::coro<std::size_t> coro_numbers(asio::any_io_executor, std::size_t n)
{
    for (std::size_t i = 0; i != n; ++i)
        co_yield i;
}

} // namespace

int main(int argc, char** argv)
{
    auto const contestant = [](std::string name, std::function<void()> work) {
        return bench::timed(std::move(name), items, std::move(work));
    };
    auto const tokens = bench::best_token_count([](std::size_t n) { bench::tbb_pipeline(items, n); });
    auto range = contestant("genpool", [] {
        bench::map_and_sum(
            items, 2, [](auto&) { return std::views::iota(std::size_t(0), items); }, bench::nothing);
    });
    auto generator = contestant("genpool", [] { bench::map_generator(items, 2, bench::nothing); });
    auto coro = contestant("genpool", [] {
        bench::map_and_sum(
            items, 2, [](asio::thread_pool& pool) { return coro_numbers(pool.get_executor(), items); },
            bench::nothing);
    });
    auto async_next = contestant("genpool", [] { bench::map_and_await(items, bench::sum_awaited); });
    auto try_next = contestant("genpool", [] { bench::map_and_await(items, bench::sum_trying_first); });

    auto tbb = contestant("oneTBB parallel_pipeline, " + std::to_string(tokens) + " tokens",
                          [=] { bench::tbb_pipeline(items, tokens); });
    auto tbb_chunks = contestant("oneTBB parallel_pipeline, chunks of 64",
                                 [] { bench::tbb_pipeline_of_chunks(items, 8, 64); });
    auto loop = contestant("sequential loop", [] { bench::map_sequentially(items, bench::nothing); });
    auto post = contestant("asio::post, unbounded", [] { bench::post_each(items); });
    auto program = contestant("coroutines and concurrent_channel", [] { bench::channel_program(items); });
    auto plain =
        contestant("concurrent_channel, async_send and async_receive", [] { bench::send_plainly(items); });
    auto trying = contestant("concurrent_channel, try_send and try_receive first",
                             [] { bench::send_trying_first(items); });

    bench::run_interleaved({&range, &tbb, &generator, &tbb_chunks, &coro, &loop, &post, &program, &async_next,
                            &plain, &try_next, &trying},
                           bench::rounds_asked_for(argc, argv));

    struct row
    {
        char const* source;
        bench::contestant const& ours;
        double target;
    };
    for (auto const& [source, ours, target] :
         {row{"range", range, 0.1}, row{"generator", generator, 0.1}, row{"experimental::coro", coro, 0.4}}) {
        bench::report("overhead", source, ours, tbb, target);
        for (auto const* peer : {&tbb_chunks, &loop, &post, &program})
            bench::report("overhead", source, ours, *peer, std::nullopt);
    }
    for (auto const* peer : {&plain, &trying})
        bench::report("overhead", "co_await async_next", async_next, *peer, std::nullopt);
    bench::report("overhead", "co_await, try_next first", try_next, plain, 0.1);
    bench::report("overhead", "co_await, try_next first", try_next, trying, 0.35);
}
