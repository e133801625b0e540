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

class sink_port_base;

/// A turn of what hands results over, as it is submitted. Destroyed without having run, it says so.
class sink_task
{
public:
    explicit sink_task(sink_port_base& port) noexcept : port_(&port) {}
    sink_task(sink_task&& other) noexcept : port_(std::exchange(other.port_, nullptr)) {}
    sink_task& operator=(sink_task&&) = delete;
    ~sink_task();

    void operator()();

private:
    sink_port_base* port_;
};

/// The executor of a sink, without its type; its context is kept busy.
class sink_executor
{
public:
    sink_executor() = default;
    sink_executor(sink_executor const&) = delete;
    sink_executor& operator=(sink_executor const&) = delete;
    virtual ~sink_executor() = default;

    virtual boost::asio::execution_context* context() const noexcept = 0;
    virtual bool runs_here() const noexcept = 0;
    // Inside this it may be destroyed: the task runs.
    virtual void post(sink_task task) const = 0;
};

template <class Executor>
class sink_executor_of final : public sink_executor
{
public:
    explicit sink_executor_of(Executor const& executor) : guard_(executor) {}

    boost::asio::execution_context* context() const noexcept override
    {
        return context_of(guard_.get_executor());
    }

    bool runs_here() const noexcept override { return detail::runs_here(guard_.get_executor()); }

    void post(sink_task task) const override { boost::asio::post(guard_.get_executor(), std::move(task)); }

private:
    work_guard<Executor> guard_;
};

} // namespace genpool::detail
