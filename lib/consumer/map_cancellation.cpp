// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/consumer/map_cancellation.hpp>

namespace genpool::detail
{

void map_cancellation::operator()(boost::asio::cancellation_type type) const
{
    auto const map = core_.lock();
    if (!map)
        return;
    using boost::asio::cancellation_type;
    if ((type & cancellation_type::terminal) != cancellation_type::none)
        map->ending().request_stop();
    else if ((type & cancellation_type::partial) != cancellation_type::none)
        map->ending().stop_pulling();
}

} // namespace genpool::detail
