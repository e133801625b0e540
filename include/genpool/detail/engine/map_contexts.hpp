// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/shutdown.hpp>
#include <genpool/detail/engine/map_core.hpp>
#include <genpool/detail/engine/map_types.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution_context.hpp>

#include <list>

namespace genpool::detail
{

class map_runtime;

/// The contexts of a map, its pool's and its consumers', each of which may go at any time.
class map_contexts
{
public:
    map_contexts(map_runtime& map, map_core& core, map_types& types) noexcept
        : map_(map), core_(core), types_(types)
    {}

    void watch_pool();
    void watch(boost::asio::execution_context* context);

    /// For `pools_work`.
    void add_work();
    /// Whether what keeps `context` busy keeps the pools of all stages busy.
    bool has_work_of(boost::asio::execution_context const* context) const noexcept;
    void remove_work() noexcept;

    boost::asio::any_io_executor pool_executor() noexcept { return core_.pool.executor(); }
    bool on_pool_thread() noexcept { return core_.pool.runs_here(); }
    /// Under the lock: null once it is gone.
    boost::asio::execution_context* of_pool() const noexcept { return pool_; }

    /// For the destructor of the map, with a `leaving_contexts`.
    void leave() noexcept
    {
        core_.pool.destroy();
        watches_.clear();
    }

private:
    struct watched final : shutdown_hook
    {
        watched(map_contexts& c, boost::asio::execution_context& x) noexcept : all(c), context(x) {}
        void context_gone() noexcept override { all.gone(*this); }

        map_contexts& all;
        boost::asio::execution_context& context;
        shutdown_registration registration;
    };

    void gone(watched& watch) noexcept;
    void pool_gone() noexcept;

    map_runtime& map_;
    map_core& core_;
    map_types& types_;
    std::list<watched> watches_;
    boost::asio::execution_context* pool_ = nullptr;
    boost::asio::execution_context const* first_pool_ = nullptr; // to compare with, also once it is gone
};

} // namespace genpool::detail
