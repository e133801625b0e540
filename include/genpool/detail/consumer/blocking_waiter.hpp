// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/engine/map_runtime.hpp>
#include <genpool/detail/engine/pools_work.hpp>

#include <memory>

namespace genpool::detail
{

/// A consumer that blocks its thread.
class blocking_waiter
{
public:
    /// From here on no pool of the map runs out of work: not while the window is full, and who reads it is busy.
    explicit blocking_waiter(std::shared_ptr<map_runtime> core) : core_(std::move(core))
    {
        if (core_)
            pools_work_ = pools_work(core_);
    }
    blocking_waiter(blocking_waiter&& other) noexcept = default;
    blocking_waiter& operator=(blocking_waiter&&) = delete;
    ~blocking_waiter() = default;

    /// Throws `would_deadlock` if this thread must not wait for the map.
    void check() const;

    /// Waits until a result is there (false) or the map has ended (true); throws its error.
    bool wait();

    /// Closes the map and waits until nothing of it runs.
    void close() noexcept;

private:
    std::shared_ptr<map_runtime> core_;
    pools_work pools_work_;
};

} // namespace genpool::detail
