// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "virtual_clock.hpp"

namespace genpool::proof
{

constinit thread_local std::chrono::nanoseconds virtual_clock::now{};
constinit thread_local std::chrono::nanoseconds virtual_clock::each_look{};

} // namespace genpool::proof

// Takes the place of the one in the standard library's shared object: the size of a batch follows from how long calls
// take, and a run must be the same each time.
std::chrono::steady_clock::time_point std::chrono::steady_clock::now() noexcept
{
    using genpool::proof::virtual_clock;
    return time_point(virtual_clock::now += virtual_clock::each_look);
}
