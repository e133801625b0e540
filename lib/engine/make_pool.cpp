// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/engine/make_pool.hpp>

namespace genpool::detail
{

std::unique_ptr<any_pool> make_pool(thread_pool_executor const& executor)
{
    return std::make_unique<any_pool_of<thread_pool_executor>>(executor);
}

std::unique_ptr<any_pool> make_pool(io_context_executor const& executor)
{
    return std::make_unique<any_pool_of<io_context_executor>>(executor);
}

} // namespace genpool::detail
