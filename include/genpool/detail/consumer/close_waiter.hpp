// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/asio/execution_context.hpp>

namespace genpool::detail
{

/// Whoever waits until nothing of a map runs any more.
class close_waiter
{
public:
    virtual void closed() noexcept = 0;

    // As those of a consumer; `closed` follows `leaving`.
    virtual void leaving() noexcept {}
    virtual bool belongs_to(boost::asio::execution_context&) const noexcept { return false; }
    virtual void destroy() noexcept {}

    close_waiter* next_waiter = nullptr;

protected:
    ~close_waiter() = default;
};

} // namespace genpool::detail
