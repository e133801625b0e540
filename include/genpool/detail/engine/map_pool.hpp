// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/gate.hpp>
#include <genpool/detail/asio/task_memory.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution_context.hpp>

#include <memory>

namespace genpool::detail
{

class any_pool;
class map_core;
struct worker;

/// The pool of a map, which may be destroyed at any time: until it is closed, those who use it are let in one by one;
/// afterwards nothing touches it, and nothing is submitted.
class map_pool
{
public:
    explicit map_pool(std::unique_ptr<any_pool> pool) noexcept;
    ~map_pool();
    map_pool(map_pool const&) = delete;
    map_pool& operator=(map_pool const&) = delete;

    boost::asio::execution_context* context() const noexcept;
    boost::asio::any_io_executor executor() noexcept; ///< once it is gone, the system's
    boost::asio::any_io_executor serial_executor();
    bool runs_here() noexcept;

    // These submit a task. False: the pool is gone.
    bool submit_turn(std::shared_ptr<map_core> map, worker& w, bool after_this_turn);
    bool submit_pull(std::shared_ptr<map_core> map, bool may_run_inline);
    bool submit_cancel(std::shared_ptr<map_core> map);

    // It does not run out of work meanwhile.
    void hold_for_operation();
    void release_for_operation() noexcept;
    void hold_for_source();
    void release_for_source() noexcept;

    /// Without the pool, what is queued for the source is destroyed, and ends what it awaits; that may have
    /// completed, and its object be gone, so that nobody must cancel it any more.
    bool may_cancel_source() noexcept;

    /// After this nobody uses it.
    void close() noexcept { gate_.close(); }
    /// Its context is going: lets go of all that is of it.
    void drop() noexcept;
    void destroy() noexcept;

private:
    std::unique_ptr<any_pool> pool_;
    gate gate_;
    task_memory pull_memory_;
    task_memory cancel_memory_;
};

} // namespace genpool::detail
