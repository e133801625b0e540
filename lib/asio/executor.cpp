// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/asio/executor.hpp>

#include <boost/asio/detail/concurrency_hint.hpp>
#include <boost/asio/detail/scheduler.hpp>
#include <boost/asio/execution_context.hpp>
#if __has_include(<boost/asio/config.hpp>)
#include <boost/asio/config.hpp>
#endif

#include <cstddef>
#include <limits>

namespace genpool::detail
{
namespace
{

/// Asio has no documented way to ask for it.
int hint_of(boost::asio::io_context& context)
{
#if __has_include(<boost/asio/config.hpp>) // since Boost 1.88, whose scheduler does not tell
    return boost::asio::config(context).get("scheduler", "concurrency_hint", 0);
#else
    return boost::asio::use_service<boost::asio::detail::scheduler>(context).concurrency_hint();
#endif
}

} // namespace

/// What is not a number of threads is a set of locks to leave out: without those of its queue, a context may be run by
/// one thread alone.
std::size_t concurrency_hint(boost::asio::io_context& context)
{
    int const hint = hint_of(context);
    if (hint == BOOST_ASIO_CONCURRENCY_HINT_1 || hint == BOOST_ASIO_CONCURRENCY_HINT_UNSAFE)
        return 1;
    return hint > 0 && hint <= std::numeric_limits<short>::max() ? static_cast<std::size_t>(hint) : 0;
}

} // namespace genpool::detail
