// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>

#include <chrono>
#include <cstddef>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>

namespace tbb = oneapi::tbb;

std::string next_line(tbb::flow_control& flow)
{
    std::string line;
    if (!std::getline(std::cin, line))
        flow.stop();
    return line;
}

std::size_t measure(std::string const& line)
{
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    if (line == "bad")
        throw std::runtime_error("not measurable");
    return line.size();
}

std::string attempt(std::string const& line)
{
    try {
        return line + ": " + std::to_string(measure(line));
    } catch (std::exception const& error) {
        return line + ": " + error.what();
    }
}

void print(std::string const& outcome) { std::cout << outcome << '\n'; }

int main()
{
    tbb::global_control four(tbb::global_control::max_allowed_parallelism, 4); // also with fewer processors
    tbb::task_arena(4).execute([] {
        tbb::parallel_pipeline(
            8, tbb::make_filter<void, std::string>(tbb::filter_mode::serial_in_order, &next_line) &
                   tbb::make_filter<std::string, std::string>(tbb::filter_mode::parallel, &attempt) &
                   tbb::make_filter<std::string, void>(tbb::filter_mode::serial_in_order, &print));
    });
}
