// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/asio/append.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/system_executor.hpp>

#include <utility>

namespace genpool::detail
{

/// Completes an operation of a stream that was moved from: as every other one, on the handler's associated executor and
/// never inside the initiating function. There is no pool any more, so the system executor stands in for it.
template <class Handler, class... Args>
void complete_without_map(Handler&& handler, Args&&... args)
{
    auto const executor = boost::asio::get_associated_executor(handler, boost::asio::system_executor());
    boost::asio::post(executor,
                      boost::asio::append(std::forward<Handler>(handler), std::forward<Args>(args)...));
}

} // namespace genpool::detail
