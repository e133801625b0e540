// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstdlib>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace thumbnails
{

/// Has what an image of usual size takes stay with the process for the next one: a megabyte or two for each thread. To
/// have the kernel take pages back and give them again is a third of the time of a small image. For programs, not for
/// libraries: it is the allocator of the whole process.
inline void keep_memory() noexcept
{
#ifdef __GLIBC__ // these are wishes
    ::mallopt(M_MMAP_THRESHOLD, 2 << 20);
    ::mallopt(M_TRIM_THRESHOLD, 8 << 20);
    ::mallopt(M_TOP_PAD, 1 << 20);
#endif
}

} // namespace thumbnails
