// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/source_executor.hpp>
#include <genpool/detail/tasks.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/thread_pool.hpp>

// What maps on Asio's own contexts need is compiled in the library: without that, a program with a map takes half as
// long again to compile.
namespace genpool::detail
{

using thread_pool_executor = boost::asio::thread_pool::executor_type;
using io_context_executor = boost::asio::io_context::executor_type;

/// `executor` without its type.
boost::asio::any_io_executor erased(thread_pool_executor const& executor);
boost::asio::any_io_executor erased(io_context_executor const& executor);
boost::asio::any_io_executor erased(boost::asio::system_executor const& executor);

template <class Executor>
boost::asio::any_io_executor erased(Executor const& executor)
{
    return executor;
}

extern template class source_strand<thread_pool_executor>;
extern template void source_strand<thread_pool_executor>::submit_task(serial_task, bool);
extern template void source_strand<thread_pool_executor>::submit_task(cancel_task, bool);

extern template class source_strand<io_context_executor>;
extern template void source_strand<io_context_executor>::submit_task(serial_task, bool);
extern template void source_strand<io_context_executor>::submit_task(cancel_task, bool);

} // namespace genpool::detail
