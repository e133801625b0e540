// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <fcntl.h>
#include <unistd.h>

namespace thumbnails
{

/// Of a program that was started without standard input, output or error, or the next file that it opens would become
/// one of them: what it tells would be written into a thumbnail. To read and write them fails, as it did.
inline void fill_standard_descriptors() noexcept
{
    for (int const number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(number, F_GETFD) == -1)
            ::open("/dev/null",
                   number == STDIN_FILENO ? O_WRONLY : O_RDONLY); // gets the lowest number that is free
    }
}

} // namespace thumbnails
