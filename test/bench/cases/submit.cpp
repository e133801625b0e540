// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What a submitted call takes from the pool and back to its handler there, against a task that is posted and calls the same
// handler: one after the other, each submitted by the handler of the one before.
#include <genpool/async_submit.hpp>

#include "bench/support/allocations.hpp"
#include "bench/support/contest.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <cstddef>
#include <exception>
#include <future>
#include <optional>
#include <utility>

namespace asio = boost::asio;

namespace
{

constexpr std::size_t calls = 200'000;

/// Submits its next call, until there have been enough.
struct chain
{
    void go_on(bool submits)
    {
        if (++count == calls)
            return end.set_value();
        auto const function = [this] { return count; };
        auto const handler = [this, submits](std::exception_ptr, std::size_t) { go_on(submits); };
        if (submits)
            genpool::async_submit(pool, function, handler);
        else
            asio::post(pool, [=] { handler(nullptr, function()); });
    }

    asio::thread_pool pool{2};
    std::size_t count = 0;
    std::promise<void> end;
};

void run(bool submits)
{
    chain c;
    c.go_on(submits);
    c.end.get_future().wait();
}

} // namespace

int main(int argc, char** argv)
{
    auto ours = bench::timed("genpool", calls, [] { run(true); });
    auto theirs = bench::timed("asio::post", calls, [] { run(false); });
    bench::run_interleaved({&ours, &theirs}, bench::rounds_asked_for(argc, argv));
    bench::report("submit", "one after the other", ours, theirs, 1.3);

    auto const blocks = [](bool submits) {
        auto const before = bench::allocations();
        run(submits);
        return static_cast<double>(bench::allocations() - before) / static_cast<double>(calls);
    };
    bench::contestant allocations{"genpool", [=] { return blocks(true); }};
    bench::contestant of_post{"asio::post", [=] { return blocks(false); }};
    bench::run_interleaved({&allocations, &of_post}, 3);
    bench::report_alone("submit", "blocks of memory", allocations, 1, {"allocations/call", 1});
    bench::report_alone("submit", "blocks of memory, post", of_post, std::nullopt, {"allocations/call", 1});
}
