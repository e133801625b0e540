// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>

namespace bench
{

/// How many blocks of memory this program has asked for so far, by `operator new`, `malloc` or another one of these:
/// what Asio allocates does not come from `operator new`. In a program that is linked with count_allocations.cpp.
std::size_t allocations() noexcept;

} // namespace bench
