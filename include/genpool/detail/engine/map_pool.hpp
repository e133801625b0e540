// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/handler_memory.hpp>
#include <genpool/detail/asio/shutdown_guard.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution_context.hpp>

#include <memory>

namespace genpool::detail
{

class any_pool;
class map_runtime;
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
    bool submit_worker_task(std::shared_ptr<map_runtime> map, worker& w, bool after_this_turn);
    bool submit_pull(std::shared_ptr<map_runtime> map, bool may_run_inline);
    bool submit_cancel(std::shared_ptr<map_runtime> map);

    // It does not run out of work meanwhile.
    void add_operation_work();
    void remove_operation_work() noexcept;
    void add_source_work();
    void remove_source_work() noexcept;

    /// Without the pool, what is queued for the source is destroyed, and ends what it awaits; that may have
    /// completed, and its object be gone, so that nobody must cancel it any more.
    bool may_cancel_source() noexcept;

    /// After this nobody uses it.
    void close() noexcept { guard_.close(); }
    /// Its context is going: lets go of all that is of it.
    void drop() noexcept;
    void destroy() noexcept;

private:
    std::unique_ptr<any_pool> pool_;
    shutdown_guard guard_;
    handler_memory pull_memory_;
    handler_memory cancel_memory_;
};

} // namespace genpool::detail
