// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/executor.hpp>

#include <boost/asio/detail/concurrency_hint.hpp>
#include <boost/asio/detail/scheduler.hpp>
#include <boost/asio/execution_context.hpp>

#include <cstddef>
#include <limits>

namespace genpool::detail
{

/// Asio has no documented way to ask for it. What is not a number of threads is a set of locks to leave out: without
/// those of its queue, a context may be run by one thread alone.
std::size_t concurrency_hint(boost::asio::io_context& context)
{
    auto const& service = boost::asio::use_service<boost::asio::detail::scheduler>(context);
    if constexpr (requires { service.concurrency_hint(); }) {
        int const hint = service.concurrency_hint();
        if (hint == BOOST_ASIO_CONCURRENCY_HINT_1 || hint == BOOST_ASIO_CONCURRENCY_HINT_UNSAFE)
            return 1;
        if (hint > 0 && hint <= std::numeric_limits<short>::max())
            return static_cast<std::size_t>(hint);
    }
    return 0;
}

} // namespace genpool::detail
