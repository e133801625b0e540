// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What each call may return.
#include "model.hpp"
#include "proof/support/tables.hpp"

#include <algorithm>

namespace genpool::proof
{
namespace
{

bool balanced(summary const& s)
{
    return s.pulled == s.delivered + s.failed + s.cancelled &&
           std::all_of(s.upstream.begin(), s.upstream.end(), balanced);
}

std::size_t value_after(std::size_t item, unsigned stage)
{
    auto value = result_of(value_of(item));
    for (; stage != 0; --stage)
        value = passed_on(value);
    return value;
}

ending ending_for(end_reason o) noexcept
{
    constexpr ending all[] = {ending::ok, ending::call, ending::source, ending::stopped, ending::pool_gone};
    return all[static_cast<std::size_t>(o)];
}

} // namespace

void model::deliver(event const& e)
{
    auto const& call = calls_[e.call];
    require(returned_[e.stage].contains(e.item), "only what a call has returned is delivered");
    require(std::find(delivered_.begin(), delivered_.end(), e.item) == delivered_.end(),
            "nothing is delivered twice");
    require(e.value == value_after(e.item, e.stage), "what is delivered is what the call has returned");
    require(!call.after_any && !(serial_ && closing_), "nothing is delivered once async_close was called");
    require(!told_.contains(e.stage), "nothing is delivered after the end");
    deliver_in_order(e);
    delivered_.push_back(e.item);
    ++delivered_by_[e.stage];
}

void model::deliver_in_order(event const& e)
{
    auto const next = delivered_.size();
    if (in_order(e.stage))
        return require(e.item == next, "results come in the source's order, without a gap");
    if (!by_completion(e.stage))
        return;
    require(next < finished_.size() && finished_[next] == e.item,
            "results come as their calls have finished");
    require(failed_.empty() || next < finished_at_failure_,
            "what finishes after the failure is not delivered");
}

void model::told(event const& e)
{
    auto const& call = calls_[e.call];
    bool const only_the_wait =
        e.how == ending::stopped && (call.cancelled || (!call.after_close && (closing_ || gone_)));
    if (only_the_wait)
        return;
    completion const now{e.how, e.item};
    auto const [before, first] = (call.after_close ? told_after_close_ : told_).try_emplace(e.stage, now);
    require(before->second == now, "the end is repeated, as it was");
    if (call.after_close)
        return told_last(e);
    switch (e.how) {
    case ending::ok:
        require(source_ended_ && failed_.empty(), "success is the end of a source, and no call has failed");
        return require(delivered_.size() == pulled_, "a truncated result never looks complete");
    case ending::stopped:
        return require(stopped_ || broken_calls_ != 0, "only a map that was stopped says so");
    case ending::pool_gone:
        return require(gone_, "only a pool that is gone is reported as such");
    default:
        return told_failure(e);
    }
}

/// By a call that began when an `async_close` had.
void model::told_last(event const& e)
{
    auto const found = accounts_.find(e.stage);
    if (found == accounts_.end() || broken_calls_ != 0)
        return;
    require(e.how == ending_for(found->second.ended), "after a close, async_next says how the map ended");
}

/// A failure comes in its place.
void model::told_failure(event const& e)
{
    if (e.how == ending::source && failed_.empty())
        require(stopped_ ? source_failed_ || e.stage != 0 : source_failed_ && delivered_.size() == pulled_,
                "a failure of the source comes after all that it has yielded");
    if (stopped_ || failed_.empty())
        return;
    if (in_order(e.stage)) {
        auto const lowest = *std::min_element(failed_.begin(), failed_.end());
        require(e.how != ending::call || e.item == lowest, "of several failures the lowest is reported");
        require(delivered_.size() == lowest, "everything before a failure is delivered");
    } else if (by_completion(e.stage)) {
        require(e.how != ending::call || e.item == failed_.front(),
                "of several failures the first is reported");
        require(delivered_.size() == finished_at_failure_, "what had finished before a failure is delivered");
    } else if (e.stage == 0 && plan_.function != function_kind::awaitable) {
        for (auto const item : finished_for_certain(failure_at_))
            require(std::find(delivered_.begin(), delivered_.end(), item) != delivered_.end(),
                    "what had finished before a failure is delivered");
    }
}

/// What had returned by then: its thread has gone on to something else.
std::set<std::size_t> model::finished_for_certain(std::size_t before) const
{
    std::map<std::uint32_t, std::size_t> last; // of each thread
    std::set<std::size_t> all;
    for (std::size_t i = 0; i != before; ++i) {
        auto const& e = (*events_)[i];
        if (auto const found = last.find(e.thread); found != last.end()) {
            all.insert(found->second);
            last.erase(found);
        }
        if (e.kind == what::finish && e.how == ending::ok)
            last[e.thread] = e.item;
    }
    return all;
}

/// Whether, besides this one, an `async_next` is under way.
bool model::others_wait(std::size_t call, std::size_t until) const
{
    auto const begun = calls_.at(call).begun;
    return std::any_of(calls_.begin(), calls_.end(), [&](auto const& other) {
        auto const& [id, c] = other;
        bool const is_next = (*events_)[c.begun].kind == what::ask;
        return id != call && is_next && !c.refused && c.begun < until && (!c.answered || *c.answered > begun);
    });
}

void model::refuse(event const& e, bool refused)
{
    auto const begun = calls_[e.call].begun;
    if (refused)
        require(others_wait(e.call, at_), "only a second call is refused");
    else if (serial_)
        require(!others_wait(e.call, begun), "a second call is refused");
}

/// By hand everything that has returned is there.
void model::nothing(event const& e)
{
    refuse(e, false);
    auto const next = delivered_.size();
    if (!serial_ || stopped_ || e.stage != 0 || plan_.function == function_kind::awaitable)
        return;
    if (plan_.order == order::input)
        require(!returned_[0].contains(next), "try_next gives what is there");
    else
        require(finished_.size() <= next || (!failed_.empty() && finished_at_failure_ <= next),
                "try_next gives what is there");
}

/// By hand, nothing is left to run: whoever was told to stop has heard it.
void model::rest()
{
    if (failed_.empty())
        return;
    auto const lowest = *std::min_element(failed_.begin(), failed_.end());
    auto const behind = plan_.order == order::input ? running_.lower_bound(lowest) : running_.begin();
    require(behind == running_.end(), "a failure tells the calls behind it to stop");
}

void model::complete(event const& e, summary const& s)
{
    require(e.how == ending::ok || e.how == ending_for(s.ended) || broken_calls_ != 0,
            "a close reports how the map ended");
    auto const [found, first] = accounts_.try_emplace(e.stage, s);
    auto const told = told_.find(e.stage);
    require(told == told_.end() || told->second.how == ending::stopped || e.how == ending::ok || !first,
            "an error that was delivered is not reported again by the closing");
    require(running_.empty(), "the completion of the close comes after every call has returned");
    auto const& before = found->second;
    require(before.pulled == s.pulled && before.delivered == s.delivered && before.ended == s.ended,
            "a second close gives the same account");
    check_account(s, e.stage);
    if (told != told_.end() && broken_calls_ == 0)
        require(told->second.how == ending_for(s.ended), "the account says how the map ended");
}

void model::check_account(summary const& s, unsigned stage)
{
    require(balanced(s), "the account balances");
    if (stage != 0 && s.upstream.empty())
        return require(false, "the account has those of the stages before");
    auto const& first = stage == 0 ? s : s.upstream.back();
    require(first.pulled == pulled_, "the account of what was pulled");
    require(first.failed <= failed_.size() && first.failed + broken_calls_ >= failed_.size(),
            "the account of what failed");
    if (stage == 0 && broken_calls_ != 0 && !stopped_)
        require(s.ended == end_reason::failed && s.failed != 0,
                "a call whose operation is destroyed has failed");
    require(first.first_error_index.has_value() == (first.failed != 0), "whose failure it was");
}

bool model::in_order(unsigned stage) const noexcept
{
    return plan_.order == order::input && (stage == 0 || program_.stage.order == order::input);
}

/// Whether it is known in which order results come when that is not the source's.
bool model::by_completion(unsigned stage) const noexcept
{
    return serial_ && stage == 0 && plan_.order == order::completion &&
           plan_.function != function_kind::awaitable;
}

} // namespace genpool::proof
