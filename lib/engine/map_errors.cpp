// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/error.hpp>

#include "../noexcept_make_exception_ptr.hpp"
#include <genpool/detail/engine/map_errors.hpp>

#include <boost/asio/error.hpp>

#include <exception>

namespace genpool::detail
{

std::exception_ptr map_errors::get(end_reason how) const noexcept
{
    switch (how) {
    case end_reason::failed:
        return of_map;
    case end_reason::source_failed:
        return of_source;
    case end_reason::stopped:
        return make_error(boost::asio::error::operation_aborted);
    case end_reason::pool_gone:
        return noexcept_make_exception_ptr([] { return genpool::pool_gone(); });
    case end_reason::completed:
        break;
    }
    return nullptr;
}

} // namespace genpool::detail
