// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <chrono>

namespace genpool::detail
{

/// `d` after `t`, or the latest time that there is: whoever means forever writes the longest duration.
inline std::chrono::steady_clock::time_point after(std::chrono::steady_clock::time_point t,
                                                   std::chrono::steady_clock::duration d) noexcept
{
    return d > t.max() - t ? t.max() : t + d;
}

} // namespace genpool::detail
