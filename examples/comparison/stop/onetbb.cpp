// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>

#include <atomic>
#include <chrono>
#include <iostream>
#include <thread>

namespace tbb = oneapi::tbb;
using namespace std::chrono_literals;

std::atomic<int> pulled = 0, running = 0, taken = 0;

int numbers(tbb::flow_control& flow)
{
    if (taken == 5)
        flow.stop();
    return ++pulled;
}

int square(int number)
{
    ++running;
    std::this_thread::sleep_for(10ms);
    --running;
    return number * number;
}

// What was pulled before the source was stopped still comes here.
void print(int result)
{
    if (taken == 5)
        return;
    std::this_thread::sleep_for(50ms);
    std::cout << result << '\n';
    ++taken;
}

int main()
{
    tbb::global_control four(tbb::global_control::max_allowed_parallelism, 4); // also with fewer processors
    tbb::task_arena(4).execute([] {
        tbb::parallel_pipeline(8, tbb::make_filter<void, int>(tbb::filter_mode::serial_in_order, &numbers) &
                                      tbb::make_filter<int, int>(tbb::filter_mode::parallel, &square) &
                                      tbb::make_filter<int, void>(tbb::filter_mode::serial_in_order, &print));
    });
    std::cout << "pulled " << pulled << ", running " << running << '\n';
}
