// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "counting_new.hpp"

#include <atomic>
#include <cstdlib>
#include <malloc.h>
#include <new>

namespace
{

std::atomic<std::size_t> live_bytes{0};
std::atomic<std::size_t> peak_bytes{0};
std::atomic<std::size_t> allocation_count{0};

void* counted(void* memory)
{
    if (memory == nullptr)
        throw std::bad_alloc();
    allocation_count.fetch_add(1, std::memory_order_relaxed);
    auto const size = malloc_usable_size(memory);
    auto const now = live_bytes.fetch_add(size, std::memory_order_relaxed) + size;
    for (auto peak = peak_bytes.load(std::memory_order_relaxed); peak < now;)
        if (peak_bytes.compare_exchange_weak(peak, now, std::memory_order_relaxed))
            break;
    return memory;
}

void release(void* memory) noexcept
{
    if (memory != nullptr)
        live_bytes.fetch_sub(malloc_usable_size(memory), std::memory_order_relaxed);
    std::free(memory);
}

void* aligned(std::size_t size, std::align_val_t alignment)
{
    auto const a = static_cast<std::size_t>(alignment);
    return counted(std::aligned_alloc(a, (size + a - 1) / a * a));
}

} // namespace

namespace genpool::test
{

std::size_t heap::live() noexcept { return live_bytes; }
std::size_t heap::peak() noexcept { return peak_bytes; }
void heap::reset_peak() noexcept { peak_bytes = live_bytes.load(); }
std::size_t heap::allocations() noexcept { return allocation_count; }

} // namespace genpool::test

void* operator new(std::size_t size) { return counted(std::malloc(size != 0 ? size : 1)); }
void* operator new[](std::size_t size) { return counted(std::malloc(size != 0 ? size : 1)); }
void* operator new(std::size_t size, std::align_val_t alignment) { return aligned(size, alignment); }
void* operator new[](std::size_t size, std::align_val_t alignment) { return aligned(size, alignment); }
void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { release(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }
