// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

namespace genpool::test
{

/// Marks that this thread is inside an initiating function.
class initiation_guard
{
public:
    initiation_guard() noexcept { ++depth; }
    ~initiation_guard() { --depth; }
    initiation_guard(initiation_guard const&) = delete;
    initiation_guard& operator=(initiation_guard const&) = delete;

    static bool active() noexcept { return depth != 0; }

private:
    inline static thread_local int depth = 0;
};

} // namespace genpool::test
