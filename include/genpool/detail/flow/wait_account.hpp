// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/summary.hpp>

#include <array>
#include <chrono>
#include <cstddef>

namespace genpool::detail
{

/// How long a map has waited for what. A pure function of what it is told.
class wait_account
{
public:
    using duration = std::chrono::nanoseconds;

    wait_account(awaiting what, duration now) noexcept : since_(now), what_(what) {}

    /// From now on it waits for that.
    void note(awaiting what, duration now) noexcept
    {
        spent_[static_cast<std::size_t>(what_)] += now - since_;
        since_ = now;
        what_ = what;
    }

    awaiting now() const noexcept { return what_; }
    std::array<duration, 5> const& spent() const noexcept { return spent_; }

private:
    std::array<duration, 5> spent_{};
    duration since_;
    awaiting what_;
};

} // namespace genpool::detail
