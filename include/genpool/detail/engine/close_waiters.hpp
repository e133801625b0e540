// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/consumer/close_waiter.hpp>

#include <boost/asio/execution_context.hpp>

namespace genpool::detail
{

/// Those who wait until nothing of a map runs any more. Under the map's lock, but for `tell` and `destroy`.
class close_waiters
{
public:
    /// False: it has ended, and `c` is to be told now.
    bool add(close_waiter& c) noexcept;

    /// It ends. Returns whom to tell.
    close_waiter* end() noexcept;

    /// Returns those who must go with `context`.
    close_waiter* remove(boost::asio::execution_context& context) noexcept;

    static void tell(close_waiter* first) noexcept;
    static void destroy(close_waiter* first) noexcept;

private:
    close_waiter* first_ = nullptr;
    bool ended_ = false;
};

} // namespace genpool::detail
