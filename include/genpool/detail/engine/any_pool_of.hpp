// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/executor.hpp>
#include <genpool/detail/asio/shutdown.hpp>
#include <genpool/detail/asio/work_guard.hpp>
#include <genpool/detail/engine/any_pool.hpp>
#include <genpool/detail/source/source_executor.hpp>

#include <boost/asio/defer.hpp>
#include <boost/asio/post.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace genpool::detail
{

template <class Executor>
class any_pool_of final : public any_pool
{
public:
    explicit any_pool_of(Executor const& executor) : executor_(executor) {}

    boost::asio::any_io_executor executor() const noexcept override { return *executor_; }
    boost::asio::execution_context* context() const noexcept override { return context_of(*executor_); }
    std::size_t concurrency() const override { return default_concurrency(*executor_); }
    bool runs_here() const noexcept override { return detail::runs_here(*executor_); }

    void submit(worker_task task, bool after_this_turn) override
    {
        if (after_this_turn)
            boost::asio::defer(*executor_, std::move(task));
        else
            boost::asio::post(*executor_, std::move(task));
    }

    boost::asio::any_io_executor serial_executor() override { return strand().executor(); }

    void submit(serial_task task, bool may_run_inline) override
    {
        strand().submit_task(std::move(task), may_run_inline);
    }

    void submit(cancel_task task) override { strand().submit_task(std::move(task), true); }
    bool source_queued() const noexcept override { return strand_ && strand_->busy(); }

    void add_operation_work() override
    {
        std::lock_guard lock(operations_mutex_);
        if (operations_ == 0)
            operation_guard_.emplace(*executor_);
        ++operations_;
    }

    void remove_operation_work() noexcept override
    {
        std::lock_guard lock(operations_mutex_);
        if (--operations_ == 0)
            operation_guard_.reset();
    }

    void add_source_work() override { source_guard_.emplace(*executor_); }
    void remove_source_work() noexcept override { source_guard_.reset(); }

    void drop() noexcept override
    {
        operation_guard_.reset();
        source_guard_.reset();
        if (strand_)
            strand_->drop();
        executor_.reset();
    }

private:
    source_strand<Executor>& strand()
    {
        if (!strand_)
            strand_ = source_strand<Executor>::make(*executor_);
        return *strand_;
    }

    std::optional<Executor> executor_;
    std::shared_ptr<source_strand<Executor>> strand_; // others may be running in it
    std::mutex operations_mutex_;                     // the handler of one may run beside the next one
    std::size_t operations_ = 0;
    std::optional<work_guard<Executor>> operation_guard_;
    std::optional<work_guard<Executor>> source_guard_;
};

} // namespace genpool::detail
