// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/flow/map_state.hpp>

#include <algorithm>
#include <utility>

namespace genpool::detail
{

map_state::map_state(map_settings const& s, bool has_upstreams)
    : settings_(s), has_upstreams_(has_upstreams), window_(s.order, s.concurrency, window_for(s, 1)),
      calls_(s), pulls_(s), source_{false, s.source_is_fast}, consumer_(s)
{}

// What follows from what is.

void map_state::decide(actions& todo, published const& p) noexcept
{
    window_.set_capacity(window_for(settings_, calls(p).batch_size()));
    if (calls_.aside != 0 && window_.trimmed())
        calls(p).withdraw_aside();
    if (!pool_lost_) {
        if (pulls_.serial && window_.may_pull()) {
            window_.begin_pull();
            pulls_.role.queue();
            todo.pull_in_strand = true;
        }
        want_worker_tasks(todo, p);
    }
    end_if_quiet(todo, p);
    if (consumer_.parked && (is_due() || closing_ != consumer_.parked_closing)) {
        consumer_.parked = false;
        todo.resume = true;
    }
    if (auto const from = window_.wasted_from(); from < calls_.told_from)
        todo.told_from = calls_.told_from = from;
    if (window_.pull_stopped())
        stop_source(todo);
}

/// There may be more calls than should start now.
bool map_state::may_add_worker_task() const noexcept
{
    return calls_.worker_tasks.may_add(std::max(settings_.concurrency, window_.claims()));
}

bool map_state::has_too_many_claims() const noexcept
{
    return window_.claims() - calls_.leaving > settings_.concurrency;
}

bool map_state::wants_worker_task_to_pull() const noexcept
{
    return !pulls_.serial && (pulls_.role.is_queued() || window_.may_pull());
}

void map_state::want_worker_tasks(actions& todo, published const& p) noexcept
{
    auto& tasks = calls_.worker_tasks;
    if (!may_add_worker_task())
        return;
    auto const wanted = calls(p).worker_tasks_wanted(wants_worker_task_to_pull());
    for (; tasks.queued() < wanted && may_add_worker_task(); ++todo.worker_tasks)
        tasks.post();
}

/// Nothing of it runs any more, nobody can begin to move a result, and nobody is about to end moving one.
void map_state::end_if_quiet(actions& todo, published const& p) noexcept
{
    // The consumer says that it takes, then looks whether it is closed; here it is the other way round, so that one of
    // the two sees the other.
    if ((announced_.bits & wakeups::closed) == 0 || finishing_)
        return;
    if (p.taking())
        return;
    if (!window_.quiet())
        return;
    consumer(p).commit(); // before whoever took it could
    todo.finish = finishing_ = true;
}

/// The maps that it reads are told once, whether or not something is being pulled from them; what it waits for itself,
/// whenever it waits.
void map_state::stop_source(actions& todo) noexcept
{
    if (has_upstreams_ && !std::exchange(pulls_.upstreams_told, true))
        todo.stop_upstreams = true;
    bool const waits = !has_upstreams_ || settings_.source_waits;
    if (waits && pulls_.role.is_waiting() && !pulls_.cancelled) {
        todo.cancel_source = pulls_.cancelled = true;
        todo.cancel_here = !pulls_.serial || pool_lost_;
    }
}

unsigned map_state::what_to_announce() const noexcept
{
    unsigned bits = 0;
    if (consumer_.parked)
        bits |= wakeups::consumer_waits;
    if (calls_.worker_tasks.queued() == 0 && may_add_worker_task() && window_.may_run())
        bits |= wakeups::worker_wanted;
    if (!window_.pulling() && window_.full())
        bits |= wakeups::room_wanted;
    if (window_.trimmed() || has_too_many_claims())
        bits |= wakeups::trimmed;
    if (window_.pulling() && window_.pull_stopped())
        bits |= wakeups::pull_over;
    if (window_.pulling() && window_.overfull())
        bits |= wakeups::pull_less;
    if (closing_)
        bits |= wakeups::closed;
    return bits;
}

bool map_state::announce() noexcept
{
    auto next = announced_;
    next.bits = what_to_announce();
    if (consumer_.parked)
        next.awaited = window_.awaited();
    added_ = next.bits & ~announced_.bits;
    if (window_.full()) {
        next.room_at = consumer_.taken.committed() + window_.excess() + 1;
        if (next.room_at != announced_.room_at)
            added_ |= wakeups::room_wanted;
    }
    if (next == announced_)
        return false;
    announced_ = next;
    return true;
}

/// Who has run meanwhile may not have seen what was announced; but then what it did is seen here.
bool map_state::look_again(published const& p) noexcept
{
    bool news = (added_ & wakeups::closed) != 0; // only now it can be seen that nobody takes
    if (added_ & wakeups::consumer_waits)
        news = calls(p).commit() || news;
    if (added_ & wakeups::worker_wanted)
        news = pulls(p).commit() || news;
    if (added_ & wakeups::room_wanted)
        news = consumer(p).commit() || news;
    return news;
}

bool map_state::is_due() noexcept
{
    return closing_ ? finishing_ : window_.ready() != 0 || window_.completion().has_value();
}

std::optional<end_reason> map_state::completion() noexcept
{
    return closing_ && !finishing_ ? std::nullopt : window_.completion();
}

// Limits.

void map_state::set_concurrency(std::size_t concurrency) noexcept
{
    settings_.concurrency = concurrency;
    window_.set_concurrency(concurrency);
    calls_.largest = std::min(largest_batch(settings_), calls_.chunk_size);
}

void map_state::set_window(limit window) noexcept
{
    settings_.window = window;
    calls_.largest = std::min(largest_batch(settings_), calls_.chunk_size);
}

// Ends.

void map_state::close(published const& p) noexcept
{
    if (closing_)
        return;
    closing_ = true;
    consumer(p).take_back();
    window_.discard();
}

void map_state::pool_lost(bool failed, published const& p) noexcept
{
    if (!std::exchange(pool_lost_, true)) {
        if (failed)
            window_.fail_consumer(false);
        else
            window_.pool_gone();
    }
    pulls(p).drop_role();
}

awaiting map_state::waits_for() const noexcept
{
    if (finishing_)
        return awaiting::nothing;
    bool const has_results = ready() != 0;
    bool const may_pull = window_.pulling() && !window_.pull_stopped();
    if (window_.claims() == 0 && startable() == 0) {
        if (has_results && !may_pull)
            return awaiting::consumer;
        return window_.pulling() ? awaiting::source : awaiting::nothing;
    }
    if (!window_.may_run() || startable() != 0)
        return awaiting::calls;
    if (may_pull)
        return awaiting::source;
    if (!window_.full())
        return awaiting::calls;
    if (has_results)
        return awaiting::consumer;
    return settings_.order == order::input ? awaiting::order : awaiting::calls;
}

void map_state::commit_all(published const& p) noexcept
{
    pulls(p).commit();
    consumer(p).commit();
    calls(p).commit();
}

} // namespace genpool::detail
