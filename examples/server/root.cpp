// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "root.hpp"

#include <cerrno>
#include <ctime>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdexcept>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace server
{
namespace
{

int open_beneath(int directory, char const* path, int flags)
{
    open_how how = {};
    how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    return static_cast<int>(::syscall(SYS_openat2, directory, path, &how, sizeof(how)));
}

bool is_hidden(std::string const& path)
{
    return path.starts_with('.') || path.find("/.") != std::string::npos;
}

bool is_regular(int descriptor, struct stat& status)
{
    return ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

std::string version_of(struct stat const& status)
{
    return std::to_string(status.st_dev) + '-' + std::to_string(status.st_ino) + '-' +
           std::to_string(status.st_size) + '-' + std::to_string(status.st_mtim.tv_sec) + '-' +
           std::to_string(status.st_mtim.tv_nsec);
}

/// Whether a change from now on has another time: some file systems count it in steps of two seconds.
bool is_settled(struct stat const& status)
{
    constexpr std::time_t longest_step = 2;
    return status.st_mtim.tv_sec < std::time(nullptr) - longest_step;
}

} // namespace

open_file::open_file(int descriptor, std::string version, std::uint64_t size, bool is_settled) noexcept
    : descriptor_(descriptor), version_(std::move(version)), size_(size), is_settled_(is_settled)
{}

open_file::open_file(open_file&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), version_(std::move(other.version_)),
      size_(other.size_), is_settled_(other.is_settled_)
{}

open_file::~open_file()
{
    if (descriptor_ != -1)
        ::close(descriptor_);
}

std::vector<unsigned char> open_file::read(std::uint64_t most) const
{
    if (size_ > most)
        throw std::runtime_error(std::to_string(size_) + " bytes are over the limit of " +
                                 std::to_string(most));
    std::vector<unsigned char> bytes(static_cast<std::size_t>(size_));
    for (std::size_t done = 0; done != bytes.size();) {
        ssize_t const count = ::read(descriptor_, bytes.data() + done, bytes.size() - done);
        if (count == -1 && errno == EINTR)
            continue;
        if (count == -1)
            throw std::system_error(errno, std::system_category(), "cannot be read");
        if (count == 0)
            throw std::runtime_error("became shorter while it was read");
        done += static_cast<std::size_t>(count);
    }
    return bytes;
}

root::root(std::string const& directory)
    : descriptor_(::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC))
{
    if (descriptor_ == -1)
        throw std::system_error(errno, std::system_category(), directory);
    int const again = open_beneath(descriptor_, ".", O_PATH);
    if (again == -1) {
        int const error = errno;
        ::close(descriptor_);
        char const* const why = error == ENOSYS ? ": this system cannot keep paths inside (openat2)" : "";
        throw std::system_error(error, std::system_category(), directory + why);
    }
    ::close(again);
}

root::~root() { ::close(descriptor_); }

std::optional<open_file> root::open(std::string const& path) const
{
    if (path.empty() || is_hidden(path) || path.find('\0') != std::string::npos)
        return {};
    // Looked at before, since to open a device can have effects of its own; O_NONBLOCK, since a pipe may have taken its
    // name in between.
    struct stat status = {};
    int const seen = open_beneath(descriptor_, path.c_str(), O_PATH);
    bool const is_file = seen != -1 && is_regular(seen, status);
    if (seen != -1)
        ::close(seen);
    if (!is_file)
        return {};
    int const opened = open_beneath(descriptor_, path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (opened == -1)
        return {};
    if (!is_regular(opened, status)) {
        ::close(opened);
        return {};
    }
    return open_file(opened, version_of(status), static_cast<std::uint64_t>(status.st_size),
                     is_settled(status));
}

} // namespace server
