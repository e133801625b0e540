// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "read_file.hpp"

#include "../uninterrupted.hpp"
#include "descriptor.hpp"
#include "populate.hpp"

#include <fcntl.h>
#include <stdexcept>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

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

} // namespace

std::vector<unsigned char> read_regular_file(boost::filesystem::path const& file, std::uint64_t most)
{
    // Looked at before, since to open a device can have effects of its own, and again after, since another
    // may have taken its name in between. O_NONBLOCK: or a pipe nobody writes to would be opened for ever.
    struct stat status = {};
    if (uninterrupted([&] { return ::stat(file.c_str(), &status); }) != 0)
        throw_errno("cannot be read");
    check_regular(status);
    constexpr int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    descriptor const input(uninterrupted([&] { return ::open(file.c_str(), flags); }));
    if (!input.is_open() || uninterrupted([&] { return ::fstat(input.get(), &status); }) != 0)
        throw_errno("cannot be read");
    check_regular(status);

    auto const size = static_cast<std::uint64_t>(status.st_size);
    if (size > most)
        throw std::runtime_error(std::to_string(size) + " bytes are over the limit of " +
                                 std::to_string(most));
    std::vector<unsigned char> bytes;
    bytes.reserve(static_cast<std::size_t>(size));
    populate(bytes.data(), bytes.capacity());
    bytes.resize(static_cast<std::size_t>(size));
    for (std::size_t done = 0; done != bytes.size();) {
        ssize_t const count =
            uninterrupted([&] { return ::read(input.get(), bytes.data() + done, bytes.size() - done); });
        if (count < 0)
            throw_errno("cannot be read");
        if (count == 0)
            throw std::runtime_error("became shorter while it was read");
        done += static_cast<std::size_t>(count);
    }
    return bytes;
}

} // namespace genpool::image
