// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cerrno>
#include <system_error>
#include <unistd.h>

namespace genpool::image
{

[[noreturn]] inline void throw_errno(char const* what)
{
    throw std::system_error(errno, std::system_category(), what);
}

/// Closes a file descriptor, unless that is -1.
class descriptor
{
public:
    explicit descriptor(int number) noexcept : number_(number) {}

    descriptor(descriptor const&) = delete;
    descriptor& operator=(descriptor const&) = delete;

    ~descriptor()
    {
        if (is_open())
            ::close(number_);
    }

    bool is_open() const noexcept { return number_ != -1; }
    int get() const noexcept { return number_; }

    /// Closes it now; false, with the reason in errno, when that fails.
    bool close() noexcept
    {
        int const number = number_;
        number_ = -1;
        return ::close(number) == 0;
    }

private:
    int number_;
};

} // namespace genpool::image
