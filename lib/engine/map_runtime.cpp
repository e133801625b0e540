// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "locked_update.hpp"
#include <genpool/detail/engine/any_pool.hpp>
#include <genpool/detail/engine/map_runtime.hpp>

#include <utility>

namespace genpool::detail
{

map_runtime::map_runtime(settings const& s, upstream_list upstreams, std::unique_ptr<any_pool> pool)
    : core_(s, std::move(upstreams), std::move(pool)), pulling_(*this, core_, *this),
      calling_(*this, core_, *this), consumer_(*this, core_), ending_(*this, core_, *this),
      contexts_(*this, core_, *this), control_(*this, core_)
{}

map_runtime::~map_runtime() = default;

void map_runtime::start()
{
    contexts_.watch_pool();
    locked_update first(*this);
}

consequences map_runtime::settle() noexcept
{
    consequences todo;
    do {
        core_.state.decide(todo, core_.loops);
        if (!calling_.equip(todo))
            core_.state.decide(todo, core_.loops); // the map ends
        name(todo);
        if (!core_.state.announce())
            return todo;
        core_.wakeups.store(core_.state.announced());
    } while (core_.state.look_again(core_.loops));
    return todo;
}

/// Says who is to be told and resumed.
void map_runtime::name(consequences& todo) noexcept
{
    if (todo.resume && todo.resumed == nullptr)
        todo.resumed = consumer_.leave();
    auto const& s = core_.state.settings();
    if (todo.told_from == window::no_limit || !s.stop_aware || s.asynchronous)
        return;
    for (auto& w : core_.loops.workers)
        if (core_.calls().tell(w.id, todo.told_from))
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
    if (todo.told_from != window::no_limit && core_.state.settings().asynchronous)
        cancel_calls(todo.told_from);
    for (auto* w = todo.posted; w != nullptr;) {
        auto* const next = std::exchange(w->next, nullptr); // once submitted, it belongs to its turn
        // A thread that has nothing else to do takes one of them, without asking another to wake up.
        bool const after_this_turn = turn_ends && next == nullptr && todo.resumed == nullptr;
        calling_.submit(*w, after_this_turn);
        w = next;
    }
    if (todo.pull_in_strand)
        pulling_.submit(false);
    if (todo.stop_upstreams)
        for (auto const& stage : core_.upstreams)
            stage->ending().request_stop();
    if (todo.cancel_here)
        pulling_.run_cancel();
    else if (todo.cancel_source)
        pulling_.submit_cancel();
    if (todo.finish)
        ending_.finish();
    if (resumed != nullptr)
        *resumed = todo.resumed;
    else if (todo.resumed != nullptr)
        todo.resumed->resume(false);
}

void map_runtime::pool_lost(std::exception_ptr error) noexcept
{
    locked_update t(*this);
    bool const first = !core_.state.is_pool_lost();
    core_.state.pool_lost(error != nullptr, core_.loops);
    if (first && error)
        std::swap(core_.errors.of_map, error);
}

} // namespace genpool::detail
