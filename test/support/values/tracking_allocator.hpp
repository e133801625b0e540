// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>
#include <memory>
#include <new>

namespace genpool::test
{

/// What a `tracking_allocator` has given out.
struct allocations
{
    int made = 0;
    int in_use = 0;
    int fails_at = -1; ///< the allocation that throws
};

template <class T>
class tracking_allocator
{
public:
    using value_type = T;

    explicit tracking_allocator(allocations& where) noexcept : where_(&where) {}

    template <class U>
    tracking_allocator(tracking_allocator<U> const& other) noexcept : where_(other.where_)
    {}

    T* allocate(std::size_t n)
    {
        if (where_->made == where_->fails_at)
            throw std::bad_alloc();
        T* const memory = std::allocator<T>().allocate(n);
        ++where_->made;
        ++where_->in_use;
        return memory;
    }

    void deallocate(T* memory, std::size_t n) noexcept
    {
        --where_->in_use;
        std::allocator<T>().deallocate(memory, n);
    }

    template <class U>
    bool operator==(tracking_allocator<U> const& other) const noexcept
    {
        return where_ == other.where_;
    }

private:
    template <class>
    friend class tracking_allocator;

    allocations* where_;
};

} // namespace genpool::test
