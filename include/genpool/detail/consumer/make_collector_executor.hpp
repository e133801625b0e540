// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/common_executors.hpp>
#include <genpool/detail/consumer/collector_executor.hpp>

#include <memory>

namespace genpool::detail
{

std::unique_ptr<collector_executor> make_collector_executor(thread_pool_executor const& executor);
std::unique_ptr<collector_executor> make_collector_executor(io_context_executor const& executor);

template <class Executor>
std::unique_ptr<collector_executor> make_collector_executor(Executor const& executor)
{
    return std::make_unique<collector_executor_of<Executor>>(executor);
}

} // namespace genpool::detail
