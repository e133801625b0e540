// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/source/generator_promise.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace genpool::detail
{

void generator_promise_base::throw_if_cancelled() const
{
    if (cancelled_)
        throw boost::system::system_error(boost::asio::error::operation_aborted);
}

void generator_promise_base::cancel(boost::asio::cancellation_type type) noexcept
{
    using boost::asio::cancellation_type;
    if ((type & cancellation_type::terminal) != cancellation_type::none)
        cancelled_ = true;
    if (waiting_ == nullptr)
        return;
    try {
        waiting_->cancel(type);
    } catch (...) { // cancellation asks, and promises nothing
    }
}

} // namespace genpool::detail
