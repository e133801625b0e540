// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "checker.hpp"

#include "tables.hpp"

#include <algorithm>
#include <utility>

namespace genpool::proof
{
namespace
{

bool balanced(summary const& s)
{
    return s.pulled == s.delivered + s.failed + s.cancelled &&
           std::all_of(s.upstream.begin(), s.upstream.end(), balanced);
}

end_reason end_reason_of(ending how) noexcept
{
    switch (how) {
    case ending::ok:
        return end_reason::completed;
    case ending::source:
    case ending::abandoned:
        return end_reason::source_failed;
    case ending::stopped:
        return end_reason::stopped;
    case ending::pool_gone:
        return end_reason::pool_gone;
    default:
        return end_reason::failed;
    }
}

ending ending_for(end_reason o) noexcept
{
    switch (o) {
    case end_reason::completed:
        return ending::ok;
    case end_reason::source_failed:
        return ending::source;
    case end_reason::stopped:
        return ending::stopped;
    case end_reason::pool_gone:
        return ending::pool_gone;
    case end_reason::failed:
        break;
    }
    return ending::call;
}

std::size_t concurrency_of(plan const& p, unsigned stage) noexcept
{
    return stage == 0 ? std::min(p.concurrency, p.window) : 1;
}

std::size_t final_value_of(plan const& p, std::size_t item) noexcept
{
    auto const value = value_of(item);
    return result_of(row(p.source).upstream_window != 0 ? passed_on(value) : value);
}

} // namespace

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
    case what::quiescent:
        return see_quiescence(e, at_ + 1 == log_->events().size());
    default:
        return see_action(e);
    }
}

/// A call that its thread has left for something else has returned; before any failure, if there was none.
void checker::note_certain(event const& e)
{
    if (row(plan_->function).waits)
        return;
    auto& last = last_finished_[e.thread];
    if (last && failed_ == 0)
        state(*last).certain = true;
    last.reset();
    if (e.kind == what::finish && e.stage == 0 && e.how == ending::ok)
        last = e.item;
}

void checker::see_source(event const& e)
{
    bool const exact = !plan_->racing;
    bool const sees_all = row(plan_->consumer).sees_all;
    std::size_t const late = plan_->racing ? 1 : 0; // a hand-over that the log has not been told of
    if (e.kind == what::advance) {
        require(!advancing_, "I3", "the source is not advanced by two at once, nor re-entered");
        require(!source_ended_ && !source_failed_, "I3", "the source is not advanced after its end");
        require(!sees_all || in_flight() < window_ + late, "I2",
                "the source is not advanced ahead of the window");
        require(completions_ == 0, "E1", "nothing of the map runs after its completion");
        require(outside_initiation(e), "A-2", "no code of the source runs inside an initiating function");
        require(e.where == place::pool || plan_->racing, "A-3", "the source is advanced on the pool");
        require(!exact || !pulling_over_, "C2", "nothing is pulled after a stop");
        require(!exact || !consumer_failed_, "E4", "nothing is pulled after the callback has thrown");
        require(!exact || row(plan_->function).waits || failed_ == 0, "E1",
                "nothing is pulled after a failure");
        advancing_ = true;
        return;
    }
    require(advancing_, "I3", "the source answers once for each time it is advanced");
    advancing_ = false;
    if (e.kind == what::pull) {
        require(e.item == pulled_, "I3", "each advance of the source sees the one before");
        ++pulled_;
        state(e.item);
        require(!sees_all || in_flight() <= window_ + late, "I2", "pulled - handed over <= window");
    } else if (e.kind == what::source_end) {
        source_ended_ = true;
    } else if (e.how == ending::abandoned) {
        source_gave_up_ = true;
    } else {
        source_failed_ = true;
    }
}

void checker::see_call(event const& e)
{
    if (e.stage > 1 || e.item >= pulled_)
        return require(false, "I1", "only what was pulled is called");
    bool const exact = !plan_->racing && !row(plan_->function).waits;
    auto& s = state(e.item);
    switch (e.kind) {
    case what::start:
        require(!s.started[e.stage], "I1", "each item is started at most once");
        require(++running_[e.stage] <= concurrency_of(*plan_, e.stage), "I2", "running <= concurrency");
        require(completions_ == 0, "E1", "nothing of the map runs after its completion");
        require(outside_initiation(e), "A-2", "no call runs inside an initiating function");
        require(e.where == place::pool || plan_->racing, "A-3", "calls run on the pool");
        require(plan_->racing || !starting_over_, "C2", "nothing is started after a stop");
        require(plan_->racing || !consumer_failed_, "E4", "nothing is started after the callback has thrown");
        require(!exact || failed_ == 0 ||
                    (e.stage == 0 && plan_->order == order::input && e.item < lowest_failed_),
                "E1", "after a failure, nothing later is started");
        s.started[e.stage] = true;
        return;
    case what::told_to_stop:
        // A failure tells those whose results nobody will get. Who was told the end closes the stream, which stops what
        // still runs.
        return require(may_be_told_ || consumer_failed_ || (plan_->racing && was_told_) ||
                           (failed_ != 0 &&
                            (e.stage != 0 || plan_->order == order::completion || e.item > lowest_failed_)),
                       "C2", "stop tokens are signalled by nothing but a stop or a failure");
    default:
        require(s.started[e.stage] && !s.over[e.stage], "I1", "each started call ends once");
        require(!must_be_told_ || plan_->racing || plan_->function != function_kind::stop_aware ||
                    e.stage != 0 || e.how == ending::stopped,
                "C2", "a stop signals the stop tokens of calls that run");
        require(completions_ == 0, "E1", "the completion comes after every started call has returned");
        s.over[e.stage] = true;
        --running_[e.stage];
        if (e.kind == what::fail) {
            if (failed_++ == 0) {
                first_failed_ = lowest_failed_ = e.item;
                finished_before_failure_ = finished_.size();
            }
            lowest_failed_ = std::min<std::size_t>(lowest_failed_, e.item);
        } else if (e.stage == 0 && e.how == ending::ok) {
            s.has_result = true;
            finished_.push_back(e.item);
        }
    }
}

void checker::see_consumer(event const& e)
{
    if (e.kind == what::delivered) {
        delivering_ = false;
        return;
    }
    if (e.kind == what::consumer_fail) {
        delivering_ = false;
        consumer_failed_ = true;
        consumer_failed_at_ = e.item;
        return;
    }
    if (e.kind == what::ask) {
        asking_ = true;
        return;
    }
    if (e.kind == what::nothing)
        return require(!asking_, "A-1", "a second call is refused");
    if (e.kind == what::refused)
        return require(asking_ && e.how == ending::ok, "A-1", "nothing but a second call is refused");
    if (e.call == by_take) {
        require(!asking_, "A-1", "a second call is refused");
        return see_delivery(e);
    }
    // Where handlers are queued side by side, that of an `async_close` may run before that of the last `async_next`.
    require(completions_ == 0 || e.kind == what::aborted || e.kind == what::told, "A-1",
            "exactly one completion, and nothing after it");
    require(!delivering_, "I7", "invocations of the consumer never overlap");
    require(e.where == place::consumer || plan_->racing, "A-3", "handlers run on their executor");
    require(outside_initiation(e), "A-2", "no handler is invoked inside an initiating function");
    if (e.kind == what::deliver) {
        asking_ = false;
        delivering_ = true;
        return see_delivery(e);
    }
    if (e.kind == what::complete) {
        ++completions_;
        end_ = e.how;
        end_whose_ = e.value;
        require(running_[0] + running_[1] == 0, "E1",
                "the completion comes after every started call has returned");
        require(!advancing_ || third_gone_ || pool_gone_, "E1",
                "the completion comes after the source is at rest");
        require(log_->parts_at_end == 0, "A-6", "the source, the function and the callback are gone before");
        return;
    }
    asking_ = false;
    if (e.kind == what::aborted)
        return;
    require(!was_told_ || (e.how == told_ && e.value == told_whose_), "E1", "the end is repeated, as it was");
    was_told_ = true;
    told_ = e.how;
    told_whose_ = e.value;
}

void checker::see_delivery(event const& e)
{
    if (e.item >= pulled_)
        return require(false, "I1", "only what was pulled is delivered");
    auto& s = state(e.item);
    require(s.has_result, "I1", "nothing is delivered without a call that has returned it");
    require(!s.delivered, "I1", "nothing is delivered twice");
    require(e.value == final_value_of(*plan_, e.item), "I1",
            "what is delivered is what the call has returned");
    require(!results_over_, "L9", "nothing is delivered after a close, or without the stream");
    require(!consumer_failed_, "E4", "nothing is delivered after the callback has thrown");
    require(!was_told_, "E1", "nothing is delivered after the end");
    bool const in_order = plan_->order == order::input;
    require(!in_order || e.item == delivered_, "I6", "results come in the source's order, without a gap");
    bool const exact = !plan_->racing && !row(plan_->function).waits;
    require(in_order || !exact || (delivered_ < finished_.size() && e.item == finished_[delivered_]), "I6",
            "results come as their calls have finished");
    require(in_order || !exact || failed_ == 0 || delivered_ < finished_before_failure_, "E1",
            "what finishes after the failure is not delivered");
    s.delivered = true;
    ++delivered_;
}

void checker::see_quiescence(event const& e, bool last)
{
    bool const source_is_over = source_ended_ || source_failed_ || source_gave_up_;
    bool const ends_early = pulling_over_ || failed_ != 0 || consumer_failed_ || pool_gone_ || third_gone_;
    require(running_[0] + running_[1] == 0 || pool_gone_, "I5", "a call that waits for nothing goes on");
    bool const endless = row(plan_->source).endless && advancing_ && !ends_early;
    if (row(plan_->consumer).sees_all && !source_is_over && !advancing_ && !ends_early && completions_ == 0 &&
        !consumer_gone_)
        require(in_flight() <= window_ && in_flight() + row(plan_->source).ahead >= narrowest_, "I4",
                "while a slot is free, the source is pulled; when none is, it is not");
    if (!consumer_gone_ && !endless)
        require(!asking_, "I5", "who waits for a result or the end is told, when there is one");
    if (last && !left_ && !endless)
        require(completions_ == 1, "A-1", "exactly one completion");
    if (completions_ != 0 || dropped_)
        require(e.item == 0 && e.value == 0, "L9", "nothing is left of a map that has come to rest");
}

void checker::see_action(event const& e)
{
    bool const stream = row(plan_->consumer).stream;
    switch (e.kind) {
    case what::cancel_total:
        return;
    case what::narrow:
        narrowest_ = window_ - plan_->window + 1;
        return;
    case what::widen:
        narrowest_ = window_;
        return;
    case what::drain:
        pulling_over_ = true;
        drained_ = drained_ || !disturbed_;
        break;
    case what::cancel_partial:
    case what::cancel_terminal:
        if (stream)
            return; // only the wait, without a loss
        may_be_told_ = may_be_told_ || e.kind == what::cancel_terminal;
        must_be_told_ = must_be_told_ || e.kind == what::cancel_terminal;
        starting_over_ = starting_over_ || e.kind == what::cancel_terminal;
        pulling_over_ = true;
        drained_ = (drained_ || !disturbed_) && e.kind == what::cancel_partial;
        break;
    case what::stop:
        pulling_over_ = starting_over_ = may_be_told_ = must_be_told_ = true;
        drained_ = false;
        break;
    case what::drop:
        left_ = left_ || completions_ == 0;
        dropped_ = true;
        [[fallthrough]];
    case what::close:
        pulling_over_ = starting_over_ = may_be_told_ = must_be_told_ = results_over_ = true;
        drained_ = false;
        break;
    case what::destroy_pool:
        pool_gone_ = pulling_over_ = starting_over_ = true;
        drained_ = false;
        break;
    case what::destroy_consumer:
        left_ = left_ || completions_ == 0;
        consumer_gone_ = true;
        asking_ = false;
        may_be_told_ = true;
        drained_ = false;
        break;
    default:
        third_gone_ = true;
        drained_ = false;
    }
    if (completions_ == 0)
        disturbed_ = true;
}

void checker::check_end()
{
    if (plan_->racing && !left_)
        require(completions_ == 1, "A-1", "exactly one completion");
    if (completions_ == 0)
        return;
    require(plan_->racing || log_->shares.used() == 0, "L9",
            "a map that has ended holds nothing of a budget");
    auto const& account = log_->account;
    if (account)
        check_account(*account);
    if (was_told_) {
        require(end_ == ending::ok || told_ == ending::stopped, "E1",
                "an error that was delivered is not reported again by the closing");
        check_ending(told_, told_whose_);
    } else if (!row(plan_->consumer).stream) {
        check_ending(end_, end_whose_);
    } else if (account && end_ == ending::ok) {
        check_ending(ending_for(account->ended), 0);
    } else {
        check_ending(end_, end_whose_);
    }
}

void checker::check_ending(ending how, std::size_t whose)
{
    bool const in_order = plan_->order == order::input;
    switch (how) {
    case ending::ok:
        require(source_ended_, "E1", "success is the end of the source");
        require(failed_ == 0 && !consumer_failed_, "E1", "success is a map in which nothing failed");
        require(pulled_ == plan_->yields(), "E1", "a truncated result never looks complete");
        if (has_account_of_all())
            require(delivered_ == pulled_, "E1", "a truncated result never looks complete");
        break;
    case ending::call:
        require(failed_ != 0, "E1", "only a call that failed is reported as one");
        if (was_told_ || !row(plan_->consumer).stream)
            require(failed_ == 0 ||
                        whose == (in_order                                      ? lowest_failed_
                                  : plan_->racing || row(plan_->function).waits ? whose
                                                                                : first_failed_) ||
                        (in_order && may_be_unheard() && whose > lowest_failed_),
                    "E2", "of several failures, the lowest or the first is reported");
        break;
    case ending::source:
        require(source_failed_ || source_gave_up_, "E3", "only a source that failed is reported as one");
        break;
    case ending::abandoned:
        require(third_gone_, "E3", "a source is only aborted by who destroys what it awaits");
        break;
    case ending::stopped:
        require(disturbed_, "E1", "only a map that was stopped is reported as such");
        break;
    case ending::pool_gone:
        require(pool_gone_, "E1", "only a pool that is gone is reported as such");
        break;
    case ending::consumer:
        require(consumer_failed_ && whose == consumer_failed_at_, "E4",
                "what the callback threw is reported");
        break;
    case ending::other:
        require(false, "E1", "no error comes from nowhere");
    }
    // What is lost to a stop, or with the pool, is not delivered before an error; the error is told all the same.
    bool const in_its_place = was_told_ || (!row(plan_->consumer).stream && !starting_over_);
    if (how == ending::source || how == ending::abandoned) {
        require(failed_ == 0 || pool_gone_, "E3", "a call that failed comes before a source that failed");
        if (in_its_place && has_account_of_all())
            require(may_be_all(*plan_, delivered_, pulled_), "E3",
                    "a failure of the source comes after all that it has yielded");
    }
    bool const exact = !plan_->racing && !row(plan_->function).waits;
    if (how == ending::call && !in_order && in_its_place && has_account_of_all() && !disturbed_) {
        require(!exact || delivered_ == finished_before_failure_, "E1",
                "what had finished before a failure is delivered");
        require(std::none_of(items_.begin(), items_.end(),
                             [](auto const& i) { return i.certain && !i.delivered; }),
                "E1", "what had finished before a failure is delivered");
    }
    if (how == ending::call && in_order && in_its_place && has_account_of_all())
        require(delivered_ == lowest_failed_, "E1", "everything before a failure is delivered");
    if (!disturbed_)
        check_undisturbed(how, whose);
    else if (drained_ && failed_ == 0 && !consumer_failed_ && has_account_of_all())
        require(may_be_all(*plan_, delivered_, pulled_), "C1",
                "after partial cancellation, what was pulled is delivered");
}

/// A run that was let run.
void checker::check_undisturbed(ending how, std::size_t whose)
{
    if (consumer_failed_)
        return require(how == ending::consumer, "E4", "what the callback threw is reported");
    if (failed_ != 0)
        return require(how == ending::call, "E1", "a failed call is the error of the map");
    require(how == (source_failed_ ? ending::source : ending::ok), "E1", "how a map ends that is let run");
    require(pulled_ == plan_->yields(), "I5", "everything is pulled");
    require(!has_account_of_all() || delivered_ == pulled_, "I1", "everything is delivered");
    (void)whose;
}

/// Whether what was delivered has been seen.
bool checker::has_account_of_all() const noexcept { return plan_->consumer != consumer_kind::no_callback; }

/// Whether a failure may not have reached the map: with the pool goes what an asynchronous call was about to report.
bool checker::may_be_unheard() const noexcept { return pool_gone_ && row(plan_->function).waits; }

void checker::check_account(summary const& s)
{
    auto const& first = s.upstream.empty() ? s : s.upstream.back();
    require(balanced(s), "I1", "the account balances");
    require(may_be_all(*plan_, static_cast<std::size_t>(first.pulled), pulled_), "I1",
            "the account of what was pulled");
    bool const unheard = may_be_unheard() && s.failed < failed_;
    require(s.failed == failed_ || unheard, "I1", "the account of what failed");
    if (has_account_of_all())
        require(s.delivered == delivered_, "I1", "the account of what was delivered");
    require(s.first_error_index.has_value() == (s.failed != 0), "E2",
            "whether the account has an error's index");
    if (s.first_error_index && !unheard && (plan_->order == order::input || !row(plan_->function).waits) &&
        !plan_->racing)
        require(s.first_error_index == (plan_->order == order::input ? lowest_failed_ : first_failed_), "E2",
                "the account has the index of the error that is reported");
    if (!row(plan_->consumer).stream)
        require(s.ended == end_reason_of(end_), "E1", "the account says how the map ended");
}

} // namespace genpool::proof
