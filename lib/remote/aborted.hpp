// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/error.hpp>

#include <boost/asio/error.hpp>

#include <exception>

namespace genpool::remote::detail
{

/// What a call ends with that was cancelled.
inline std::exception_ptr aborted() noexcept
{
    return genpool::detail::make_error(boost::asio::error::operation_aborted);
}

} // namespace genpool::remote::detail
