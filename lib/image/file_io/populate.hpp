// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <sys/mman.h>
#include <unistd.h>

namespace genpool::image
{

/// Has the kernel give all memory of a block that is about to be written at once, in large pages where it can,
/// which takes a fraction of the time that it takes to give one page after the other. Contents stay.
inline void populate(void* memory, std::size_t bytes) noexcept
{
    // Only whole pages: what shares the first and the last one is not ours. These are wishes, which may fail.
    auto const page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    auto const begin = (reinterpret_cast<std::uintptr_t>(memory) + page - 1) / page * page;
    auto const end = (reinterpret_cast<std::uintptr_t>(memory) + bytes) / page * page;
    if (begin >= end)
        return;
    ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
    ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_POPULATE_WRITE);
}

} // namespace genpool::image
