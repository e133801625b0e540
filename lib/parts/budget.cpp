// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/parts/budget_state.hpp>

namespace genpool::detail
{

std::shared_ptr<budget_state> budget_state::make(std::size_t total)
{
    return {new budget_state(total), [](budget_state* made) { made->disown(); }};
}

void budget_state::disown() noexcept
{
    if (taken_.fetch_or(nobody_owns) == 0)
        delete this;
}

bool budget_state::take_or_wait(std::size_t share, waiter& w)
{
    std::list<request> added{{share, &w}}; // allocates outside the lock
    std::lock_guard lock(mutex_);
    // From here on who gives back comes to the lock, so that what is given back after the look below is not missed.
    auto seen = taken_.fetch_or(somebody_waits) | somebody_waits;
    if (waiting_.empty() && add(share, seen)) {
        taken_.fetch_and(~somebody_waits);
        return true;
    }
    waiting_.splice(waiting_.end(), added);
    return false;
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

void budget_state::give_back_to_who_waits(std::size_t share) noexcept
{
    // What is given back may be the last that this lives for, unless somebody owns it, as who waits does.
    auto const owned = weak_from_this().lock();
    if (!owned)
        return give_back(share); // nobody waits any more
    std::list<request> granted;
    {
        std::lock_guard lock(mutex_);
        taken_ -= share * one;
        grant(granted);
    }
    for (auto const& r : granted)
        r.who->granted();
}

void budget_state::grant(std::list<request>& granted) noexcept
{
    auto seen = taken_.load();
    while (!waiting_.empty() && add(waiting_.front().share, seen)) {
        granted.splice(granted.end(), waiting_, waiting_.begin());
        seen = taken_.load();
    }
    if (waiting_.empty())
        taken_.fetch_and(~somebody_waits);
}

} // namespace genpool::detail
