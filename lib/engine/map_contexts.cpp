// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "locked_update.hpp"
#include <genpool/detail/engine/map_runtime.hpp>

#include <algorithm>
#include <utility>

namespace genpool::detail
{

void map_runtime::watch(boost::asio::execution_context* context)
{
    auto const known = [&] {
        return std::any_of(watches_.begin(), watches_.end(),
                           [&](watched const& w) { return &w.context == context; });
    };
    {
        std::lock_guard lock(mutex_);
        if (context == nullptr || known())
            return;
    }
    std::list<watched> added;
    auto& watch = added.emplace_back(*this, *context);
    watch.registration = {*context, std::shared_ptr<shutdown_hook>(shared_from_this(), &watch)};
    std::lock_guard lock(mutex_);
    watches_.splice(watches_.end(), added);
}

void map_runtime::add_work()
{
    pool_.add_operation_work();
    std::size_t held = 0;
    try {
        for (; held != upstreams_.size(); ++held)
            upstreams_[held]->add_work();
    } catch (...) {
        while (held != 0)
            upstreams_[--held]->remove_work();
        pool_.remove_operation_work();
        throw;
    }
}

bool map_runtime::has_work_of(boost::asio::execution_context const* context) const noexcept
{
    return first_pool_context_ == context &&
           std::all_of(upstreams_.begin(), upstreams_.end(),
                       [&](auto const& stage) { return stage->has_work_of(context); });
}

void map_runtime::remove_work() noexcept
{
    pool_.remove_operation_work();
    for (auto const& stage : upstreams_)
        stage->remove_work();
}

void map_runtime::context_gone(watched& watch) noexcept
{
    auto& context = watch.context;
    std::list<watched> over; // another context may be made at the same address
    bool is_pool = false;
    {
        std::lock_guard lock(mutex_);
        over.splice(over.end(), watches_, std::ranges::find(watches_, &watch, [](watched& w) { return &w; }));
        is_pool = pool_context_ == &context;
        if (is_pool)
            pool_context_ = nullptr;
    }
    if (is_pool) {
        pool_.close();
        pool_lost(nullptr);
    }
    // Those that wait here are destroyed here. The others are in the queue of a context, or soon will be: they
    // are never destroyed by a thread that has nothing to do with their context.
    result_waiter* lost_consumer = nullptr;
    close_waiter* lost_closers = nullptr;
    {
        std::lock_guard lock(mutex_);
        if (consumer().is_parked() && consumer_->belongs_to(context)) {
            consumer().unpark();
            lost_consumer = std::exchange(consumer_, nullptr);
        }
        lost_closers = waiters_.remove(context);
    }
    close_waiters::destroy(
        lost_closers); // first, since who loses its handler also has the calls told to stop
    if (lost_consumer != nullptr)
        lost_consumer->destroy();
    submissions_.wait_for_all();
    if (is_pool)
        pool_context_gone();
}

void map_runtime::pool_context_gone() noexcept
{
    bool idle = false;
    {
        std::lock_guard lock(mutex_);
        idle = pulls().begin_destroying();
    }
    if (idle) {
        dispose_source(); // it may hold objects of the pool
        locked_update t(*this);
        pulls().destroyed();
    }
    drop_calls();
    pool_.drop();
}

} // namespace genpool::detail
