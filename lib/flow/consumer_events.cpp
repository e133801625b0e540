// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/flow/map_state.hpp>

namespace genpool::detail
{

consumer_events::consumer_events(map_state& map, published const& loops) noexcept
    : map_(map), own_(map.consumer_), window_(map.window_), loops_(loops)
{}

std::uint32_t consumer_events::take() noexcept
{
    commit();
    return own_.taken.take(window_);
}

bool consumer_events::park(bool has_taken) noexcept
{
    commit();
    if ((has_taken && !map_.closing_) || map_.is_due())
        return false;
    own_.parked = true;
    own_.parked_closing = map_.closing_;
    return true;
}

void consumer_events::failed(bool lost_one) noexcept
{
    take_back(); // it counts as cancelled
    window_.fail_consumer(lost_one);
}

void consumer_events::take_back() noexcept
{
    commit();
    own_.taken.take_back();
}

} // namespace genpool::detail
