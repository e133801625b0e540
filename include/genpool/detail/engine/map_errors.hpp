// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/summary.hpp>

#include <exception>

namespace genpool::detail
{

/// What a map has failed with. Under its lock; what is replaced is destroyed without it.
struct map_errors
{
    std::exception_ptr of_map; // of a call, the consumer or the pool
    std::exception_ptr of_source;

    std::exception_ptr get(end_reason how) const noexcept;
};

} // namespace genpool::detail
