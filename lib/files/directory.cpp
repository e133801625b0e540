// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "directory.hpp"

#include "../uninterrupted.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace genpool::detail
{
namespace
{

class descriptor
{
public:
    descriptor() = default;
    descriptor(descriptor const&) = delete;
    descriptor& operator=(descriptor const&) = delete;
    ~descriptor() { reset(AT_FDCWD); }

    void reset(int value) noexcept
    {
        if (value_ >= 0)
            ::close(value_);
        value_ = value;
    }

    int get() const noexcept { return value_; }
    int release() noexcept { return std::exchange(value_, AT_FDCWD); }

private:
    int value_ = AT_FDCWD;
};

boost::system::error_code last_error() noexcept { return {errno, boost::system::system_category()}; }

bool open_at(descriptor& at, char const* path, int flags) noexcept
{
    int const opened =
        uninterrupted([&] { return ::openat(at.get(), path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags); });
    if (opened != -1)
        at.reset(opened);
    return opened != -1;
}

/// Goes down `path` in pieces until what is left of it is short enough for one call.
bool open_leading_part(descriptor& at, std::string_view& path)
{
    while (path.size() >= PATH_MAX) {
        std::size_t const piece = path.rfind('/', PATH_MAX - 2) + 1; // 0 if there is no slash
        if (piece == 0)
            break; // the last call reports the overlong name
        if (!open_at(at, std::string(path.substr(0, piece)).c_str(), 0))
            return false;
        path.remove_prefix(std::min(path.find_first_not_of('/', piece), path.size()));
    }
    return true;
}

} // namespace

void directory::open(std::string const& path, symlinks links, boost::system::error_code& error)
{
    close();
    if (path.find('\0') != std::string::npos) { // the system would open what is before it
        error = {EINVAL, boost::system::system_category()};
        return;
    }
    descriptor at;
    std::string_view rest = path; // stays terminated: only its front is cut off
    if (!open_leading_part(at, rest) || !open_at(at, rest.data(), links == symlinks::keep ? O_NOFOLLOW : 0)) {
        error = last_error();
        return;
    }
    handle_.reset(uninterrupted([&] { return ::fdopendir(at.get()); }, static_cast<DIR*>(nullptr)));
    if (handle_)
        at.release();
    else
        error = last_error();
}

dirent const* directory::read(boost::system::error_code& error) noexcept
{
    auto const read_once = [&] {
        errno = 0; // the end of a directory leaves it alone
        return ::readdir(handle_.get());
    };
    dirent const* const entry = uninterrupted(read_once, static_cast<dirent*>(nullptr));
    if (!entry && errno != 0)
        error = last_error();
    return entry;
}

entry_kind directory::kind(dirent const& entry, symlinks links,
                           boost::system::error_code& error) const noexcept
{
    int found = entry.d_type;
    if (found == DT_UNKNOWN)
        found = type(entry, AT_SYMLINK_NOFOLLOW, error);
    bool const followed = found == DT_LNK && links == symlinks::follow;
    if (followed)
        found = type(entry, 0, error);
    if (found == DT_DIR)
        return followed ? entry_kind::linked_directory : entry_kind::directory;
    return found == DT_REG ? entry_kind::file : entry_kind::other;
}

int directory::type(dirent const& entry, int flags, boost::system::error_code& error) const noexcept
{
    struct stat status;
    if (uninterrupted([&] { return ::fstatat(::dirfd(handle_.get()), entry.d_name, &status, flags); }) == 0)
        return IFTODT(status.st_mode);
    error = last_error();
    return DT_UNKNOWN;
}

directory::identity_type directory::identity(boost::system::error_code& error) const noexcept
{
    struct stat status;
    if (uninterrupted([&] { return ::fstat(::dirfd(handle_.get()), &status); }) == 0)
        return {status.st_dev, status.st_ino};
    error = last_error();
    return {};
}

} // namespace genpool::detail
