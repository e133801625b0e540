// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/consumer/make_collector_executor.hpp>

namespace genpool::detail
{

std::unique_ptr<collector_executor> make_collector_executor(thread_pool_executor const& executor)
{
    return std::make_unique<collector_executor_of<thread_pool_executor>>(executor);
}

std::unique_ptr<collector_executor> make_collector_executor(io_context_executor const& executor)
{
    return std::make_unique<collector_executor_of<io_context_executor>>(executor);
}

} // namespace genpool::detail
