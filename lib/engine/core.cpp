// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "transaction.hpp"
#include <genpool/detail/asio/submission.hpp>
#include <genpool/detail/engine/core.hpp>

#include <algorithm>
#include <limits>
#include <utility>

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

std::size_t largest_batch(map_core::settings const& s) noexcept
{
    auto const window = s.window.is_automatic() ? most_automatic : s.window.value();
    return std::clamp<std::size_t>(window / std::max<std::size_t>(times(2, s.concurrency), 1), 1,
                                   most_in_a_batch);
}

std::size_t most_at_once(map_core::settings const& s) noexcept
{
    return std::max(largest_batch(s), std::min(s.concurrency, most_in_a_batch));
}

std::size_t window_for(std::size_t concurrency, std::size_t batch) noexcept
{
    return std::min(times(times(4, concurrency), batch), most_automatic);
}

} // namespace

map_core::map_core(settings const& s, upstream_list upstreams)
    : settings_(s), upstreams_(std::move(upstreams)),
      window_(s.order, s.concurrency,
              s.window.is_automatic() ? window_for(s.concurrency, 1) : s.window.value()),
      batch_(largest_batch(s)), pull_slots_(most_at_once(s)), source_is_fast_(s.source_is_fast),
      taken_(largest_batch(s))
{}

map_core::~map_core() = default;

void map_core::start(boost::asio::execution_context* pool)
{
    first_pool_context_ = pool_context_ = pool;
    watch(pool);
    transaction first(*this);
}

/// Decides what follows, and says what has to be published from now on. Who has run meanwhile may not have
/// seen the new flags, but then what it did is seen here: hence the second look.
map_core::actions map_core::settle() noexcept
{
    actions todo;
    for (;;) {
        decide(todo);
        if (parked_ && awaited_ != window_.awaited())
            awaited_ = window_.awaited();
        auto const before = attention_.load();
        auto const bits = what_to_attend_to();
        auto added = bits & ~before;
        if (auto const at = taken_reported_ + window_.excess() + 1; window_.full() && at != room_at_) {
            room_at_ = at;
            added |= room_wanted;
        }
        if (bits == before && added == 0)
            return todo; // most often; then nobody else's copy of the flags is disturbed
        attention_ = bits;
        bool news = false;
        if (added & consumer_waits)
            news = absorb_all() || news;
        if (added & worker_wanted)
            news = absorb_pulled() || news;
        if (added & room_wanted)
            news = absorb_handed_over() || news;
        if (!news)
            return todo;
    }
}

void map_core::decide(actions& todo) noexcept
{
    if (settings_.window.is_automatic())
        window_.set_capacity(window_for(settings_.concurrency, batch_.size()));
    if (!pool_lost_) {
        if (serial_ && window_.may_pull()) {
            window_.begin_pull();
            puller_ = puller::queued;
            todo.serial = true;
        }
        activate(todo);
    }
    if (closing_ && !finishing_ && !taking_ && window_.quiet()) {
        absorb_handed_over(); // before whoever took it could
        todo.finish = finishing_ = true;
    }
    if (parked_ && (due() || closing_ != parked_closing_)) {
        parked_ = false;
        todo.resumed = consumer_;
        consumer_->leaving();
    }
    tell_calls(todo);
    if (window_.pull_stopped()) {
        // Whether or not something is being pulled from them.
        todo.stop_upstreams = !upstreams_.empty() && !std::exchange(upstreams_told_, true);
        bool const waits = upstreams_.empty() || settings_.source_waits;
        if (waits && puller_ == puller::waiting && !cancelled_) {
            todo.cancel = cancelled_ = true;
            todo.cancel_here = !serial_ || pool_lost_;
        }
    }
}

/// Does it, except for resuming the consumer if there is a place to leave it in.
void map_core::perform(actions const& todo, consumer_port** resumed, bool turn_ends) noexcept
{
    // The consumer may let go of the map while it is still needed here.
    auto const self =
        todo.resumed || todo.finish || todo.cancel || todo.told ? weak_from_this().lock() : nullptr;
    for (auto* w = todo.told; w != nullptr;) {
        auto* const next = std::exchange(w->next_told, nullptr);
        w->stop.request_stop();
        w = next;
    }
    if (todo.wasted_from != window::no_limit)
        cancel_calls(todo.wasted_from);
    for (auto* w = todo.turns; w != nullptr;) {
        auto* const next = std::exchange(w->next, nullptr); // once submitted, it belongs to its turn
        // A thread that has nothing else to do takes one of them, without asking another to wake up.
        bool const after_this_turn = turn_ends && next == nullptr && todo.resumed == nullptr;
        submit_turn(*w, after_this_turn);
        w = next;
    }
    if (todo.serial)
        submit_pull(false);
    if (todo.stop_upstreams)
        for (auto const& stage : upstreams_)
            stage->request_stop();
    if (todo.cancel_here)
        run_cancel();
    else if (todo.cancel)
        submitted(&cancelled_, [&] { submit_cancel(); });
    if (todo.finish)
        finish();
    if (resumed != nullptr)
        *resumed = todo.resumed;
    else if (todo.resumed != nullptr)
        todo.resumed->resume(false);
}

/// Calls whose results nobody will get are told to stop, each once.
void map_core::tell_calls(actions& todo) noexcept
{
    auto const from = window_.wasted_from();
    if (from >= told_from_)
        return;
    told_from_ = from;
    if (settings_.asynchronous)
        todo.wasted_from = from;
    for (auto& w : workers_) {
        // The claim that the failing call is of, in input order, begins before it, and ends with it.
        if (w.claiming && !w.told && w.first >= from && w.stop.stop_possible()) {
            w.told = true;
            w.next_told = std::exchange(todo.told, &w);
        }
    }
}

bool map_core::worker_idle() const noexcept
{
    return active_ == 0 || active_ - 1 < settings_.concurrency; // one turn more than calls, for the puller
}

std::size_t map_core::startable_batches() const noexcept
{
    return (window_.startable() + batch_.size() - 1) / batch_.size();
}

/// How many more calls, or batches of them, may run at once.
std::size_t map_core::places() const noexcept
{
    return settings_.concurrency - std::min(window_.claims(), settings_.concurrency);
}

std::size_t map_core::turns_wanted() noexcept
{
    std::size_t wanted = !serial_ && (puller_ == puller::queued || window_.may_pull()) ? 1 : 0;
    if (window_.may_run()) {
        if (auto const batches = startable_batches(); batches != 0)
            wanted += std::min(batches, places());
        else if (wanted <= queued_ && victim() != nullptr)
            ++wanted;
    }
    return wanted;
}

void map_core::activate(actions& todo) noexcept
{
    if (!worker_idle())
        return;
    for (auto wanted = turns_wanted(); queued_ < wanted && worker_idle(); ++active_, ++queued_) {
        auto* const w = take_idle();
        if (w == nullptr) {
            if (active_ == 0) { // nobody is left who could go on
                error_ = std::make_exception_ptr(std::bad_alloc());
                pool_lost_ = true;
                window_.fail_consumer(false);
                drop_role();
            }
            return;
        }
        w->next = std::exchange(todo.turns, w);
    }
}

/// One that is idle, or a new one; null if there is no memory for it.
worker* map_core::take_idle() noexcept
{
    if (idle_ != nullptr)
        return std::exchange(idle_, idle_->next);
    try {
        return &workers_.emplace_back(taken_.size(), settings_.stop_aware && !settings_.asynchronous);
    } catch (std::bad_alloc const&) {
        return nullptr;
    }
}

void map_core::make_idle(worker& w) noexcept
{
    if (!w.told)
        w.next = std::exchange(idle_, &w);
    --active_;
}

unsigned map_core::what_to_attend_to() const noexcept
{
    unsigned bits = 0;
    if (parked_)
        bits |= consumer_waits;
    if (queued_ == 0 && worker_idle() && window_.may_run())
        bits |= worker_wanted;
    if (!window_.pulling() && window_.full())
        bits |= room_wanted;
    if (window_.trimmed())
        bits |= trimmed;
    if (window_.pulling() && window_.pull_stopped())
        bits |= pull_over;
    return bits;
}

/// Submits a task; one that fails again and again, or is dropped at once, ends the map.
template <class Submit>
bool map_core::submitted(void const* task, Submit submit) noexcept
{
    std::exception_ptr error;
    if (submission(task).attempt(
            [&] {
                gate::pass pass(pool_gate_);
                if (pass)
                    submit();
                return bool(pass);
            },
            error))
        return true;
    if (task == &cancelled_) {
        forget_cancel();
    } else if (task != &pull_slots_) {
        std::lock_guard lock(mutex_);
        --active_;
        --queued_;
    }
    pool_lost(error);
    return false;
}

void map_core::submit_turn(worker& w, bool after_this_turn) noexcept
{
    submitted(&w, [&] { submit(w, after_this_turn); });
}

void map_core::submit_pull(bool may_run_inline) noexcept
{
    submitted(&pull_slots_, [&] { submit_serial(may_run_inline); });
}

void map_core::serial_dropped() noexcept
{
    if (!submission::refused(&pull_slots_))
        pool_lost(nullptr);
}

void map_core::cancel_dropped() noexcept
{
    if (submission::refused(&cancelled_))
        return;
    forget_cancel();
    pool_lost(nullptr);
}

/// What the source waits for may be of a context that lives on: with the pool gone, it is told directly.
void map_core::forget_cancel() noexcept
{
    std::lock_guard lock(mutex_);
    cancelled_ = false;
}

void map_core::turn_dropped(worker& w) noexcept
{
    if (submission::refused(&w))
        return;
    {
        std::lock_guard lock(mutex_);
        --active_;
        --queued_;
    }
    pool_lost(nullptr);
}

void map_core::pool_lost(std::exception_ptr error) noexcept
{
    transaction t(*this);
    if (!std::exchange(pool_lost_, true)) {
        if (error) {
            std::swap(error_, error);
            window_.fail_consumer(false);
        } else {
            window_.pool_gone();
        }
    }
    drop_role();
}

} // namespace genpool::detail
