// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/parts/budget_state.hpp>

#include <algorithm>

namespace genpool::detail
{

bool budget_state::take(std::size_t share, waiter& w)
{
    if (take_now(share))
        return true;
    std::list<request> added{{share, &w}}; // allocates outside the lock
    std::lock_guard lock(mutex_);
    if (fits(share)) {
        used_ += share;
        return true;
    }
    waiting_.splice(waiting_.end(), added);
    return false;
}

bool budget_state::take_now(std::size_t share) noexcept
{
    std::lock_guard lock(mutex_);
    bool const now = fits(share);
    if (now)
        used_ += share;
    return now;
}

bool budget_state::leave(waiter& w) noexcept
{
    std::list<request> granted, left;
    bool waited = false;
    {
        std::lock_guard lock(mutex_);
        auto const position = std::ranges::find(waiting_, &w, &request::who);
        waited = position != waiting_.end();
        if (waited)
            left.splice(left.end(), waiting_, position);
        grant(granted);
    }
    for (auto const& r : granted)
        r.who->granted();
    return waited;
}

void budget_state::give_back(std::size_t share) noexcept
{
    std::list<request> granted;
    {
        std::lock_guard lock(mutex_);
        used_ -= share;
        grant(granted);
    }
    for (auto const& r : granted)
        r.who->granted();
}

void budget_state::grant(std::list<request>& granted) noexcept
{
    while (!waiting_.empty() && waiting_.front().share <= total_ - used_) {
        used_ += waiting_.front().share;
        granted.splice(granted.end(), waiting_, waiting_.begin());
    }
}

std::size_t budget_state::used() const
{
    std::lock_guard lock(mutex_);
    return used_;
}

} // namespace genpool::detail
