// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "call_queue.hpp"

#include "../aborted.hpp"

#include <algorithm>

namespace genpool::remote::detail
{

std::shared_ptr<call> call_queue::take()
{
    auto c = std::move(waiting_.front());
    waiting_.pop_front();
    return c;
}

void call_queue::put_back(std::shared_ptr<call> c, endings& ended)
{
    if (c->cancelled) {
        ended.add(std::move(c), aborted());
    } else {
        c->at = call::stage::waiting;
        waiting_.push_front(std::move(c));
    }
}

void call_queue::cancel(std::shared_ptr<call> const& c, endings& ended)
{
    if (auto const found = std::ranges::find(waiting_, c); found != waiting_.end()) {
        waiting_.erase(found);
        ended.add(c, aborted());
    }
}

void call_queue::attempt_failed(std::shared_ptr<call> c, std::exception_ptr last, endings& ended)
{
    ++c->attempts;
    if (!c->cancelled && c->attempts >= attempts_)
        ended.add(std::move(c), std::move(last));
    else
        put_back(std::move(c), ended);
}

void call_queue::next_failed(std::exception_ptr error, bool may_try_again, endings& ended)
{
    if (empty())
        return;
    if (may_try_again)
        attempt_failed(take(), std::move(error), ended);
    else
        ended.add(take(), std::move(error));
}

void call_queue::fail_all(std::exception_ptr const& error, endings& ended)
{
    for (auto const& c : std::exchange(waiting_, {}))
        ended.add(c, error);
}

} // namespace genpool::remote::detail
