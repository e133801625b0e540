// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

// What maps on Asio's own contexts need is compiled in the library: without that, a program with a map takes half as
// long again to compile.
namespace genpool::detail
{

using thread_pool_executor = boost::asio::thread_pool::executor_type;
using io_context_executor = boost::asio::io_context::executor_type;

} // namespace genpool::detail
