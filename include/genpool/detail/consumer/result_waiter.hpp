// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/asio/execution_context.hpp>

namespace genpool::detail
{

/// Whoever takes the results of a map. While it is parked the map owns it; resumed, it owns itself.
class result_waiter
{
public:
    /// There is something for it: a result, or the end. `at_turn_end`: on the pool, with nothing else to do.
    virtual void resume(bool at_turn_end) = 0;

    /// The map lets go of it, and `resume` follows. Called under the map's lock.
    virtual void leaving() noexcept {}

    /// It shall not wait any longer; `resume` follows if it was parked. Called under the map's lock.
    virtual void cancelled() noexcept {}

    /// Whether what it holds is of `context`, and must go with it. Called under the map's lock.
    virtual bool belongs_to(boost::asio::execution_context&) const noexcept { return false; }

    /// Lets it go uninvoked: its context is being destroyed.
    virtual void destroy() noexcept {}

protected:
    ~result_waiter() = default;
};

} // namespace genpool::detail
