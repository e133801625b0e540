// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>

namespace genpool::test
{

/// What `operator new` has given in a program that is linked with counting_new.cpp. From any thread.
struct heap
{
    static std::size_t live() noexcept; // bytes
    static std::size_t peak() noexcept; // the most live bytes since `reset_peak`
    static void reset_peak() noexcept;
    static std::size_t allocations() noexcept; // so far
};

} // namespace genpool::test
