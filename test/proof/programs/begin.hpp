// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool.hpp>

#include "proof/support/recorded_sources.hpp"

#include <boost/asio/any_io_executor.hpp>

namespace genpool::proof
{

/// Begins the map that the plan of `r` describes.
stream<item> begin_map(run& r, boost::asio::any_io_executor const& pool);

/// Moves a stream into another map, which is the stage of that number.
stream<item> begin_stage(run& r, boost::asio::any_io_executor const& pool, stream<item> results,
                         unsigned stage, options const& o);

} // namespace genpool::proof
