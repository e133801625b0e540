// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/engine/close_waiters.hpp>

#include <utility>

namespace genpool::detail
{

bool close_waiters::add(close_waiter& c) noexcept
{
    if (ended_) {
        c.leaving();
        return false;
    }
    c.next_waiter = std::exchange(first_, &c);
    return true;
}

close_waiter* close_waiters::end() noexcept
{
    ended_ = true;
    for (auto* c = first_; c != nullptr; c = c->next_waiter)
        c->leaving();
    return std::exchange(first_, nullptr);
}

close_waiter* close_waiters::remove(boost::asio::execution_context& context) noexcept
{
    close_waiter* removed = nullptr;
    for (auto** link = &first_; *link != nullptr;) {
        if ((*link)->belongs_to(context)) {
            auto* const c = std::exchange(*link, (*link)->next_waiter);
            c->next_waiter = std::exchange(removed, c);
        } else {
            link = &(*link)->next_waiter;
        }
    }
    return removed;
}

void close_waiters::tell(close_waiter* first) noexcept
{
    while (first != nullptr)
        std::exchange(first, first->next_waiter)->closed();
}

void close_waiters::destroy(close_waiter* first) noexcept
{
    while (first != nullptr)
        std::exchange(first, first->next_waiter)->destroy();
}

} // namespace genpool::detail
