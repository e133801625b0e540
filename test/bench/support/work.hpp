// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <chrono>
#include <cstdint>

namespace bench
{

/// Keeps a processor busy, with arithmetic that neither waits for memory nor is done sooner by a wider
/// processor.
void spin(std::uint32_t rounds) noexcept;

/// How many rounds take that long when nothing disturbs them. The first call measures.
std::uint32_t rounds_for(std::chrono::nanoseconds duration);

} // namespace bench
