// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "locked_update.hpp"
#include <genpool/detail/engine/map_runtime.hpp>

#include <algorithm>
#include <utility>

namespace genpool::detail
{

void map_contexts::watch_pool()
{
    first_pool_ = pool_ = core_.pool.context();
    watch(pool_);
}

void map_contexts::watch(boost::asio::execution_context* context)
{
    auto const known = [&] {
        return std::any_of(watches_.begin(), watches_.end(),
                           [&](watched const& w) { return &w.context == context; });
    };
    {
        std::lock_guard lock(core_.mutex);
        if (context == nullptr || known())
            return;
    }
    std::list<watched> added;
    auto& watch = added.emplace_back(*this, *context);
    watch.registration = {*context, std::shared_ptr<shutdown_hook>(map_.shared_from_this(), &watch)};
    std::lock_guard lock(core_.mutex);
    watches_.splice(watches_.end(), added);
}

void map_contexts::add_work()
{
    core_.pool.add_operation_work();
    std::size_t held = 0;
    try {
        for (; held != core_.upstreams.size(); ++held)
            core_.upstreams[held]->contexts().add_work();
    } catch (...) {
        while (held != 0)
            core_.upstreams[--held]->contexts().remove_work();
        core_.pool.remove_operation_work();
        throw;
    }
}

bool map_contexts::has_work_of(boost::asio::execution_context const* context) const noexcept
{
    return first_pool_ == context &&
           std::all_of(core_.upstreams.begin(), core_.upstreams.end(),
                       [&](auto const& stage) { return stage->contexts().has_work_of(context); });
}

void map_contexts::remove_work() noexcept
{
    core_.pool.remove_operation_work();
    for (auto const& stage : core_.upstreams)
        stage->contexts().remove_work();
}

void map_contexts::gone(watched& watch) noexcept
{
    auto& context = watch.context;
    std::list<watched> over; // another context may be made at the same address
    bool is_pool = false;
    {
        std::lock_guard lock(core_.mutex);
        over.splice(over.end(), watches_, std::ranges::find(watches_, &watch, [](watched& w) { return &w; }));
        is_pool = pool_ == &context;
        if (is_pool)
            pool_ = nullptr;
    }
    if (is_pool) {
        core_.pool.close();
        map_.pool_lost(nullptr);
    }
    // Those that wait here are destroyed here. The others are in the queue of a context, or soon will be: they
    // are never destroyed by a thread that has nothing to do with their context.
    result_waiter* lost_consumer = nullptr;
    close_waiter* lost_closers = nullptr;
    {
        std::lock_guard lock(core_.mutex);
        lost_consumer = map_.consumer().remove(context);
        lost_closers = map_.ending().remove(context);
    }
    close_waiters::destroy(
        lost_closers); // first, since who loses its handler also has the calls told to stop
    if (lost_consumer != nullptr)
        lost_consumer->destroy();
    map_.consumer().submissions().wait_for_all();
    if (is_pool)
        pool_gone();
}

void map_contexts::pool_gone() noexcept
{
    bool idle = false;
    {
        std::lock_guard lock(core_.mutex);
        idle = core_.pulls().begin_destroying();
    }
    if (idle) {
        types_.dispose_source(); // it may hold objects of the pool
        locked_update t(map_);
        core_.pulls().destroyed();
    }
    types_.drop_calls();
    core_.pool.drop();
}

} // namespace genpool::detail
