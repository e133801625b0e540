// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

namespace genpool::detail
{

/// The cancellation slot of a handler. The default is given because Boost 1.81 finds its own ambiguous for a
/// handler that is passed by `std::ref`.
template <class Handler>
auto slot_of(Handler const& handler) noexcept
{
    return boost::asio::get_associated_cancellation_slot(handler, boost::asio::cancellation_slot());
}

} // namespace genpool::detail
