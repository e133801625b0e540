// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/common_pools.hpp>

namespace genpool::detail
{

boost::asio::any_io_executor erased(thread_pool_executor const& executor) { return executor; }
boost::asio::any_io_executor erased(io_context_executor const& executor) { return executor; }
boost::asio::any_io_executor erased(boost::asio::system_executor const& executor) { return executor; }

template class source_strand<thread_pool_executor>;
template void source_strand<thread_pool_executor>::submit_task(serial_task, bool);
template void source_strand<thread_pool_executor>::submit_task(cancel_task, bool);

template class source_strand<io_context_executor>;
template void source_strand<io_context_executor>::submit_task(serial_task, bool);
template void source_strand<io_context_executor>::submit_task(cancel_task, bool);

} // namespace genpool::detail
