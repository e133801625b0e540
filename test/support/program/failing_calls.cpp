// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "failing_calls.hpp"

#include <algorithm>
#include <cassert>
#include <cstdarg>
#include <cstdio>
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace
{

thread_local genpool::test::fault_plan* plan = nullptr;

/// Whether `call` is to fail. `size`: of what it is to read or write; it may become less.
bool fails(std::string_view call, std::size_t* size = nullptr)
{
    if (!plan || !(plan->call.empty() || plan->call == call) || (plan->cut != 0 && !size))
        return false;
    ++plan->seen;
    if (plan->at == 0 || plan->seen < plan->at || plan->seen - plan->at >= plan->cut + plan->count)
        return false;
    if (plan->first.empty())
        plan->first = call;
    if (plan->seen - plan->at < plan->cut) {
        *size = std::min(*size, std::size_t(1));
        return false;
    }
    errno = plan->error;
    return true;
}

template <class Function>
Function* next(char const* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

/// What `arguments` hold behind the flags of an open.
mode_t mode_of(int flags, va_list arguments)
{
    return (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

} // namespace

namespace genpool::test
{

failing_calls::failing_calls(fault_plan& to_be) noexcept { plan = &to_be; }
failing_calls::~failing_calls() { plan = nullptr; }

} // namespace genpool::test

extern "C" int open(char const* path, int flags, ...)
{
    static auto* const original = next<int(char const*, int, ...)>("open");
    va_list arguments;
    va_start(arguments, flags);
    mode_t const mode = mode_of(flags, arguments);
    va_end(arguments);
    return fails("open") ? -1 : original(path, flags, mode);
}

extern "C" int openat(int directory, char const* path, int flags, ...)
{
    static auto* const original = next<int(int, char const*, int, ...)>("openat");
    va_list arguments;
    va_start(arguments, flags);
    mode_t const mode = mode_of(flags, arguments);
    va_end(arguments);
    return fails("openat") ? -1 : original(directory, path, flags, mode);
}

// As Linux does it, what cannot be closed is closed nevertheless; and what was written to it is lost, as it may be.
extern "C" int close(int descriptor)
{
    static auto* const original = next<int(int)>("close");
    bool const lost = fails("close");
    if (lost && ::ftruncate(descriptor, 0) != 0)
        assert(errno == EINVAL || errno == EBADF); // nothing can be written to it
    int const result = original(descriptor);
    if (plan && result == -1)
        ++plan->closed_amiss;
    if (lost)
        errno = plan->error;
    return lost ? -1 : result;
}

extern "C" ssize_t read(int descriptor, void* to, std::size_t size)
{
    static auto* const original = next<ssize_t(int, void*, std::size_t)>("read");
    if (fails("read", &size))
        return -1;
    ssize_t const result = original(descriptor, to, size);
    if (plan && result > 0)
        plan->read_bytes += static_cast<std::size_t>(result);
    return result;
}

extern "C" ssize_t write(int descriptor, void const* from, std::size_t size)
{
    static auto* const original = next<ssize_t(int, void const*, std::size_t)>("write");
    return fails("write", &size) ? -1 : original(descriptor, from, size);
}

extern "C" int stat(char const* path, struct stat* status) noexcept
{
    static auto* const original = next<int(char const*, struct stat*)>("stat");
    return fails("stat") ? -1 : original(path, status);
}

extern "C" int fstat(int descriptor, struct stat* status) noexcept
{
    static auto* const original = next<int(int, struct stat*)>("fstat");
    return fails("fstat") ? -1 : original(descriptor, status);
}

extern "C" int fstatat(int directory, char const* path, struct stat* status, int flags) noexcept
{
    static auto* const original = next<int(int, char const*, struct stat*, int)>("fstatat");
    return fails("fstatat") ? -1 : original(directory, path, status, flags);
}

extern "C" DIR* fdopendir(int descriptor)
{
    static auto* const original = next<DIR*(int)>("fdopendir");
    return fails("fdopendir") ? nullptr : original(descriptor);
}

extern "C" dirent* readdir(DIR* handle)
{
    static auto* const original = next<dirent*(DIR*)>("readdir");
    if (fails("readdir"))
        return nullptr;
    dirent* const entry = original(handle);
    if (entry && plan && plan->hide_kinds)
        entry->d_type = DT_UNKNOWN;
    return entry;
}

extern "C" int closedir(DIR* handle)
{
    static auto* const original = next<int(DIR*)>("closedir");
    int const result = original(handle);
    return fails("closedir") ? -1 : result;
}

extern "C" int rename(char const* from, char const* to) noexcept
{
    static auto* const original = next<int(char const*, char const*)>("rename");
    return fails("rename") ? -1 : original(from, to);
}

extern "C" int unlink(char const* path) noexcept
{
    static auto* const original = next<int(char const*)>("unlink");
    if (fails("unlink")) {
        plan->left_behind += errno != EINTR;
        return -1;
    }
    return original(path);
}
