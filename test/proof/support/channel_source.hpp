// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/generator.hpp>

#include "run.hpp"

#include <boost/asio/any_io_executor.hpp>

namespace genpool::proof
{

/// The items as the messages of a channel come, which are sent one after another on an executor. Compiled apart: with
/// Boost 1.81 to 1.84 Asio's channels and its coro do not compile together.
generator<item> received_items(run& r, boost::asio::any_io_executor const& sender);

} // namespace genpool::proof
