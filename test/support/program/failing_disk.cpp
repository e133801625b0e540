// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// A disk that fails for good while a program runs that this library is preloaded into (LD_PRELOAD), as
//
//     GENPOOL_TEST_DISK="ERROR WRITES DIRECTORY"
//
// says: once so many writes to files in DIRECTORY have been done in a process, one writes half of what it is given, and
// after it nothing can be changed there any more, but for ENOSPC, which keeps nobody from renaming and removing.

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <unistd.h>

namespace
{

struct disk
{
    int error = 0;
    int writes = 0;
    std::string directory;
};

disk disk_from_environment()
{
    disk given;
    int end = 0;
    char const* const text = std::getenv("GENPOOL_TEST_DISK");
    if (!text || std::sscanf(text, "%d %d %n", &given.error, &given.writes, &end) != 2)
        std::abort();
    given.directory = text + end;
    given.directory += '/';
    return given;
}

/// Libraries may open files before this one has its static objects.
disk const& given()
{
    static disk const read = disk_from_environment();
    return read;
}

std::atomic<int> writes = 0;
std::atomic<bool> has_failed = false;

bool is_inside(std::string_view path) { return path.starts_with(given().directory); }

bool is_inside(int descriptor)
{
    char path[4096];
    std::string const link = "/proc/self/fd/" + std::to_string(descriptor);
    ssize_t const size = ::readlink(link.c_str(), path, sizeof(path));
    return size > 0 && is_inside(std::string_view(path, static_cast<std::size_t>(size)));
}

bool fails(bool is_changed)
{
    bool const does = is_changed && has_failed;
    if (does)
        errno = given().error;
    return does;
}

template <class Function>
Function* next(char const* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

} // namespace

extern "C" ssize_t write(int descriptor, void const* from, std::size_t size)
{
    static auto* const original = next<ssize_t(int, void const*, std::size_t)>("write");
    if (is_inside(descriptor)) {
        if (fails(true))
            return -1;
        if (writes++ >= given().writes) {
            has_failed = true;
            size /= 2;
        }
    }
    return original(descriptor, from, size);
}

extern "C" int open(char const* path, int flags, ...)
{
    static auto* const original = next<int(char const*, int, ...)>("open");
    mode_t mode = 0;
    if ((flags & O_CREAT) != 0) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
    }
    return fails((flags & O_CREAT) != 0 && is_inside(path)) ? -1 : original(path, flags, mode);
}

extern "C" int rename(char const* from, char const* to) noexcept
{
    static auto* const original = next<int(char const*, char const*)>("rename");
    return fails(given().error != ENOSPC && is_inside(to)) ? -1 : original(from, to);
}

extern "C" int unlink(char const* path) noexcept
{
    static auto* const original = next<int(char const*)>("unlink");
    return fails(given().error != ENOSPC && is_inside(path)) ? -1 : original(path);
}
