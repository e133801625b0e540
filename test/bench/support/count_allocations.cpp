// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "allocations.hpp"

#include <atomic>
#include <cerrno>

namespace
{

std::atomic<std::size_t> count{0};

void add() noexcept { count.fetch_add(1, std::memory_order_relaxed); }

} // namespace

std::size_t bench::allocations() noexcept { return count.load(std::memory_order_relaxed); }

// The C library's own names for what these replace, for the whole program; its `free` suits them.
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t number, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);

void* malloc(std::size_t size) { return add(), __libc_malloc(size); }
void* calloc(std::size_t number, std::size_t size) { return add(), __libc_calloc(number, size); }
void* realloc(void* memory, std::size_t size) { return add(), __libc_realloc(memory, size); }
void* memalign(std::size_t alignment, std::size_t size) { return add(), __libc_memalign(alignment, size); }
void* aligned_alloc(std::size_t alignment, std::size_t size) { return memalign(alignment, size); }

int posix_memalign(void** memory, std::size_t alignment, std::size_t size)
{
    *memory = memalign(alignment, size);
    return *memory != nullptr ? 0 : ENOMEM;
}
}
