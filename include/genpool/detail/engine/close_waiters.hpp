// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/consumer/consumer_port.hpp>

#include <boost/asio/execution_context.hpp>

namespace genpool::detail
{

/// Those who wait until nothing of a map runs any more. Under the map's lock, but for `tell` and `destroy`.
class close_waiters
{
public:
    /// False: it has ended, and `c` is to be told now.
    bool add(closer& c) noexcept;

    /// It ends. Returns whom to tell.
    closer* end() noexcept;

    /// Returns those who must go with `context`.
    closer* remove(boost::asio::execution_context& context) noexcept;

    static void tell(closer* first) noexcept;
    static void destroy(closer* first) noexcept;

private:
    closer* first_ = nullptr;
    bool ended_ = false;
};

} // namespace genpool::detail
