// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Races on purpose, in handlers that came through type-erased strands: the suppressions for Asio's own
// reference counts must not hide it.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <thread>

namespace asio = boost::asio;

namespace
{

/// Two threads wait for each other. Relaxed, and no latch: those that wait for one synchronise by chance, and a race
/// that is ordered by that is none.
void meet(std::atomic<int>& arrived)
{
    arrived.fetch_add(1, std::memory_order_relaxed);
    while (arrived.load(std::memory_order_relaxed) != 2)
        std::this_thread::yield();
}

} // namespace

int main()
{
    asio::thread_pool pool(2);
    std::atomic<int> begun{0}, ended{0};
    int volatile raced = 0;
    auto increment = [&] {
        meet(begun);
        for (int times = 0; times != 1000; ++times) // the sanitizer may miss what happens at the same instant
            raced = raced + 1;
        meet(ended);
    };
    for (int i = 0; i != 2; ++i)
        asio::post(asio::any_io_executor(asio::make_strand(pool)), increment);
    pool.join();
}
