// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../../uninterrupted.hpp"
#include "descriptor.hpp"
#include <genpool/image/write_file.hpp>

#include <boost/filesystem/operations.hpp>

#include <atomic>
#include <cstddef>
#include <cstdio>
#include <fcntl.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>

namespace genpool::image
{
namespace
{

namespace fs = boost::filesystem;
using detail::uninterrupted;

constexpr std::string_view prefix = ".genpool-";
constexpr std::string_view suffix = ".tmp";

/// Locks an open file unless somebody else has; the system unlocks it when the file is closed or its process ends.
/// Unlike the number of a process that means the same to every machine that the directory is mounted on.
bool lock(descriptor const& file) noexcept
{
    return uninterrupted([&] { return ::flock(file.get(), LOCK_EX | LOCK_NB); }) == 0;
}

/// A new file in a directory, which is gone again unless it has got its final name. It is locked until it is closed,
/// where the file system has locks.
class temporary_file
{
public:
    explicit temporary_file(fs::path const& directory) : output_(create(directory, name_)) { lock(output_); }

    temporary_file(temporary_file const&) = delete;
    temporary_file& operator=(temporary_file const&) = delete;

    ~temporary_file()
    {
        if (!name_.empty())
            uninterrupted([&] { return ::unlink(name_.c_str()); });
    }

    void write(std::span<unsigned char const> bytes)
    {
        while (!bytes.empty()) {
            ssize_t const count =
                uninterrupted([&] { return ::write(output_.get(), bytes.data(), bytes.size()); });
            if (count < 0)
                throw_errno("cannot be written");
            bytes = bytes.subspan(static_cast<std::size_t>(count));
        }
    }

    /// False if a signal has interrupted that: then nobody knows what is in the file, and it cannot be closed
    /// again.
    bool close()
    {
        // Some file systems tell only here that the disk is full.
        bool const done = output_.close();
        if (!done && errno != EINTR)
            throw_errno("cannot be written");
        return done;
    }

    /// False if somebody has removed it: as abandoned, at a moment at which it was not locked.
    bool take_name(fs::path const& file)
    {
        bool const done = uninterrupted([&] { return std::rename(name_.c_str(), file.c_str()); }) == 0;
        if (!done && (errno != ENOENT || exists()))
            throw_errno("cannot be written");
        name_.clear();
        return done;
    }

private:
    static int create(fs::path const& directory, fs::path& name)
    {
        // The name does not contain the final one, which may be as long as names can be.
        static std::atomic<unsigned> serial = 0;
        std::string const start = std::string(prefix) + std::to_string(::getpid()) + '-';
        for (;;) {
            fs::path candidate = directory / (start + std::to_string(serial++)).append(suffix);
            constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
            int const output = uninterrupted([&] { return ::open(candidate.c_str(), flags, 0666); });
            if (output != -1) {
                name.swap(candidate);
                return output;
            }
            if (errno != EEXIST)
                throw_errno("cannot be written");
        }
    }

    /// Leaves errno alone.
    bool exists() const noexcept
    {
        int const before = errno;
        struct stat status;
        bool const found = uninterrupted([&] { return ::lstat(name_.c_str(), &status); }) == 0;
        errno = before;
        return found;
    }

    fs::path name_;
    descriptor output_;
};

/// A new name would put an end to a device or a pipe, /dev/stdout say.
void check_replaceable(fs::path const& file)
{
    struct stat status;
    bool const is_there = uninterrupted([&] { return ::stat(file.c_str(), &status); }) == 0;
    if (is_there && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) // directories stay anyway
        throw std::runtime_error("not a regular file");
}

/// False if that was interrupted so that it has to be done again.
bool write_once(fs::path const& file, std::span<unsigned char const> bytes)
{
    temporary_file temporary(file.parent_path());
    temporary.write(bytes);
    return temporary.close() && temporary.take_name(file);
}

} // namespace

void write_file_atomically(fs::path const& file, std::span<unsigned char const> bytes)
{
    try {
        check_replaceable(file);
        while (!write_once(file, bytes)) {
        }
    } catch (std::exception const& error) {
        std::throw_with_nested(image_error(file, error.what()));
    }
}

bool remove_if_abandoned(fs::path const& file) noexcept
{
    std::string_view const path = file.native();
    std::string_view const name = path.substr(path.rfind('/') + 1);
    if (!name.starts_with(prefix) || !name.ends_with(suffix))
        return false;
    constexpr int flags = O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    descriptor const opened(uninterrupted([&] { return ::open(file.c_str(), flags); }));
    return opened.is_open() && lock(opened) && uninterrupted([&] { return ::unlink(file.c_str()); }) == 0;
}

} // namespace genpool::image
