// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "locked_update.hpp"
#include <genpool/detail/asio/post_attempt.hpp>
#include <genpool/detail/engine/any_pool.hpp>
#include <genpool/detail/engine/map_runtime.hpp>

#include <utility>

namespace genpool::detail
{

map_runtime::map_runtime(settings const& s, upstream_list upstreams, std::unique_ptr<any_pool> pool)
    : upstreams_(std::move(upstreams)), pool_(std::move(pool)), state_(s, !upstreams_.empty()),
      taken_slots_(consumer().taken())
{}

map_runtime::~map_runtime() = default;

void map_runtime::start()
{
    first_pool_context_ = pool_context_ = pool_.context();
    watch(pool_context_);
    locked_update first(*this);
}

map_runtime::consequences map_runtime::settle() noexcept
{
    consequences todo;
    do {
        state_.decide(todo, loops_);
        if (!equip(todo))
            state_.decide(todo, loops_); // the map ends
        name(todo);
        if (!state_.announce())
            return todo;
        wakeups_.store(state_.announced());
    } while (state_.look_again(loops_));
    return todo;
}

/// Finds workers for the tasks. False: nobody is left who could go on.
bool map_runtime::equip(consequences& todo) noexcept
{
    for (; todo.worker_tasks != 0; --todo.worker_tasks) {
        auto* const w = take_idle();
        if (w == nullptr) {
            bool over = false;
            for (; todo.worker_tasks != 0; --todo.worker_tasks)
                over = calls().worker_task_without_memory() || over;
            if (over)
                errors_.of_map = std::make_exception_ptr(std::bad_alloc());
            return !over;
        }
        w->next = std::exchange(todo.posted, w);
    }
    return true;
}

/// Says who is to be told and resumed.
void map_runtime::name(consequences& todo) noexcept
{
    if (todo.resume && todo.resumed == nullptr) {
        todo.resumed = consumer_;
        consumer_->leaving();
    }
    auto const& s = state_.settings();
    if (todo.told_from == window::no_limit || !s.stop_aware || s.asynchronous)
        return;
    for (auto& w : loops_.workers)
        if (calls().tell(w.id, todo.told_from))
            w.next_told = std::exchange(todo.told, &w);
}

/// Does it, except for resuming the consumer if there is a place to leave it in.
void map_runtime::perform(consequences const& todo, result_waiter** resumed, bool turn_ends) noexcept
{
    // The consumer may let go of the map while it is still needed here.
    auto const self =
        todo.resumed || todo.finish || todo.cancel_source || todo.told ? weak_from_this().lock() : nullptr;
    for (auto* w = todo.told; w != nullptr;) {
        auto* const next = std::exchange(w->next_told, nullptr);
        w->stop.request_stop();
        w = next;
    }
    if (todo.told_from != window::no_limit && state_.settings().asynchronous)
        cancel_calls(todo.told_from);
    for (auto* w = todo.posted; w != nullptr;) {
        auto* const next = std::exchange(w->next, nullptr); // once submitted, it belongs to its turn
        // A thread that has nothing else to do takes one of them, without asking another to wake up.
        bool const after_this_turn = turn_ends && next == nullptr && todo.resumed == nullptr;
        submit_worker_task(*w, after_this_turn);
        w = next;
    }
    if (todo.pull_in_strand)
        submit_pull(false);
    if (todo.stop_upstreams)
        for (auto const& stage : upstreams_)
            stage->request_stop();
    if (todo.cancel_here)
        run_cancel();
    else if (todo.cancel_source)
        submitted(&wakeups_, [&] { return pool_.submit_cancel(shared_from_this()); });
    if (todo.finish)
        finish();
    if (resumed != nullptr)
        *resumed = todo.resumed;
    else if (todo.resumed != nullptr)
        todo.resumed->resume(false);
}

/// One that is idle, or a new one; null if there is no memory for it.
worker* map_runtime::take_idle() noexcept
{
    if (idle_ != nullptr)
        return std::exchange(idle_, idle_->next);
    auto& all = loops_.workers;
    auto const id = static_cast<chunk_id>(all.size());
    auto const& s = state_.settings();
    try {
        return &all.emplace_back(calls().add_chunk(id), id, s.stop_aware && !s.asynchronous);
    } catch (std::bad_alloc const&) {
        return nullptr;
    }
}

void map_runtime::turn_over(worker& w) noexcept
{
    calls().turn_over();
    if (calls().is_usable(w.id))
        w.next = std::exchange(idle_, &w);
}

/// Submits a task; one that fails again and again, or is dropped at once, ends the map.
template <class Submit>
bool map_runtime::submitted(void const* task, Submit submit) noexcept
{
    std::exception_ptr error;
    if (post_attempt(task).attempt(submit, error))
        return true;
    if (task == &wakeups_) {
        forget_cancel();
    } else if (task != &state_) {
        std::lock_guard lock(mutex_);
        calls().worker_task_lost();
    }
    pool_lost(error);
    return false;
}

void map_runtime::submit_worker_task(worker& w, bool after_this_turn) noexcept
{
    submitted(&w, [&] { return pool_.submit_worker_task(shared_from_this(), w, after_this_turn); });
}

void map_runtime::submit_pull(bool may_run_inline) noexcept
{
    submitted(&state_, [&] { return pool_.submit_pull(shared_from_this(), may_run_inline); });
}

void map_runtime::serial_dropped() noexcept
{
    if (!post_attempt::refused(&state_))
        pool_lost(nullptr);
}

void map_runtime::cancel_dropped() noexcept
{
    if (post_attempt::refused(&wakeups_))
        return;
    forget_cancel();
    pool_lost(nullptr);
}

/// What the source waits for may be of a context that lives on: with the pool gone, it is told directly.
void map_runtime::forget_cancel() noexcept
{
    std::lock_guard lock(mutex_);
    pulls().cancel_lost();
}

void map_runtime::worker_task_dropped(worker& w) noexcept
{
    if (post_attempt::refused(&w))
        return;
    {
        std::lock_guard lock(mutex_);
        calls().worker_task_lost();
    }
    pool_lost(nullptr);
}

void map_runtime::pool_lost(std::exception_ptr error) noexcept
{
    locked_update t(*this);
    bool const first = !state_.is_pool_lost();
    state_.pool_lost(error != nullptr, loops_);
    if (first && error)
        std::swap(errors_.of_map, error);
}

} // namespace genpool::detail
