// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "checker.hpp"
#include "tables.hpp"

#include <algorithm>

namespace genpool::proof
{

// What is promised of a map that has come to rest, and of how it ends.

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

} // namespace

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

void checker::check_end()
{
    if (plan_->racing && !left_)
        require(completions_ == 1, "A-1", "exactly one completion");
    if (completions_ == 0)
        return;
    require(plan_->racing || log_->shares.used() == 0, "L9",
            "a map that has ended holds nothing of a budget");
    require(!log_->durations || log_->durations->count() == started_, "I1", "each call is timed once");
    auto const& account = log_->account;
    if (account)
        check_account(*account);
    if (plan_->consumer == consumer_kind::first) {
        check_first(end_, end_whose_);
    } else if (was_told_) {
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

/// Whatever ends a map as that has happened.
void checker::check_cause(ending how)
{
    switch (how) {
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
    case ending::other:
        require(false, "E1", "no error comes from nowhere");
        break;
    default:
        break;
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
    case ending::consumer:
        require(consumer_failed_ && whose == consumer_failed_at_, "E4",
                "what the callback threw is reported");
        break;
    default:
        break;
    }
    check_cause(how);
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

/// Whether the account of an operation says how it ended. That of the end of a pipe has the map for its source.
bool checker::ended_so(summary const& s) const noexcept
{
    if (row(plan_->consumer).of_pipe && s.ended == end_reason::source_failed)
        return end_ != ending::ok && end_ != ending::consumer && end_ != ending::stopped;
    return s.ended == end_reason_of(end_);
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
    auto const& of_map = account_of_map(*plan_, s);
    bool const unheard = may_be_unheard() && of_map.failed < failed_;
    require(of_map.failed == failed_ || unheard, "I1", "the account of what failed");
    if (has_account_of_all())
        require(s.delivered == delivered_, "I1", "the account of what was delivered");
    require(of_map.first_error_index.has_value() == (of_map.failed != 0), "E2",
            "whether the account has an error's index");
    if (of_map.first_error_index && !unheard &&
        (plan_->order == order::input || !row(plan_->function).waits) && !plan_->racing)
        require(of_map.first_error_index == (plan_->order == order::input ? lowest_failed_ : first_failed_),
                "E2", "the account has the index of the error that is reported");
    if (!row(plan_->consumer).stream)
        require(ended_so(s), "E1", "the account says how the map ended");
}

} // namespace genpool::proof
