// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/asio/intentional_leak.hpp>

#include <atomic>

namespace genpool::detail
{
namespace
{

std::atomic<intentional_leak*> all_leaks = nullptr;

} // namespace

void intentional_leak::leak() noexcept
{
    next_ = all_leaks.load();
    while (!all_leaks.compare_exchange_weak(next_, this))
        ;
}

} // namespace genpool::detail
