// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/bias.hpp>

#include <algorithm>
#include <exception>

#ifdef __linux__
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace genpool::detail
{
namespace
{

#ifdef __linux__

bool membarrier(int command) noexcept { return ::syscall(SYS_membarrier, command, 0, 0) == 0; }

bool there_are_remote_fences() noexcept
{
    static bool const there_are = membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);
    return there_are;
}

#else

bool there_are_remote_fences() noexcept { return false; }

#endif

} // namespace

bool bias::take() noexcept
{
    if (!there_are_remote_fences())
        return false;
    owner_.store(&this_thread, std::memory_order_relaxed);
    return true;
}

void bias::give_up() noexcept
{
    constexpr unsigned most =
        2048; // of some hundred nanoseconds each, against a remote fence of some microseconds
    owner_.store(nullptr, std::memory_order_relaxed);
    wanted_ = std::min(2 * wanted_, most);
}

void remote_fence() noexcept
{
#ifdef __linux__
    if (!membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED))
        std::terminate(); // it was there, and without it results could be waited for in vain
#endif
}

} // namespace genpool::detail
