// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "small_map.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace genpool::proof
{

small_map::small_map(map_extent const& e)
    : extent_(&e), state_({e.concurrency, genpool::limit(e.window), e.order, false, false, false, true, true},
                          e.reads_maps),
      concurrency_(e.concurrency), window_(e.window)
{
    for (byte i = 0; i != e.workers(); ++i)
        state_.calls(*this).add_chunk(i);
    update();
}

void small_map::check()
{
    most_in_flight_ =
        std::max(std::min(most_in_flight_, static_cast<byte>(in_flight() + reserved())), window_);
    most_running_ = std::max(std::min(most_running_, running()), concurrency_);
    require(in_flight() <= most_in_flight_, "pulled - handed over <= window");
    require(running() <= most_running_, "running <= concurrency");
    auto const& w = state_.items();
    require(w.claims() <= extent_->concurrency, "claims <= concurrency");
    if (update_ == unlocked)
        check_wait();
    require(!finished_ || (running() == 0 && pull_ == not_pulling && !is_moving()),
            "the end comes after everything that runs");
    if (extent_->order == order::input)
        for (byte i = 1; i < extent_->items; ++i)
            require(fates_[i] != delivered || fates_[i - 1] == delivered, "results come in order");
}

void small_map::check_quiet() const
{
    bool const wanted = !closing_ && !failed_ && !stopped_;
    bool const source_runs = pull_ != not_pulling || source_ == operating;
    auto const& w = state_.items();
    require(!wanted || source_ == ended || source_runs || in_flight() >= window_,
            "while there is room, the source is pulled");
    require(!w.pull_stopped() || upstreams_told_ == extent_->reads_maps, "a stop reaches the maps before");
    require(!wanted || running() >= concurrency_ || std::ranges::find(fates(), yielded) == fates().end(),
            "no item that has come waits for a call of another one");
    if (consumer_ == is_parked && !closing_) {
        require(!has_deliverable(), "no result that is there waits");
        require(w.ready() == 0, "no result waits");
    }
    if (closing_ && running() == 0 && !source_runs && !is_moving())
        require(finished_, "what was closed ends");
}

void small_map::check_over() const
{
    require(consumer_ == has_ended || (closing_ && consumer_ == asks), "the consumer waits for ever");
}

std::uint32_t small_map::finished(detail::chunk_id c) const noexcept
{
    auto const& r = workers_[c].range;
    return r.next > r.end ? r.end : r.next - (r.next != 0);
}

bool small_map::has_spare(detail::chunk_id c) const noexcept
{
    auto const& r = workers_[c].range;
    return r.count != 1 && r.next < r.end;
}

byte small_map::running() const noexcept
{
    return static_cast<byte>(std::ranges::count(fates(), byte(called)));
}

/// Slots that whoever pulls has yet to fill.
byte small_map::reserved() const noexcept
{
    auto const slots = look(pulls_tag(), state_).account.count();
    return static_cast<byte>(slots - std::min<std::size_t>(pulled_, slots));
}

void small_map::set_concurrency(byte n)
{
    most_running_ = std::max(running(), n);
    concurrency_ = n;
    state_.set_concurrency(n);
    update();
}

void small_map::set_window(byte n)
{
    most_in_flight_ = std::max(static_cast<byte>(in_flight() + reserved()), n);
    window_ = n;
    state_.consumer(*this).commit();
    state_.set_window(genpool::limit(n));
    update();
}

/// What it says that it waits for.
void small_map::check_wait() const
{
    bool const source_runs = pull_ != not_pulling || source_ == operating || strand_posted_ || telling_;
    auto const& w = state_.items();
    switch (state_.waits_for()) {
    case awaiting::nothing:
        return require(finished_ || (w.claims() == 0 && state_.startable() == 0 && state_.ready() == 0),
                       "it waits for nothing only where there is nothing");
    case awaiting::source:
        return require(source_runs || source_destroyed_ || pool_gone_,
                       "it waits for a source that is pulled");
    case awaiting::calls:
        return require(w.claims() + state_.startable() != 0, "it waits for calls that there are");
    case awaiting::order:
        return require(extent_->order == order::input && state_.ready() == 0 && w.full() && w.claims() != 0,
                       "it waits for the head of the order");
    case awaiting::consumer:
        return require(state_.ready() != 0, "it waits for a consumer that could take something");
    }
}

byte small_map::in_flight() const noexcept
{
    byte n = 0;
    for (auto const f : fates())
        n = static_cast<byte>(n + (f != absent && f != delivered));
    return n;
}

bool small_map::has_deliverable() const noexcept
{
    for (byte i = 0; i != extent_->items; ++i) {
        if (fates_[i] == delivered)
            continue;
        bool const due = fates_[i] == returned && !late_[i] && !consumer_failed_;
        if (due || extent_->order == order::input)
            return due;
    }
    return false;
}

void small_map::update()
{
    state_.decide(todo_, *this);
    update_ = decided;
    if (!extent_->fine)
        announce();
}

void small_map::announce()
{
    if (!state_.announce())
        return unlock();
    seen_ = state_.announced();
    update_ = announced;
    if (!extent_->fine)
        look_again();
}

void small_map::look_again()
{
    if (state_.look_again(*this))
        update();
    else
        unlock();
}

void small_map::unlock()
{
    update_ = unlocked;
    auto const todo = std::exchange(todo_, {});
    for (std::size_t i = 0; i != todo.worker_tasks; ++i) {
        auto const w = std::ranges::find_if(workers_, [&](worker const& one) {
            auto const id = static_cast<detail::chunk_id>(&one - workers_.data());
            return one.step == idle && id < extent_->workers() && state_.calls(*this).is_usable(id);
        });
        require(w != workers_.end(), "no more worker tasks than calls, and one for the puller");
        w->step = posted;
    }
    if (todo.pull_in_strand)
        post_strand();
    if (todo.resume) {
        require(consumer_ == is_parked, "who is resumed has parked");
        consumer_ = asks;
    }
    if (todo.stop_upstreams) {
        require(extent_->reads_maps && !upstreams_told_, "the maps before are stopped once");
        upstreams_told_ = true;
    }
    if (todo.finish) {
        require(!finished_, "it ends once");
        finished_ = true;
    }
    if (todo.cancel_here)
        cancel();
    else if (todo.cancel_source)
        cancel_posted_ = true;
}

void small_map::post_strand()
{
    require(!strand_posted_ && pull_ == not_pulling, "one puller");
    strand_posted_ = true;
}

void small_map::begin_turn(byte id)
{
    begin(id, state_.calls(*this).begin_turn());
    update();
}

void small_map::begin(byte id, detail::turn_step wanted)
{
    if (wanted == detail::turn_step::pull) {
        require(pull_ == not_pulling && !strand_posted_, "one puller");
        workers_[id].step = pulls;
        pull_ = reserves;
        puller_ = id;
    } else {
        claim(id);
    }
}

void small_map::claim(byte id)
{
    auto& w = workers_[id];
    std::optional<detail::chunk_id> freed;
    auto count = state_.calls(*this).claim(id, freed);
    require(!freed || workers_[*freed].step == idle, "only a worker that is idle is freed");
    if (auto const from = count == 0 ? state_.calls(*this).victim() : std::nullopt) {
        auto& r = workers_[*from].range;
        count = (r.end - r.next + 1u) / 2;
        r.end = static_cast<byte>(r.end - count);
        state_.calls(*this).split(id, *from, r.end, count);
    }
    if (count == 0) {
        state_.calls(*this).turn_over();
        w = {};
        return;
    }
    w.range = {0, static_cast<byte>(count), static_cast<byte>(count)};
    w.step = starts;
}

void small_map::drop_turn(byte id)
{
    state_.calls(*this).worker_task_lost();
    workers_[id] = {};
    lose_pool();
}

void small_map::start_next(byte id)
{
    auto& w = workers_[id];
    if (w.range.next != 0 && fates_[item_of(id)] == returned) // now it is published
        late_[item_of(id)] = call_failed_;
    w.position = w.range.next++;
    w.step = w.position < w.range.end ? looks : finishes;
}

byte small_map::item_of(byte id) const
{
    auto const slot = slots_of(id, workers_[id].position);
    return content_[slot];
}

detail::slot_id small_map::slots_of(byte id, byte position) const
{
    return look(calls_tag(), state_).chunks[id].slot(position);
}

bool small_map::must_ask(byte id) const
{
    using detail::wakeups;
    auto const& w = workers_[id];
    auto const first = look(calls_tag(), state_).chunks[id].first();
    bool const helps = extent_->order == order::input ? seen_.awaited - first < w.position : w.position != 0;
    return (seen_.bits & (wakeups::consumer_waits | wakeups::trimmed)) != 0 &&
           ((seen_.bits & wakeups::trimmed) != 0 || helps);
}

void small_map::begin_call(byte id)
{
    auto& w = workers_[id];
    if (must_ask(id)) {
        bool const may = state_.calls(*this).may_start(id, w.position);
        if (!may) {
            state_.calls(*this).not_started(id, w.position, w.range.end);
            for (auto i = w.position; i != w.range.end; ++i)
                fates_[content_[slots_of(id, i)]] = withdrawn;
        }
        bool const set_aside = may && state_.calls(*this).must_wait();
        if (set_aside)
            state_.calls(*this).set_aside(id, w.position, w.range.end);
        if (!may || set_aside) {
            w.range.end = w.position;
            w.range.next = static_cast<byte>(w.position + 1);
        }
        update();
        if (!may || set_aside) {
            w.step = finishes;
            return;
        }
    }
    auto& is = fates_[item_of(id)];
    require(is == yielded, "each item is called for once");
    is = called;
    w.step = calls;
}

void small_map::end_call(byte id)
{
    fates_[item_of(id)] = returned;
    late_[item_of(id)] = true; // until it is published
    workers_[id].step = starts;
}

void small_map::fail_call(byte id)
{
    auto& w = workers_[id];
    auto const item = item_of(id);
    fates_[item] = threw;
    failed_ = true;
    call_failed_ = extent_->order == order::completion;
    state_.calls(*this).threw(id, w.position, false);
    w.step = starts;
    update();
}

void small_map::end_chunk(byte id)
{
    using namespace std::chrono_literals;
    state_.calls(*this).over(id, 0ns, 0ns);
    state_.calls(*this).turn_over();
    workers_[id] = {};
    update();
}

/// As callers of awaitable functions do.
void small_map::go_on(byte id)
{
    using namespace std::chrono_literals;
    state_.calls(*this).over(id, 0ns, 0ns);
    workers_[id] = {};
    if (state_.calls(*this).is_usable(id))
        begin(id, state_.calls(*this).next_step());
    else
        state_.calls(*this).turn_over();
    update();
}

bool small_map::room_is_wanted() const noexcept
{
    return (seen_.bits & detail::wakeups::room_wanted) != 0 && taken_next_ >= seen_.room_at;
}

void small_map::lose_pool()
{
    state_.pool_lost(false, *this);
    update();
}

} // namespace genpool::proof
