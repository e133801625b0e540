// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/handler_memory.hpp>
#include <genpool/detail/engine/map_runtime.hpp>

#include <memory>
#include <utility>

namespace genpool::detail
{

/// A worker, as it is posted for one turn. Destroyed without having run, it says so.
class worker_task
{
public:
    using allocator_type = task_allocator<void>;

    worker_task(std::shared_ptr<map_runtime> core, worker& w) noexcept : core_(std::move(core)), worker_(&w)
    {}
    worker_task(worker_task&&) noexcept = default;

    ~worker_task()
    {
        if (core_)
            core_->calling().worker_task_dropped(*worker_);
    }

    allocator_type get_allocator() const noexcept { return allocator_type(worker_->memory); }

    void operator()()
    {
        auto const core = std::move(core_);
        core->calling().run_turn(*worker_);
    }

private:
    std::shared_ptr<map_runtime> core_;
    worker* worker_;
};

/// A pull inside the source's strand.
class serial_task
{
public:
    using allocator_type = task_allocator<void>;

    serial_task(std::shared_ptr<map_runtime> core, handler_memory& memory) noexcept
        : core_(std::move(core)), memory_(&memory)
    {}
    serial_task(serial_task&&) noexcept = default;

    ~serial_task()
    {
        if (core_)
            core_->pulling().serial_dropped();
    }

    allocator_type get_allocator() const noexcept { return allocator_type(*memory_); }

    void operator()() noexcept
    {
        auto const core = std::move(core_);
        core->pulling().run_serial();
    }

private:
    std::shared_ptr<map_runtime> core_;
    handler_memory* memory_;
};

/// Tells the source, inside its strand, to end.
class cancel_task
{
public:
    using allocator_type = task_allocator<void>;

    cancel_task(std::shared_ptr<map_runtime> core, handler_memory& memory) noexcept
        : core_(std::move(core)), memory_(&memory)
    {}
    cancel_task(cancel_task&&) noexcept = default;

    ~cancel_task()
    {
        if (core_)
            core_->pulling().cancel_dropped();
    }

    allocator_type get_allocator() const noexcept { return allocator_type(*memory_); }

    void operator()() noexcept
    {
        auto const core = std::move(core_);
        core->pulling().run_cancel();
    }

private:
    std::shared_ptr<map_runtime> core_;
    handler_memory* memory_;
};

} // namespace genpool::detail
