// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/engine/call_loop.hpp>
#include <genpool/detail/engine/consequences.hpp>
#include <genpool/detail/engine/consumer_loop.hpp>
#include <genpool/detail/engine/map_contexts.hpp>
#include <genpool/detail/engine/map_control.hpp>
#include <genpool/detail/engine/map_core.hpp>
#include <genpool/detail/engine/map_end.hpp>
#include <genpool/detail/engine/map_types.hpp>
#include <genpool/detail/engine/pull_loop.hpp>

#include <exception>
#include <memory>

namespace genpool::detail
{

/// A running map without its types: one mutex around its state, and the loops that do what that decides. The types of
/// the executor, the source, the function and the results are added by `engine`.
class map_runtime : public std::enable_shared_from_this<map_runtime>, protected map_types
{
public:
    using settings = map_settings;

    virtual ~map_runtime();
    map_runtime(map_runtime const&) = delete;
    map_runtime& operator=(map_runtime const&) = delete;

    /// Begins: posts the first pull.
    void start();

    pull_loop& pulling() noexcept { return pulling_; }
    call_loop& calling() noexcept { return calling_; }
    consumer_loop& consumer() noexcept { return consumer_; }
    map_end& ending() noexcept { return ending_; }
    map_contexts& contexts() noexcept { return contexts_; }
    map_control& control() noexcept { return control_; }

    /// The maps that the source reads.
    upstream_list const& upstreams() const noexcept { return core_.upstreams; }

    /// With an error, if its executor has refused a task again and again: nothing is run any more.
    void pool_lost(std::exception_ptr error) noexcept;

protected:
    map_runtime(settings const& s, upstream_list upstreams, std::unique_ptr<any_pool> pool);

    bool may_cancel_source() noexcept { return core_.pool.may_cancel_source(); }

private:
    friend class locked_update; // lib/engine/locked_update.hpp

    consequences settle() noexcept;
    void name(consequences& todo) noexcept;
    void perform(consequences const& todo, result_waiter** resumed, bool turn_ends) noexcept;

    map_core core_;
    pull_loop pulling_;
    call_loop calling_;
    consumer_loop consumer_;
    map_end ending_;
    map_contexts contexts_;
    map_control control_;
};

} // namespace genpool::detail
