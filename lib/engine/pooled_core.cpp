// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/engine/pooled_core.hpp>

#include <boost/asio/system_executor.hpp>

#include <utility>

namespace genpool::detail
{

pooled_core::pooled_core(settings const& s, upstream_list upstreams, std::unique_ptr<any_pool> pool)
    : map_core(s, std::move(upstreams)), pool_(std::move(pool))
{}

boost::asio::any_io_executor pooled_core::pool_executor() noexcept
{
    gate::pass pass(pool_gate());
    return pass ? pool_->executor() : boost::asio::system_executor();
}

bool pooled_core::on_pool_thread() noexcept
{
    gate::pass pass(pool_gate());
    return pass && pool_->runs_here();
}

boost::asio::any_io_executor pooled_core::serial_executor() { return pool_->serial_executor(); }

void pooled_core::drop_pool() noexcept { pool_->drop(); }

void pooled_core::leave_pool() noexcept
{
    pool_.reset();
    forget_contexts();
}

bool pooled_core::may_cancel_source() noexcept
{
    bool const pool_is_there{gate::pass(pool_gate())};
    return pool_is_there || !pool_->source_queued();
}

void pooled_core::submit(worker& w, bool after_this_turn)
{
    pool_->submit(turn_task(shared_from_this(), w), after_this_turn);
}

void pooled_core::submit_serial(bool may_run_inline)
{
    pool_->submit(serial_task(shared_from_this(), pull_memory_), may_run_inline);
}

void pooled_core::submit_cancel() { pool_->submit(cancel_task(shared_from_this(), cancel_memory_)); }

void pooled_core::keep_pool_busy()
{
    gate::pass pass(pool_gate());
    if (pass)
        pool_->hold_for_operation();
}

void pooled_core::let_pool_idle() noexcept
{
    gate::pass pass(pool_gate());
    if (pass)
        pool_->release_for_operation();
}

void pooled_core::hold_pool() noexcept
{
    gate::pass pass(pool_gate());
    if (pass)
        pool_->hold_for_source();
}

void pooled_core::release_pool() noexcept
{
    gate::pass pass(pool_gate());
    if (pass)
        pool_->release_for_source();
}

} // namespace genpool::detail
