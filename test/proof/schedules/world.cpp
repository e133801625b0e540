// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "world.hpp"

#include "virtual_clock.hpp"

#include <boost/asio/cancellation_type.hpp>

#include <chrono>

namespace genpool::proof
{
namespace
{

constexpr place places[] = {place::pool, place::consumer, place::third};

} // namespace

world::~world() { destroy(); }

void world::begin()
{
    virtual_clock::now = {};
    virtual_clock::each_look = std::chrono::milliseconds(planned.long_calls ? 1 : 0);
    begin_map(*this);
}

void world::let_run()
{
    begin();
    do {
        do
            while (maybe_act()) {
            }
        while (step() && steps_ != most_steps);
        rest();
    } while (!left_.empty() && oracle_.now() && maybe_act());
    rest();
}

void world::rest()
{
    if (queued() == 0 && !may_release())
        record.add(what::quiescent, static_cast<std::size_t>(record.items_alive),
                   static_cast<std::size_t>(record.parts_alive));
}

std::size_t world::queued() const noexcept
{
    std::size_t count = 0;
    for (auto const& c : contexts_)
        count += c ? c->pending() : 0;
    return count;
}

/// Whether what was cancelled may end now.
bool world::may_release() const noexcept
{
    return held_.held() && held_.cancelled != boost::asio::cancellation_type::none;
}

bool world::step()
{
    auto const handlers = queued();
    std::size_t const releases = may_release() ? 1 : 0;
    std::size_t const asks = may_ask() ? 1 : 0;
    if (handlers + releases + asks == 0)
        return false;
    if (handlers + releases == 0)
        rest();
    auto const which = oracle_.choose(handlers + releases + asks);
    ++steps_;
    if (which < handlers) {
        run_queued(which);
    } else if (which < handlers + releases) {
        running_at const here(place::third);
        held_.complete(boost::asio::error::operation_aborted);
    } else {
        reader_->ask();
    }
    return true;
}

/// Those that need no change of context come first.
void world::run_queued(std::size_t which)
{
    for (std::size_t i = 0; i != contexts; ++i) {
        auto const c = (last_ + i) % contexts;
        auto const pending = contexts_[c] ? contexts_[c]->pending() : 0;
        if (which < pending) {
            last_ = c;
            running_at const here(places[c]);
            return contexts_[c]->run_one(which);
        }
        which -= pending;
    }
}

void world::meddle()
{
    if (!planned.inside || left_.empty())
        return;
    for (auto const& a : action_table)
        if (left_.contains(a.kind) && (!a.destroys || a.kind == action::drop) && oracle_.now())
            act(a.kind);
}

/// One of the things that are to happen; returns whether one has.
bool world::maybe_act()
{
    for (auto const& a : action_table)
        if (left_.contains(a.kind) && oracle_.now()) {
            act(a.kind);
            return true;
        }
    return false;
}

void world::act(action a)
{
    left_.erase(a);
    if (!applies(row(a), planned) || (a == action::close && !reader_->can_close()))
        return;
    if (a == action::look)
        return reader_->look();
    record.add(row(a).logged);
    switch (a) {
    case action::take:
        return reader_->take_one();
    case action::look:
        return;
    case action::stop:
        return reader_->stop();
    case action::narrow:
        return reader_->limit(1, 1);
    case action::widen:
        return reader_->limit(planned.concurrency, planned.window);
    case action::drain:
        return reader_->drain();
    case action::cancel_total:
        return cancel(boost::asio::cancellation_type::total);
    case action::cancel_partial:
        return cancel(boost::asio::cancellation_type::partial);
    case action::cancel_terminal:
        return cancel(boost::asio::cancellation_type::terminal);
    case action::close:
        return reader_->close();
    case action::drop:
        return reader_->drop();
    case action::destroy_pool:
        return destroy(0);
    case action::destroy_consumer:
        return destroy(1);
    case action::destroy_third:
        return destroy(2);
    }
}

void world::cancel(boost::asio::cancellation_type type)
{
    if (reader_)
        reader_->cancel(type);
    else
        signal_.emit(type);
}

void world::destroy(std::size_t context)
{
    if (context == 1 && reader_)
        reader_->leave();
    running_at const here(places[context]);
    if (context == 2)
        held_.drop();
    contexts_[context].reset();
}

void world::destroy()
{
    // Whatever is left, in an order that changes from run to run.
    for (std::size_t i = 0; i != contexts + 1; ++i) {
        auto const part = (i + steps_) % (contexts + 1);
        if (part == contexts) {
            if (reader_)
                reader_->drop();
        } else if (contexts_[part]) {
            destroy(part);
        }
    }
}

} // namespace genpool::proof
