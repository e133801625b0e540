// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "model.hpp"

#include <algorithm>

namespace genpool::proof
{
namespace
{

/// A handler that another thread has called may be overtaken on its way to the log, by that of the call after it, which may
/// begin as soon as the first has its result: so answers are put into the order of what was asked.
std::vector<event> with_answers_as_asked(std::vector<event> events)
{
    std::vector<std::size_t> places;
    std::vector<event> answers;
    for (std::size_t i = 0; i != events.size(); ++i)
        if (events[i].kind == what::deliver || events[i].kind == what::told) {
            places.push_back(i);
            answers.push_back(events[i]);
        }
    std::ranges::sort(answers, {}, &event::call); // one answer to each
    for (std::size_t i = 0; i != places.size(); ++i)
        events[places[i]] = answers[i];
    return events;
}

} // namespace

std::vector<std::string> const& model::judge(std::vector<event> const& as_logged, accounts const& all)
{
    auto const events = serial_ ? as_logged : with_answers_as_asked(as_logged);
    events_ = &events;
    know(events);
    for (at_ = 0; at_ != events.size(); ++at_) {
        auto const& e = events[at_];
        if (e.kind != what::complete)
            see(e);
        else if (auto const found = all.find(e.call); found != all.end())
            complete(e, found->second);
    }
    for (auto const& [stage, account] : accounts_) // the last handler may be called beside that of the close
        require(account.delivered == delivered_by_[stage], "the account of what was delivered");
    return broken_;
}

/// When each call began and was answered.
void model::know(std::vector<event> const& events)
{
    std::set<unsigned> closed;
    for (std::size_t i = 0; i != events.size(); ++i) {
        auto const& e = events[i];
        switch (e.kind) {
        case what::ask:
            // Refused even if its context goes before its handler is called.
            calls_[e.call].refused = serial_ && std::ranges::any_of(calls_, [&](auto const& other) {
                                         return events[other.second.begun].kind == what::ask &&
                                                !other.second.refused && !other.second.answered &&
                                                other.first != e.call;
                                     });
            [[fallthrough]];
        case what::try_next:
            calls_[e.call].begun = i;
            calls_[e.call].after_close = closed.contains(e.stage);
            calls_[e.call].after_any = !closed.empty();
            break;
        case what::refused:
            calls_[e.call].refused = true;
            [[fallthrough]];
        case what::deliver:
        case what::told:
        case what::nothing:
            calls_[e.call].answered = i;
            break;
        case what::cancel_total:
            calls_[e.call].cancelled = true;
            break;
        case what::close:
            if (!serial_) // it may be over before it returns
                break;
            [[fallthrough]];
        case what::initiated:
            closed.insert(e.stage);
            break;
        default:
            break;
        }
    }
}

void model::see(event const& e)
{
    switch (e.kind) {
    case what::advance:
    case what::pull:
        require(accounts_.empty(), "the source is not advanced after the completion of the close");
        pulled_ += e.kind == what::pull;
        return;
    case what::source_end:
        source_ended_ = true;
        return;
    case what::source_fail:
        source_failed_ = true;
        return;
    case what::start:
    case what::finish:
    case what::fail:
        return see_call(e);
    case what::deliver:
        refuse(e, false);
        return deliver(e);
    case what::told:
        refuse(e, false);
        return told(e);
    case what::refused:
        return refuse(e, true);
    case what::nothing:
        return nothing(e);
    case what::quiescent:
        return rest();
    case what::close:
        closing_ = true;
        [[fallthrough]];
    case what::stop:
        stopped_ = true;
        return;
    case what::drop:
    case what::destroy_pool:
        stopped_ = gone_ = true;
        return;
    case what::move_on:
        if (closing_)
            closed_before_moving_ = e.stage;
        return;
    default:
        return;
    }
}

void model::see_call(event const& e)
{
    if (e.kind == what::start) {
        require(accounts_.empty(), "no call starts after the completion of the close");
        require(!closed_before_moving_ || e.stage <= *closed_before_moving_,
                "a stage that reads a closed stream is given nothing");
        running_.insert(e.item);
        return;
    }
    running_.erase(e.item);
    require(accounts_.empty(), "the completion of the close comes after every call has returned");
    if (e.kind == what::fail) {
        if (failed_.empty()) {
            finished_at_failure_ = finished_.size();
            failure_at_ = at_;
        }
        failed_.push_back(e.item);
        broken_calls_ += e.how == ending::abandoned;
        return;
    }
    require(e.how != ending::other, "a failure tells the calls behind it to stop");
    if (e.how != ending::ok)
        return;
    returned_[e.stage].insert(e.item);
    if (e.stage == 0)
        finished_.push_back(e.item);
}

void model::require(bool holds, std::string const& what)
{
    if (!holds)
        broken_.push_back("event " + std::to_string(at_) + ": " + what);
}

} // namespace genpool::proof
