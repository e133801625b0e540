// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>

namespace bench
{

/// The peers of the `overhead` case: each maps an empty function over 0 … items − 1 with two threads, in
/// input order, and sums the results. Throws if the sum is wrong.
void tbb_pipeline(std::size_t items, std::size_t tokens, std::size_t chunk);
void post_each(std::size_t items);
void channel_program(std::size_t items);

/// Throws if `sum` is not that of 0 … items − 1.
void check_sum(std::size_t items, std::size_t sum);

} // namespace bench
