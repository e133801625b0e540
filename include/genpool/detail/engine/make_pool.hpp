// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/common_executors.hpp>
#include <genpool/detail/engine/any_pool.hpp>
#include <genpool/detail/engine/any_pool_of.hpp>

#include <memory>

namespace genpool::detail
{

std::unique_ptr<any_pool> make_pool(thread_pool_executor const& executor);
std::unique_ptr<any_pool> make_pool(io_context_executor const& executor);

template <class Executor>
std::unique_ptr<any_pool> make_pool(Executor const& executor)
{
    return std::make_unique<any_pool_of<Executor>>(executor);
}

} // namespace genpool::detail
