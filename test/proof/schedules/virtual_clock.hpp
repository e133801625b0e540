// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <chrono>

namespace genpool::proof
{

/// What `std::chrono::steady_clock` says in programs that are linked with this, once for each thread.
struct virtual_clock
{
    static thread_local std::chrono::nanoseconds now;
    static thread_local std::chrono::nanoseconds each_look; ///< how far it goes on whenever somebody looks
};

} // namespace genpool::proof
