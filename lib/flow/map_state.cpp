// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/flow/map_state.hpp>

#include <algorithm>
#include <limits>

namespace genpool::detail
{
namespace
{

constexpr std::size_t most_automatic = 4096;
constexpr std::size_t most_in_a_batch = 256;

std::size_t times(std::size_t a, std::size_t b) noexcept
{
    return b != 0 && a > std::numeric_limits<std::size_t>::max() / b ? std::numeric_limits<std::size_t>::max()
                                                                     : a * b;
}

std::size_t largest_batch(map_settings const& s) noexcept
{
    auto const window = s.window.is_automatic() ? most_automatic : s.window.value();
    return std::clamp<std::size_t>(window / std::max<std::size_t>(times(2, s.concurrency), 1), 1,
                                   most_in_a_batch);
}

std::size_t most_at_once(map_settings const& s) noexcept
{
    return std::max(largest_batch(s), std::min(s.concurrency, most_in_a_batch));
}

std::size_t window_for(std::size_t concurrency, std::size_t batch) noexcept
{
    return std::min(times(times(4, concurrency), batch), most_automatic);
}

} // namespace

map_state::map_state(map_settings const& s, bool has_upstreams)
    : settings_(s), has_upstreams_(has_upstreams),
      window_(s.order, s.concurrency,
              s.window.is_automatic() ? window_for(s.concurrency, 1) : s.window.value()),
      batch_(largest_batch(s)), pulled_(most_at_once(s)), source_is_fast_(s.source_is_fast),
      taken_(largest_batch(s))
{}

// What follows from what is.

void map_state::decide(actions& todo, published const& p) noexcept
{
    if (settings_.window.is_automatic())
        window_.set_capacity(window_for(settings_.concurrency, batch_.size()));
    if (!pool_lost_) {
        if (serial_ && window_.may_pull()) {
            window_.begin_pull();
            role_.queue();
            todo.pull_in_strand = true;
        }
        want_turns(todo, p);
    }
    end_if_quiet(todo, p);
    if (parked_ && (is_due() || closing_ != parked_closing_)) {
        parked_ = false;
        todo.resume = true;
    }
    if (auto const from = window_.wasted_from(); from < told_from_)
        todo.told_from = told_from_ = from;
    if (window_.pull_stopped())
        stop_source(todo);
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
    commit_handed_over(p); // before whoever took it could
    todo.finish = finishing_ = true;
}

/// The maps that it reads are told once, whether or not something is being pulled from them; what it waits for itself,
/// whenever it waits.
void map_state::stop_source(actions& todo) noexcept
{
    if (has_upstreams_ && !std::exchange(upstreams_told_, true))
        todo.stop_upstreams = true;
    bool const waits = !has_upstreams_ || settings_.source_waits;
    if (waits && role_.is_waiting() && !cancelled_) {
        todo.cancel_source = cancelled_ = true;
        todo.cancel_here = !serial_ || pool_lost_;
    }
}

unsigned map_state::what_to_announce() const noexcept
{
    unsigned bits = 0;
    if (parked_)
        bits |= wakeups::consumer_waits;
    if (queued_ == 0 && worker_idle() && window_.may_run())
        bits |= wakeups::worker_wanted;
    if (!window_.pulling() && window_.full())
        bits |= wakeups::room_wanted;
    if (window_.trimmed())
        bits |= wakeups::trimmed;
    if (window_.pulling() && window_.pull_stopped())
        bits |= wakeups::pull_over;
    if (closing_)
        bits |= wakeups::closed;
    return bits;
}

bool map_state::announce() noexcept
{
    auto next = announced_;
    next.bits = what_to_announce();
    if (parked_)
        next.awaited = window_.awaited();
    added_ = next.bits & ~announced_.bits;
    if (window_.full()) {
        next.room_at = taken_.committed() + window_.excess() + 1;
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
        news = commit_finished(p) || news;
    if (added_ & wakeups::worker_wanted)
        news = commit_pulled(p) || news;
    if (added_ & wakeups::room_wanted)
        news = commit_handed_over(p) || news;
    return news;
}

bool map_state::is_due() noexcept
{
    return closing_ ? finishing_ : window_.ready() != 0 || window_.verdict().has_value();
}

std::optional<outcome> map_state::verdict() noexcept
{
    return closing_ && !finishing_ ? std::nullopt : window_.verdict();
}

// Turns.

chunk const& map_state::add_chunk(chunk_id id)
{
    if (id == chunks_.size()) // else it was made, and there was no memory for its worker
        chunks_.emplace_back(taken_.most());
    return chunks_[id];
}

bool map_state::worker_idle() const noexcept
{
    return active_ == 0 || active_ - 1 < settings_.concurrency; // one turn more than calls, for the puller
}

std::size_t map_state::startable_batches() const noexcept
{
    return (window_.startable() + batch_.size() - 1) / batch_.size();
}

/// How many more calls, or batches of them, may run at once.
std::size_t map_state::places() const noexcept
{
    return settings_.concurrency - std::min(window_.claims(), settings_.concurrency);
}

std::size_t map_state::turns_wanted(published const& p) const noexcept
{
    std::size_t wanted = !serial_ && (role_.is_queued() || window_.may_pull()) ? 1 : 0;
    if (window_.may_run()) {
        if (auto const batches = startable_batches(); batches != 0)
            wanted += std::min(batches, places());
        else if (wanted <= queued_ && victim(p))
            ++wanted;
    }
    return wanted;
}

void map_state::want_turns(actions& todo, published const& p) noexcept
{
    if (!worker_idle())
        return;
    for (auto const wanted = turns_wanted(p); queued_ < wanted && worker_idle(); ++active_, ++queued_)
        ++todo.turns;
}

map_state::step map_state::begin_turn() noexcept
{
    --queued_;
    return next_step();
}

map_state::step map_state::go_on() noexcept
{
    ++active_;
    return next_step();
}

map_state::step map_state::next_step() noexcept
{
    bool const may_pull = !serial_ && (role_.is_queued() || window_.may_pull());
    // A pull that blocks this thread must not keep what has been pulled from being run. (Whoever pulls writes whether it
    // would, so nobody may look meanwhile.)
    if (may_pull && !(source_would_block_ && window_.may_run() && window_.startable() != 0)) {
        window_.begin_pull();
        role_.run();
        return step::pull;
    }
    return step::calls;
}

void map_state::turn_lost() noexcept
{
    --active_;
    --queued_;
}

bool map_state::turn_without_memory(published const& p) noexcept
{
    turn_lost();
    if (active_ != 0)
        return false;
    pool_lost(true, p);
    return true;
}

// Calls.

std::uint32_t map_state::claim(chunk_id id, published const& p) noexcept
{
    commit_pulled(p);
    if (!window_.may_run() || window_.startable() == 0)
        return 0;
    return chunks_[id].claim(window_, batch_.size());
}

std::optional<chunk_id> map_state::victim(published const& p) const noexcept
{
    if (!window_.may_run())
        return std::nullopt;
    for (chunk_id id = 0; id != chunks_.size(); ++id)
        if (chunks_[id].is_open() && p.has_spare(id))
            return id;
    return std::nullopt;
}

void map_state::split(chunk_id id, chunk_id from, std::uint32_t position, std::uint32_t count) noexcept
{
    chunks_[id].split(window_, chunks_[from], position, count);
}

void map_state::calls_over(chunk_id id, published const& p, batch::duration elapsed,
                           batch::duration now) noexcept
{
    chunks_[id].commit(window_, p.finished(id));
    chunks_[id].close(window_);
    commit_handed_over(p);
    batch_.ran(elapsed, now, window_.delivered_count());
}

bool map_state::may_start(chunk_id id, std::uint32_t position, published const& p) noexcept
{
    auto& c = chunks_[id];
    c.commit(window_, p.finished(id));
    return window_.may_start(c.first() + position);
}

void map_state::not_started(chunk_id id, std::uint32_t position, std::uint32_t end) noexcept
{
    window_.not_started(chunks_[id].first() + position, end - position);
}

/// A call that was told to stop, and says that it has, did not fail.
bool map_state::record_failure(std::uint64_t index, bool aborted, published const& p) noexcept
{
    if (aborted && index >= told_from_) {
        window_.not_started(index, 1);
        return false;
    }
    // What had returned before it comes before it, whether or not somebody has looked since.
    if (settings_.order == order::completion)
        commit_finished(p);
    window_.failed(index);
    return window_.first_error() == index && !window_.consumer_failed();
}

bool map_state::call_threw(chunk_id id, std::uint32_t position, bool aborted, published const& p) noexcept
{
    auto& c = chunks_[id];
    c.commit(window_, p.finished(id));
    bool const first = record_failure(c.first() + position, aborted, p);
    c.pass_over(position);
    return first;
}

/// What its call awaited was destroyed: with the pool, or else by whoever had begun it.
bool map_state::caller_lost(chunk_id id, std::uint32_t position, bool aborted, published const& p) noexcept
{
    auto& c = chunks_[id];
    c.commit(window_, p.finished(id));
    if (!pool_lost_)
        return record_failure(c.first() + position, aborted, p);
    window_.not_started(c.first() + position, 1);
    return false;
}

void map_state::chunk_lost(chunk_id id, std::uint32_t position, std::uint32_t end) noexcept
{
    auto& c = chunks_[id];
    if (end > position + 1)
        not_started(id, position + 1, end);
    c.pass_over(position);
    c.close(window_);
}

bool map_state::commit_finished(published const& p) noexcept
{
    bool any = false;
    for (chunk_id id = 0; id != chunks_.size(); ++id)
        if (chunks_[id].is_open())
            any = chunks_[id].commit(window_, p.finished(id)) || any;
    return any;
}

// The source. While it waits, nobody runs: its report passes the role on to a turn, or to a task in the strand.

/// A batch for every call that may run. If each puller left the next item to the next, threads would wait for one
/// another: each has to be woken, which takes far longer than a pull. What has been waited for comes alone.
std::size_t map_state::items_wanted() const noexcept
{
    std::size_t wanted = 1;
    if (source_is_fast_) {
        bool const one_batch = pulled_.count() != 0 || serial_;
        auto const most = one_batch ? 1 : std::min(places(), pulled_.most());
        wanted = batch_.size() * std::max<std::size_t>(most - std::min(startable_batches(), most), 1);
    }
    return std::min({wanted, pulled_.most()}) - pulled_.count();
}

/// Before a wait, for what the source is about to yield.
void map_state::keep_one_slot(published const& p) noexcept
{
    commit_pulled(p);
    pulled_.end(window_, 1);
}

/// Whether the source, which has parked, must now be told that it was stopped meanwhile.
bool map_state::starts_stopped() noexcept
{
    return window_.pull_stopped() && !std::exchange(cancelled_, true);
}

void map_state::move_into_strand() noexcept
{
    serial_ = true;
    role_.queue();
}

bool map_state::strand_runs() noexcept
{
    if (!role_.is_queued()) // it was given up meanwhile, with the pool
        return false;
    role_.run();
    return true;
}

bool map_state::source_wakes(published const& p) noexcept
{
    if (!role_.wake())
        return false;
    if (pool_lost_)
        drop_role(p);
    return true;
}

void map_state::source_disposed(published const& p) noexcept
{
    move_into_strand();
    if (pool_lost_)
        drop_role(p);
}

bool map_state::begin_cancel() noexcept
{
    if (role_.tell())
        return true;
    cancelled_ = false; // when it waits again, it will be told
    return false;
}

bool map_state::pull_over(bool ended, bool failed, bool aborted, published const& p) noexcept
{
    commit_pulled(p);
    pulled_.end(window_, 0);
    // The source's answer to being told to stop is not a failure of its own.
    if (aborted && draining_)
        window_.stop_pulling();
    bool const error_counts = failed && !(aborted && window_.pull_stopped());
    if (error_counts)
        window_.source_failed();
    else if (failed || ended)
        window_.source_ended();
    window_.end_pull();
    role_.leave();
    return error_counts;
}

/// Nobody will pull any more; the role, where nobody runs with it, is given up.
void map_state::drop_role(published const& p) noexcept
{
    if (!role_.is_queued())
        return;
    commit_pulled(p);
    pulled_.end(window_, 0);
    window_.end_pull();
    role_.leave();
}

// The consumer.

std::uint32_t map_state::take(published const& p) noexcept
{
    commit_handed_over(p);
    return taken_.take(window_);
}

bool map_state::park(published const& p, bool has_taken) noexcept
{
    commit_handed_over(p);
    if ((has_taken && !closing_) || is_due())
        return false;
    parked_ = true;
    parked_closing_ = closing_;
    return true;
}

void map_state::consumer_failed(bool lost_one, published const& p) noexcept
{
    commit_handed_over(p);
    taken_.take_back(); // it counts as cancelled
    window_.fail_consumer(lost_one);
}

// Ends.

void map_state::close(published const& p) noexcept
{
    if (closing_)
        return;
    closing_ = true;
    commit_handed_over(p);
    taken_.take_back();
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
    drop_role(p);
}

void map_state::commit_all(published const& p) noexcept
{
    commit_pulled(p);
    commit_handed_over(p);
    commit_finished(p);
}

bool map_state::begin_destroying_source() noexcept
{
    if (!role_.is_vacant() || finishing_)
        return false;
    window_.begin_pull();
    return true;
}

} // namespace genpool::detail
