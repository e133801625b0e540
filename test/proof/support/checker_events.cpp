// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "checker.hpp"
#include "tables.hpp"

#include <algorithm>

namespace genpool::proof
{

// What is promised of each event that a log shows.

namespace
{

std::size_t concurrency_of(plan const& p, unsigned stage) noexcept
{
    return stage == 0 ? std::min(p.concurrency, p.window) : 1;
}

} // namespace

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
        require(e.where == row(plan_->source).where || plan_->racing, "A-3",
                "the source is advanced on its pool");
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
        started_ += e.stage == 0;
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
    auto const where = e.kind == what::deliver ? row(plan_->consumer).where : place::consumer;
    require(e.where == where || plan_->racing, "A-3", "handlers run on their executor");
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

} // namespace genpool::proof
