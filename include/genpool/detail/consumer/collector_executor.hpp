// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/executor.hpp>
#include <genpool/detail/asio/shutdown.hpp>
#include <genpool/detail/asio/work_guard.hpp>

#include <boost/asio/execution_context.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace genpool::detail
{

class result_dispatcher_base;

/// A turn of what hands results over, as it is submitted. Destroyed without having run, it says so.
class collector_task
{
public:
    explicit collector_task(result_dispatcher_base& port) noexcept : port_(&port) {}
    collector_task(collector_task&& other) noexcept : port_(std::exchange(other.port_, nullptr)) {}
    collector_task& operator=(collector_task&&) = delete;
    ~collector_task();

    void operator()();

private:
    result_dispatcher_base* port_;
};

/// The executor of a collector, without its type; its context is kept busy.
class collector_executor
{
public:
    collector_executor() = default;
    collector_executor(collector_executor const&) = delete;
    collector_executor& operator=(collector_executor const&) = delete;
    virtual ~collector_executor() = default;

    virtual boost::asio::execution_context* context() const noexcept = 0;
    virtual bool runs_here() const noexcept = 0;
    // Inside this it may be destroyed: the task runs.
    virtual void post(collector_task task) const = 0;
};

template <class Executor>
class collector_executor_of final : public collector_executor
{
public:
    explicit collector_executor_of(Executor const& executor) : guard_(executor) {}

    boost::asio::execution_context* context() const noexcept override
    {
        return context_of(guard_.get_executor());
    }

    bool runs_here() const noexcept override { return detail::runs_here(guard_.get_executor()); }

    void post(collector_task task) const override
    {
        boost::asio::post(guard_.get_executor(), std::move(task));
    }

private:
    work_guard<Executor> guard_;
};

/// Stands for the executor of a collector that only keeps what it is handed, and so needs none: it runs at once.
struct inline_execution
{};

template <>
class collector_executor_of<inline_execution> final : public collector_executor
{
public:
    explicit collector_executor_of(inline_execution) noexcept {}

    boost::asio::execution_context* context() const noexcept override { return nullptr; }
    bool runs_here() const noexcept override { return true; }
    void post(collector_task task) const override { task(); }
};

} // namespace genpool::detail
