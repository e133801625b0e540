// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/engine/map_runtime.hpp>

#include <boost/asio/cancellation_type.hpp>

#include <memory>
#include <utility>

namespace genpool::detail
{

/// Stops a map, if it is still there, as the cancellation of its operation asks.
class map_cancellation
{
public:
    explicit map_cancellation(std::weak_ptr<map_runtime> core) noexcept : core_(std::move(core)) {}

    void operator()(boost::asio::cancellation_type type) const;

private:
    std::weak_ptr<map_runtime> core_;
};

} // namespace genpool::detail
