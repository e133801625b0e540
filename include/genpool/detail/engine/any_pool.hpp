// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/engine/tasks.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution_context.hpp>

#include <cstddef>

namespace genpool::detail
{

/// What one map needs of its pool, without the type of its executor; the strand of the map's source belongs to it.
/// Once it was dropped, only `source_queued` may be called.
class any_pool
{
public:
    any_pool() = default;
    any_pool(any_pool const&) = delete;
    any_pool& operator=(any_pool const&) = delete;
    virtual ~any_pool() = default;

    virtual boost::asio::any_io_executor executor() const noexcept = 0;
    virtual boost::asio::execution_context* context() const noexcept = 0;
    virtual std::size_t concurrency() const = 0;
    virtual bool runs_here() const noexcept = 0;

    virtual void submit(worker_task task, bool after_this_turn) = 0;

    /// That of the strand, which is made when it is first asked for.
    virtual boost::asio::any_io_executor serial_executor() = 0;
    virtual void submit(serial_task task, bool may_run_inline) = 0;
    virtual void submit(cancel_task task) = 0;
    /// Whether the strand holds a step of what the source awaits.
    virtual bool source_queued() const noexcept = 0;

    // The pool does not run out of work meanwhile.
    virtual void add_operation_work() = 0;
    virtual void remove_operation_work() noexcept = 0;
    virtual void add_source_work() = 0;
    virtual void remove_source_work() noexcept = 0;

    /// The pool's context is going: lets go of all that is of it.
    virtual void drop() noexcept = 0;
};

} // namespace genpool::detail
