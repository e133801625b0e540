// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Nothing in oneTBB limits or stops a call: the function is told its deadline, and keeps it.
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>

namespace tbb = oneapi::tbb;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

std::string next_line(tbb::flow_control& flow)
{
    std::string line;
    if (!std::getline(std::cin, line))
        flow.stop();
    return line;
}

std::size_t fetch(std::string const& line, steady_clock::time_point deadline)
{
    auto const answer = steady_clock::now() + (line == "slow" ? 10s : 1ms);
    std::this_thread::sleep_until(std::min(answer, deadline));
    if (answer > deadline)
        throw std::runtime_error("too late");
    return line.size();
}

std::string patiently(std::string const& line)
{
    for (int attempt = 0; attempt != 3; ++attempt)
        try {
            return line + ": " + std::to_string(fetch(line, steady_clock::now() + 500ms));
        } catch (std::exception const&) {
            std::this_thread::sleep_for(10ms * (1 << attempt));
        }
    return line + ": failed";
}

void print(std::string const& outcome) { std::cout << outcome << '\n'; }

int main()
{
    tbb::global_control four(tbb::global_control::max_allowed_parallelism, 4); // also with fewer processors
    tbb::task_arena(4).execute([] {
        tbb::parallel_pipeline(
            8, tbb::make_filter<void, std::string>(tbb::filter_mode::serial_in_order, &next_line) &
                   tbb::make_filter<std::string, std::string>(tbb::filter_mode::parallel, &patiently) &
                   tbb::make_filter<std::string, void>(tbb::filter_mode::serial_in_order, &print));
    });
}
