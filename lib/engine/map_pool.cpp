// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/engine/any_pool.hpp>
#include <genpool/detail/engine/map_pool.hpp>

#include <boost/asio/system_executor.hpp>

#include <utility>

namespace genpool::detail
{

map_pool::map_pool(std::unique_ptr<any_pool> pool) noexcept : pool_(std::move(pool)) {}

map_pool::~map_pool() = default;

boost::asio::execution_context* map_pool::context() const noexcept { return pool_->context(); }

boost::asio::any_io_executor map_pool::executor() noexcept
{
    shutdown_guard::pass pass(guard_);
    return pass ? pool_->executor() : boost::asio::system_executor();
}

boost::asio::any_io_executor map_pool::serial_executor() { return pool_->serial_executor(); }

bool map_pool::runs_here() noexcept
{
    shutdown_guard::pass pass(guard_);
    return pass && pool_->runs_here();
}

bool map_pool::submit_worker_task(std::shared_ptr<map_runtime> map, worker& w, bool after_this_turn)
{
    shutdown_guard::pass pass(guard_);
    if (pass)
        pool_->submit(worker_task(std::move(map), w), after_this_turn);
    return bool(pass);
}

bool map_pool::submit_pull(std::shared_ptr<map_runtime> map, bool may_run_inline)
{
    shutdown_guard::pass pass(guard_);
    if (pass)
        pool_->submit(serial_task(std::move(map), pull_memory_), may_run_inline);
    return bool(pass);
}

bool map_pool::submit_cancel(std::shared_ptr<map_runtime> map)
{
    shutdown_guard::pass pass(guard_);
    if (pass)
        pool_->submit(cancel_task(std::move(map), cancel_memory_));
    return bool(pass);
}

void map_pool::add_operation_work()
{
    shutdown_guard::pass pass(guard_);
    if (pass)
        pool_->add_operation_work();
}

void map_pool::remove_operation_work() noexcept
{
    shutdown_guard::pass pass(guard_);
    if (pass)
        pool_->remove_operation_work();
}

void map_pool::add_source_work()
{
    shutdown_guard::pass pass(guard_);
    if (pass)
        pool_->add_source_work();
}

void map_pool::remove_source_work() noexcept
{
    shutdown_guard::pass pass(guard_);
    if (pass)
        pool_->remove_source_work();
}

bool map_pool::may_cancel_source() noexcept
{
    bool const is_there{shutdown_guard::pass(guard_)};
    return is_there || !pool_->source_queued();
}

void map_pool::drop() noexcept { pool_->drop(); }

void map_pool::destroy() noexcept { pool_.reset(); }

} // namespace genpool::detail
