// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>
#include <string>

namespace genpool::proof
{

/// What this process has of the system.
struct footprint
{
    std::size_t descriptors;
    std::size_t threads;
    std::size_t heap;     ///< KiB in use
    std::size_t resident; ///< KiB of its own, after what is free was given back

    /// How it is now that all other threads have been joined.
    static footprint now();
};

std::string describe(footprint const& f);

} // namespace genpool::proof
