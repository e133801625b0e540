// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Ten thousand maps of ten items, one after the other, against ten tasks that are posted for each of them; and what an item
// costs in a narrow window.
#include <genpool/async_for_each.hpp>

#include "bench/support/contest.hpp"
#include "bench/support/ours.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <future>
#include <ranges>
#include <string>

namespace asio = boost::asio;

namespace
{

constexpr std::size_t maps = 10'000;
constexpr std::size_t items = 10;

struct relay
{
    asio::thread_pool pool{2};
    std::size_t count = 0;
    std::size_t sum = 0;
    std::promise<void> end;

    bool is_over()
    {
        if (++count != maps)
            return false;
        end.set_value();
        return true;
    }
};

/// The next map begins in the handler of the one before.
struct mapped : relay
{
    void next()
    {
        genpool::async_for_each(
            pool, std::views::iota(std::size_t(0), items), bench::nothing,
            [this](std::size_t i) { sum += i; },
            [this](std::exception_ptr, genpool::summary const&) {
                if (!is_over())
                    next();
            });
    }
};

/// The last of the tasks begins the next ones.
struct posted : relay
{
    void next()
    {
        left = items;
        for (std::size_t i = 0; i != items; ++i)
            asio::post(pool, [this, i] {
                results[i] = bench::nothing(i);
                if (--left != 0)
                    return;
                for (auto const result : results)
                    sum += result;
                if (!is_over())
                    next();
            });
    }

    std::atomic<std::size_t> left{0};
    std::size_t results[items] = {};
};

template <class Relay>
void run()
{
    Relay r;
    r.next();
    r.end.get_future().wait();
    bench::check_sum(items, r.sum / maps);
}

} // namespace

int main(int argc, char** argv)
{
    auto const rounds = bench::rounds_asked_for(argc, argv);
    auto ours = bench::timed("genpool", maps, run<mapped>);
    auto theirs = bench::timed("asio::post for each item", maps, run<posted>);
    bench::run_interleaved({&ours, &theirs}, rounds);
    bench::report("small", "maps of ten items", ours, theirs, 2.0, {"us/map", 1e3});

    constexpr std::size_t many = 100'000;
    for (std::size_t window = 1; window <= 16; window *= 2) {
        auto narrow = bench::timed(
            "genpool", many, [=] { bench::map_generator(many, 2, bench::nothing, {.window = window}); });
        bench::run_interleaved({&narrow}, rounds);
        bench::report_alone("small", "a window of " + std::to_string(window), narrow, std::nullopt,
                            bench::ns_per_item);
    }
}
