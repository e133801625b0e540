// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/any_pool.hpp>
#include <genpool/detail/asio/task_memory.hpp>
#include <genpool/detail/engine/core.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace genpool::detail
{

/// A running map with its pool.
class pooled_core : public map_core
{
public:
    /// Begins: posts the first pull.
    void start() { map_core::start(pool_->context()); }

    boost::asio::any_io_executor pool_executor() noexcept override;
    bool on_pool_thread() noexcept override;
    boost::asio::any_io_executor serial_executor() override;

protected:
    pooled_core(settings const& s, upstream_list upstreams, std::unique_ptr<any_pool> pool);

    void drop_pool() noexcept override;

    /// For the destructor, with a `leaving_contexts`.
    void leave_pool() noexcept;

    /// Without the pool, what is queued for the source is destroyed, and ends what it awaits; that may have
    /// completed, and its object be gone, so that nobody must cancel it any more.
    bool may_cancel_source() noexcept;

private:
    void submit(worker& w, bool after_this_turn) override;
    void submit_serial(bool may_run_inline) override;
    void submit_cancel() override;
    void keep_pool_busy() override;
    void let_pool_idle() noexcept override;
    void hold_pool() noexcept override;
    void release_pool() noexcept override;

    std::unique_ptr<any_pool> pool_;
    task_memory pull_memory_;
    task_memory cancel_memory_;
};

} // namespace genpool::detail
