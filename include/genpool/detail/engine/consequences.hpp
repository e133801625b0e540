// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/consumer/result_waiter.hpp>
#include <genpool/detail/engine/worker.hpp>
#include <genpool/detail/flow/map_state.hpp>

namespace genpool::detail
{

/// What follows from an update of a map's state, and for whom.
struct consequences : actions
{
    worker* posted = nullptr;
    worker* told = nullptr;
    result_waiter* resumed = nullptr;
};

} // namespace genpool::detail
