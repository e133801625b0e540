// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/any_pool.hpp>
#include <genpool/detail/asio/any_pool_of.hpp>
#include <genpool/detail/consumer/collector_executor.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <memory>

// What maps on Asio's own contexts need is compiled in the library: without that, a program with a map takes half as
// long again to compile.
namespace genpool::detail
{

using thread_pool_executor = boost::asio::thread_pool::executor_type;
using io_context_executor = boost::asio::io_context::executor_type;

std::unique_ptr<any_pool> make_pool(thread_pool_executor const& executor);
std::unique_ptr<any_pool> make_pool(io_context_executor const& executor);

template <class Executor>
std::unique_ptr<any_pool> make_pool(Executor const& executor)
{
    return std::make_unique<any_pool_of<Executor>>(executor);
}

std::unique_ptr<collector_executor> make_collector_executor(thread_pool_executor const& executor);
std::unique_ptr<collector_executor> make_collector_executor(io_context_executor const& executor);

template <class Executor>
std::unique_ptr<collector_executor> make_collector_executor(Executor const& executor)
{
    return std::make_unique<collector_executor_of<Executor>>(executor);
}

} // namespace genpool::detail
