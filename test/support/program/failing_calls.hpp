// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cerrno>
#include <cstddef>
#include <string_view>

namespace genpool::test
{

/// Which system calls are to go wrong, and how: `cut` of them read or write a single byte, then `count` fail.
struct fault_plan
{
    std::string_view call = {}; ///< the name of the call; empty: any of them
    std::size_t at = 0;         ///< the first to go wrong, counted from 1; 0: none
    std::size_t cut = 0;        ///< if there are such, then reads and writes alone are counted
    std::size_t count = 1;
    int error = EIO;
    bool hide_kinds = false; ///< readdir tells the kind of no entry

    // What has happened:
    std::size_t seen = 0;
    std::string_view first = {};  ///< the first call that went wrong
    std::size_t read_bytes = 0;   ///< that reads have given
    std::size_t left_behind = 0;  ///< files that could not be removed
    std::size_t closed_amiss = 0; ///< descriptors that were not open when they were closed
};

/// Makes the calls of this thread go wrong while it lives: in a program that is linked with failing_calls.cpp, whose
/// open, openat, close, read, write, stat, fstat, fstatat, fdopendir, readdir, closedir, rename and unlink stand
/// before those of the libraries.
class failing_calls
{
public:
    explicit failing_calls(fault_plan& plan) noexcept;
    failing_calls(failing_calls const&) = delete;
    failing_calls& operator=(failing_calls const&) = delete;
    ~failing_calls();
};

} // namespace genpool::test
