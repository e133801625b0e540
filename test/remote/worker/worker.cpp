// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// The worker of the tests: functions that behave in all ways that a function can.
#include "proof/support/plan.hpp"
#include "remote/shapes.hpp"
#include <genpool/remote/functions.hpp>
#include <genpool/remote/serve.hpp>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace
{

using namespace std::chrono_literals;

std::string echo(std::string text) { return text; }

int own_process(int) { return ::getpid(); }

int killed_by(int signal)
{
    ::kill(::getpid(), signal);
    std::this_thread::sleep_for(60s);
    return 0;
}

int exits(int status) { std::_Exit(status); }

/// Kills its process unless it has been called as often before, which files tell.
int dies_so_often(std::pair<std::string, int> directory_and_times)
{
    auto const& [directory, times] = directory_and_times;
    for (int i = 0; i != times; ++i)
        if (auto const file = directory + "/" + std::to_string(i); !std::filesystem::exists(file)) {
            std::ofstream{file};
            ::kill(::getpid(), SIGKILL);
        }
    return times;
}

int sleeps(int milliseconds)
{
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    return milliseconds;
}

int own_process_slowly(int)
{
    std::this_thread::sleep_for(20ms);
    return ::getpid();
}

void keep_busy(std::chrono::microseconds time)
{
    auto const end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end) {
    }
}

int busy_echo(int n)
{
    keep_busy(200us);
    return n;
}

int busy_1_ms(int n)
{
    keep_busy(1ms);
    return n;
}

/// What the proof expects of a value, after so many milliseconds.
std::uint64_t result_of(std::pair<std::uint64_t, int> value_and_milliseconds)
{
    sleeps(value_and_milliseconds.second);
    return genpool::proof::result_of(value_and_milliseconds.first);
}

int doubled_slowly(int n)
{
    std::this_thread::sleep_for(10ms);
    return 2 * n;
}

/// Adds a letter to a file each time that it is called.
int counted_sleep(std::pair<std::string, int> file_and_milliseconds)
{
    std::ofstream(file_and_milliseconds.first, std::ios::app) << 'x';
    return sleeps(file_and_milliseconds.second);
}

/// Says in a file that it runs, and in another that it was told to stop.
std::string until_stopped(std::string file, std::stop_token stop)
{
    std::ofstream{file + ".begun"};
    while (!stop.stop_requested())
        std::this_thread::sleep_for(1ms);
    std::ofstream{file + ".stopped"};
    return "stopped";
}

/// Never hears that it is told to.
int never_stops(std::string file, std::stop_token)
{
    std::ofstream(file + ".new") << ::getpid();
    std::filesystem::rename(file + ".new", file + ".begun"); // with all that is in it
    for (;;)
        std::this_thread::sleep_for(1s);
}

std::size_t allocates(std::size_t bytes)
{
    std::vector<char> memory(bytes, 'x');
    return memory.size() + static_cast<std::size_t>(memory[bytes / 2]);
}

std::string of_size(std::size_t bytes) { return std::string(bytes, 'x'); }

std::vector<std::string> open_descriptors(int)
{
    std::vector<std::string> names;
    for (auto const& entry : std::filesystem::directory_iterator("/proc/self/fd"))
        names.push_back(entry.path().filename().string());
    return names;
}

void throws(std::string what)
{
    if (what == "runtime_error")
        throw std::runtime_error("it went wrong");
    if (what == "own")
        throw genpool::test::own_error("of its own");
    if (what == "int")
        throw 17;
    if (what == "bad_alloc")
        throw std::bad_alloc();
    if (what == "long")
        throw std::runtime_error(std::string(3'000'000, 'y'));
}

} // namespace

int main(int argc, char* argv[])
{
    std::setvbuf(stdout, nullptr, _IONBF, 0);
    genpool::remote::functions all;
    all.add("echo", echo)
        .add("own_process", own_process)
        .add("own_process_slowly", own_process_slowly)
        .add("doubled_slowly", doubled_slowly)
        .add("result_of", result_of)
        .add("counted_sleep", counted_sleep)
        .add("killed_by", killed_by)
        .add("exits", exits)
        .add("dies_so_often", dies_so_often)
        .add("sleeps", sleeps)
        .add("until_stopped", until_stopped)
        .add("never_stops", never_stops)
        .add("allocates", allocates)
        .add("of_size", of_size)
        .add("open_descriptors", open_descriptors)
        .add("throws", throws)
        .add("mirrored", [](genpool::test::figure f) { return f.mirrored(); })
        .add("busy_echo", busy_echo)
        .add("busy_1_ms", busy_1_ms);
    return genpool::remote::serve(all, argc, argv);
}
