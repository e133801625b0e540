// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/flow/map_state.hpp>

#include <algorithm>
#include <optional>

namespace genpool::detail
{

call_events::call_events(map_state& map, published const& loops) noexcept
    : map_(map), own_(map.calls_), window_(map.window_), loops_(loops)
{}

chunk const& call_events::add_chunk(chunk_id id)
{
    if (id == own_.chunks.size()) // else it was made, and there was no memory for its worker
        own_.chunks.emplace_back(own_.chunk_size);
    return own_.chunks[id];
}

bool call_events::may_go_on() const noexcept { return map_.may_add_worker_task(); }

turn_step call_events::begin_turn() noexcept
{
    own_.worker_tasks.begin();
    return next_step();
}

turn_step call_events::go_on() noexcept
{
    own_.worker_tasks.go_on();
    return next_step();
}

turn_step call_events::next_step() noexcept
{
    // A pull that blocks this thread must not keep what has been pulled from being run. (Whoever pulls writes whether it
    // would, so nobody may look meanwhile.)
    if (map_.wants_worker_task_to_pull() &&
        !(map_.source_.would_block && window_.may_run() && map_.startable() != 0)) {
        window_.begin_pull();
        map_.pulls_.role.run();
        return turn_step::pull;
    }
    return turn_step::calls;
}

bool call_events::worker_task_without_memory() noexcept
{
    worker_task_lost();
    if (!own_.worker_tasks.is_none())
        return false;
    map_.pool_lost(true, loops_);
    return true;
}

std::size_t call_events::worker_tasks_wanted(bool for_pull) const noexcept
{
    std::size_t wanted = for_pull ? 1 : 0;
    if (window_.may_run()) {
        if (auto const batches = startable_batches(); batches != 0)
            wanted += std::min(batches, places());
        else if (wanted <= own_.worker_tasks.queued() && victim())
            ++wanted;
    }
    return wanted;
}

std::size_t call_events::startable_batches() const noexcept
{
    return (map_.startable() + batch_size() - 1) / batch_size();
}

std::size_t call_events::places() const noexcept
{
    auto const concurrency = map_.settings().concurrency;
    return concurrency - std::min(window_.claims(), concurrency);
}

std::uint32_t call_events::claim(chunk_id id, std::optional<chunk_id>& freed) noexcept
{
    map_.pulls(loops_).commit();
    if (!window_.may_run() || map_.startable() == 0)
        return 0;
    auto const count =
        own_.aside != 0 ? claim_aside(id, freed) : own_.chunks[id].claim(window_, batch_size());
    own_.divisible += own_.chunks[id].is_divisible();
    return count;
}

/// Those that come first: before what nobody has claimed.
std::uint32_t call_events::claim_aside(chunk_id id, std::optional<chunk_id>& freed) noexcept
{
    std::optional<chunk_id> from;
    for (chunk_id other = 0; other != own_.chunks.size(); ++other) {
        auto const& c = own_.chunks[other];
        if (c.aside() != 0 && (!from || c.first_aside() < own_.chunks[*from].first_aside()))
            from = other;
    }
    auto& other = own_.chunks[*from];
    auto const count = own_.chunks[id].take_over(window_, other);
    own_.aside -= count;
    if (from != id && !other.is_open() &&
        is_usable(*from)) // else its worker has yet to say that its turn is over
        freed = from;
    return count;
}

void call_events::set_aside(chunk_id id, std::uint32_t position, std::uint32_t end) noexcept
{
    own_.chunks[id].set_aside(position, end);
    own_.aside += end - position;
    ++own_.leaving;
}

void call_events::withdraw_aside() noexcept
{
    for (auto& c : own_.chunks)
        if (c.aside() != 0)
            own_.aside -= c.withdraw(window_);
}

void call_events::close(chunk_id id) noexcept
{
    own_.divisible -= own_.chunks[id].is_divisible();
    own_.leaving -= own_.chunks[id].is_leaving();
    own_.chunks[id].close(window_);
}

std::optional<chunk_id> call_events::victim() const noexcept
{
    if (own_.divisible == 0 || !window_.may_run())
        return std::nullopt;
    for (chunk_id id = 0; id != own_.chunks.size(); ++id)
        if (own_.chunks[id].is_divisible() && loops_.has_spare(id))
            return id;
    return std::nullopt;
}

void call_events::split(chunk_id id, chunk_id from, std::uint32_t position, std::uint32_t count) noexcept
{
    own_.chunks[id].split(window_, own_.chunks[from], position, count);
    own_.divisible += own_.chunks[id].is_divisible();
}

void call_events::over(chunk_id id, batch::duration elapsed, batch::duration now) noexcept
{
    own_.chunks[id].commit(window_, loops_.finished(id));
    close(id);
    map_.consumer(loops_).commit();
    own_.batches.ran(elapsed, now, window_.delivered_count());
}

bool call_events::may_start(chunk_id id, std::uint32_t position) noexcept
{
    auto& c = own_.chunks[id];
    c.commit(window_, loops_.finished(id));
    return window_.may_start(c.first() + position);
}

bool call_events::must_wait() const noexcept { return map_.has_too_many_claims(); }

void call_events::not_started(chunk_id id, std::uint32_t position, std::uint32_t end) noexcept
{
    window_.not_started(own_.chunks[id].first() + position, end - position);
}

/// A call that was told to stop, and says that it has, did not fail.
bool call_events::record_failure(std::uint64_t index, bool aborted) noexcept
{
    if (aborted && index >= own_.told_from) {
        window_.not_started(index, 1);
        return false;
    }
    // What had returned before it comes before it, whether or not somebody has looked since.
    if (map_.settings().order == order::completion)
        commit();
    window_.failed(index);
    return window_.first_error() == index && !window_.consumer_failed();
}

bool call_events::threw(chunk_id id, std::uint32_t position, bool aborted) noexcept
{
    auto& c = own_.chunks[id];
    c.commit(window_, loops_.finished(id));
    bool const first = record_failure(c.first() + position, aborted);
    c.pass_over(position);
    return first;
}

/// What its call awaited was destroyed: with the pool, or else by whoever had begun it.
bool call_events::caller_lost(chunk_id id, std::uint32_t position, bool aborted) noexcept
{
    auto& c = own_.chunks[id];
    c.commit(window_, loops_.finished(id));
    if (!map_.is_pool_lost())
        return record_failure(c.first() + position, aborted);
    window_.not_started(c.first() + position, 1);
    return false;
}

void call_events::chunk_lost(chunk_id id, std::uint32_t position, std::uint32_t end) noexcept
{
    auto& c = own_.chunks[id];
    if (end > position + 1)
        not_started(id, position + 1, end);
    c.pass_over(position);
    close(id);
}

bool call_events::commit() noexcept
{
    bool any = false;
    for (chunk_id id = 0; id != own_.chunks.size(); ++id)
        if (own_.chunks[id].is_open())
            any = own_.chunks[id].commit(window_, loops_.finished(id)) || any;
    return any;
}

} // namespace genpool::detail
