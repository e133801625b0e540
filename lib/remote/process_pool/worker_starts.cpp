// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "worker_starts.hpp"

#include <algorithm>

namespace genpool::remote::detail
{

void worker_starts::lost() noexcept
{
    ++lost_;
    ++failures_;
    constexpr auto first = std::chrono::milliseconds(10);
    constexpr auto longest = std::chrono::milliseconds(1000);
    if (failures_ < 2)
        return; // one crash says nothing about the next call
    not_before_ =
        clock::now() + std::min<clock::duration>(first * (1 << std::min(failures_ - 2, 10U)), longest);
}

} // namespace genpool::remote::detail
