// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// Pushing: a thread that watches something, here a clock, pushes what it sees into a queue, and a pool works
// on it.
//
// Choose this when the items come by themselves: from a callback, another library's thread, a device. The queue
// is bounded: whoever pushes with `async_push` waits while it is full, and `try_push` says so at once, so that a
// watcher that cannot wait may drop what it sees.
//
// Files of one, two and three lines print:
//     4 ticks, the last of them the 3rd

#include <genpool/async_collect.hpp>
#include <genpool/map.hpp>
#include <genpool/push_source.hpp>

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <iostream>
#include <thread>
#include <vector>

namespace asio = boost::asio;

int main()
{
    asio::thread_pool pool;
    genpool::push_source<int> ticks(2); // at most two wait

    // A copy is the same queue.
    std::thread watcher([ticks]() mutable {
        for (int tick = 0; tick != 4; ++tick)
            ticks.async_push(tick, asio::use_future).get(); // waits while there is no room
        ticks.close();                                      // the end, after what was pushed
    });

    auto const look_at = [](int tick) { return tick; };
    std::vector<int> const seen =
        genpool::async_collect(ticks | genpool::map(pool, look_at), asio::use_future).get();
    watcher.join();
    std::cout << seen.size() << " ticks, the last of them the " << seen.back() << "rd\n";
}
