// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <atomic>
#include <cstddef>
#include <new>

namespace genpool::detail
{

/// Memory for one posted task at a time. A task that is posted over and over finds its block here: Asio's own
/// recycling keeps blocks per thread, so what one thread frees another has to allocate again.
class handler_memory
{
public:
    handler_memory() = default;
    handler_memory(handler_memory const&) = delete;
    handler_memory& operator=(handler_memory const&) = delete;

    void* allocate(std::size_t size)
    {
        if (size <= sizeof block_ && !used_.exchange(true, std::memory_order_acquire))
            return block_;
        return ::operator new(size);
    }

    void deallocate(void* memory) noexcept
    {
        if (memory == block_)
            used_.store(false, std::memory_order_release);
        else
            ::operator delete(memory);
    }

private:
    alignas(std::max_align_t) std::byte block_[192];
    std::atomic<bool> used_{false};
};

/// The allocator that a task is associated with so that it is put into a `handler_memory`.
template <class T>
class task_allocator
{
public:
    using value_type = T;

    explicit task_allocator(handler_memory& memory) noexcept : memory_(&memory) {}

    template <class U>
    task_allocator(task_allocator<U> const& other) noexcept : memory_(other.memory_)
    {}

    T* allocate(std::size_t n)
    {
        static_assert(alignof(T) <= alignof(std::max_align_t));
        return static_cast<T*>(memory_->allocate(n * sizeof(T)));
    }

    void deallocate(T* p, std::size_t) noexcept { memory_->deallocate(p); }

    template <class U>
    bool operator==(task_allocator<U> const& other) const noexcept
    {
        return memory_ == other.memory_;
    }

private:
    template <class>
    friend class task_allocator;

    handler_memory* memory_;
};

} // namespace genpool::detail
