// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

namespace genpool::proof
{

/// What each row is told.
struct row_limits
{
    std::string worker; ///< the program
    std::chrono::steady_clock::duration time;
    std::size_t
        kills; ///< of workers of `processes`, in a hundred times as many items, however long that takes
    std::uint64_t seed;
};

/// What became of it.
struct row_result
{
    std::size_t times = 0; ///< that something died
    std::size_t items = 0; ///< each with one result
    std::string flaw;      ///< empty if there is none
    std::string note = {};
};

// Of workers of this machine.
row_result processes_killed(row_limits const& l);

// Of a cluster.
row_result workers_killed(row_limits const& l);
row_result server_killed(row_limits const& l);
row_result one_of_three_servers_killed(row_limits const& l);
row_result workers_cut_off(row_limits const& l);
row_result servers_cut_off(row_limits const& l);
row_result clocks_set(row_limits const& l);
row_result programs_killed(row_limits const& l);

/// The program that `programs_killed` kills: it calls until it is.
[[noreturn]] void program_to_be_killed(std::string const& url, std::string const& file);

/// The environment in which `clocks_set` runs, as assignments, where the file says what the clock is; empty where there
/// is no libfaketime.
std::string environment_of_a_clock(std::string const& file);

} // namespace genpool::proof
