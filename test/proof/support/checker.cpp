// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "checker.hpp"

#include "tables.hpp"

#include <algorithm>
#include <utility>

namespace genpool::proof
{
std::size_t whole_window(plan const& p) noexcept
{
    return p.window + row(p.source).upstream_window + row(p.source).ahead;
}

std::vector<broken_promise> const& checker::check(plan const& p, run_log const& l)
{
    auto fresh = checker();
    fresh.items_.swap(items_);
    fresh.finished_.swap(finished_);
    fresh.broken_.swap(broken_);
    fresh.initiating_.swap(initiating_);
    fresh.last_finished_.swap(last_finished_);
    *this = std::move(fresh);
    items_.clear();
    finished_.clear();
    broken_.clear();
    initiating_.clear();
    last_finished_.clear();

    plan_ = &p;
    log_ = &l;
    window_ = narrowest_ = whole_window(p);
    may_be_told_ = p.consumer == consumer_kind::first; // which stops the map when it has what it wants
    auto const& events = l.events();
    for (at_ = 0; at_ != events.size(); ++at_)
        see(events[at_]);
    check_end();
    return broken_;
}

std::vector<broken_promise> const& checker::check_nothing_lives(run_log const& l)
{
    at_ = l.events().size();
    require(l.items_alive == 0, "L1", "nothing leaks: items and results");
    require(l.parts_alive == 0, "L1", "nothing leaks: the source, the function and the callback");
    require(l.others_alive == 0, "L1", "nothing leaks: handlers");
    require(l.shares.used() == 0, "L1", "nothing leaks: shares of a budget");
    return broken_;
}

checker::item_state& checker::state(std::size_t index)
{
    if (index >= items_.size())
        items_.resize(index + 1);
    return items_[index];
}

bool checker::outside_initiation(event const& e) const noexcept
{
    return std::find(initiating_.begin(), initiating_.end(), e.thread) == initiating_.end();
}

void checker::see(event const& e)
{
    note_certain(e);
    switch (e.kind) {
    case what::advance:
    case what::pull:
    case what::source_end:
    case what::source_fail:
        return see_source(e);
    case what::start:
    case what::told_to_stop:
    case what::finish:
    case what::fail:
        return see_call(e);
    case what::deliver:
    case what::delivered:
    case what::nothing:
    case what::refused:
    case what::consumer_fail:
    case what::ask:
    case what::aborted:
    case what::told:
    case what::complete:
        return see_consumer(e);
    case what::initiate:
        return initiating_.push_back(e.thread);
    case what::initiated:
        if (auto const one = std::find(initiating_.begin(), initiating_.end(), e.thread);
            one != initiating_.end())
            initiating_.erase(one);
        return;
    case what::take:
        return;
    case what::look:
        return require(e.item <= pulled_ && e.value <= delivered_ && e.value <= e.item, "I1",
                       "statistics count what has been");
    case what::memory_held:
        return require(false, "A-4", "the memory of an operation is released before its handler is called");
    case what::value_lost:
        return require(false, "I1", "what results were reduced to is what is given");
    case what::quiescent:
        return see_quiescence(e, at_ + 1 == log_->events().size());
    default:
        return see_action(e);
    }
}

} // namespace genpool::proof
