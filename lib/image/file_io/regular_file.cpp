// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "regular_file.hpp"

#include "../../uninterrupted.hpp"

#include <fcntl.h>
#include <stdexcept>
#include <sys/stat.h>

namespace genpool::image
{
namespace
{

using detail::uninterrupted;

void check_regular(struct stat const& status)
{
    if (S_ISDIR(status.st_mode))
        throw std::runtime_error("is a directory");
    if (!S_ISREG(status.st_mode))
        throw std::runtime_error("not a regular file");
}

/// Looked at before, since to open a device can have effects of its own.
int open_regular(boost::filesystem::path const& file)
{
    struct stat status = {};
    if (uninterrupted([&] { return ::stat(file.c_str(), &status); }) != 0)
        throw_errno("cannot be read");
    check_regular(status);
    // O_NONBLOCK: or a pipe nobody writes to, which has taken its name in between, would be opened for ever.
    constexpr int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    return uninterrupted([&] { return ::open(file.c_str(), flags); });
}

} // namespace

regular_file::regular_file(boost::filesystem::path const& file) : input_(open_regular(file))
{
    struct stat status = {};
    if (!input_.is_open() || uninterrupted([&] { return ::fstat(input_.get(), &status); }) != 0)
        throw_errno("cannot be read");
    check_regular(status); // again, since another may have taken its name
    size_ = static_cast<std::uint64_t>(status.st_size);
}

} // namespace genpool::image
