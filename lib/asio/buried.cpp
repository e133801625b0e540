// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/asio/buried.hpp>

#include <atomic>

namespace genpool::detail
{
namespace
{

std::atomic<buried*> all_buried = nullptr;

} // namespace

void buried::bury() noexcept
{
    next_ = all_buried.load();
    while (!all_buried.compare_exchange_weak(next_, this))
        ;
}

} // namespace genpool::detail
