// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/engine/close_waiters.hpp>

#include <utility>

namespace genpool::detail
{

bool close_waiters::add(closer& c) noexcept
{
    if (ended_) {
        c.leaving();
        return false;
    }
    c.next_closer = std::exchange(first_, &c);
    return true;
}

closer* close_waiters::end() noexcept
{
    ended_ = true;
    for (auto* c = first_; c != nullptr; c = c->next_closer)
        c->leaving();
    return std::exchange(first_, nullptr);
}

closer* close_waiters::remove(boost::asio::execution_context& context) noexcept
{
    closer* removed = nullptr;
    for (auto** link = &first_; *link != nullptr;) {
        if ((*link)->belongs_to(context)) {
            auto* const c = std::exchange(*link, (*link)->next_closer);
            c->next_closer = std::exchange(removed, c);
        } else {
            link = &(*link)->next_closer;
        }
    }
    return removed;
}

void close_waiters::tell(closer* first) noexcept
{
    while (first != nullptr)
        std::exchange(first, first->next_closer)->closed();
}

void close_waiters::destroy(closer* first) noexcept
{
    while (first != nullptr)
        std::exchange(first, first->next_closer)->destroy();
}

} // namespace genpool::detail
