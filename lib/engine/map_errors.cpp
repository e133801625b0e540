// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/error.hpp>

#include "../thrown.hpp"
#include <genpool/detail/engine/map_errors.hpp>

#include <boost/asio/error.hpp>

#include <exception>

namespace genpool::detail
{

std::exception_ptr map_errors::get(outcome how) const noexcept
{
    switch (how) {
    case outcome::failed:
        return of_map;
    case outcome::source_failed:
        return of_source;
    case outcome::stopped:
        return make_error(boost::asio::error::operation_aborted);
    case outcome::pool_gone:
        return thrown([] { return genpool::pool_gone(); });
    case outcome::completed:
        break;
    }
    return nullptr;
}

} // namespace genpool::detail
