// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <atomic>

namespace genpool::test
{

/// How many objects live.
using census = std::atomic<int>;

/// An object that a census knows of as long as it lives.
class counted
{
public:
    explicit counted(census& where) noexcept : where_(&where) { ++*where_; }
    counted(counted const& other) noexcept : counted(*other.where_) {}
    counted& operator=(counted const&) noexcept { return *this; }
    ~counted() { --*where_; }

private:
    census* where_;
};

} // namespace genpool::test
