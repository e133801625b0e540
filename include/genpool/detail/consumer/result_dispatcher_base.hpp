// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/consumer/collector_executor.hpp>
#include <genpool/detail/engine/map_runtime.hpp>

#include <boost/asio/execution_context.hpp>

#include <exception>
#include <memory>

namespace genpool::detail
{

/// What hands over the results of a map, without the types of the results and of the collector: has `hand_over` called
/// on the collector's executor; then, or when that executor's context is destroyed, closes the map.
class result_dispatcher_base : public result_waiter
{
public:
    void start(std::shared_ptr<result_dispatcher_base> self) noexcept;

    /// Tells what takes a result now to stop, if it can be told. From any thread.
    virtual void cancel() noexcept {}

protected:
    enum class progress : unsigned char
    {
        more,
        none_ready,
        awaiting, // `go_on` will be called
        unwanted  // the handler is gone
    };

    result_dispatcher_base(std::shared_ptr<map_runtime> core, std::unique_ptr<collector_executor> executor);
    ~result_dispatcher_base() = default;

    void go_on(bool may_run_inline) noexcept;

private:
    friend class collector_task;
    class target;

    virtual progress hand_over() = 0;
    virtual void drop_collector() noexcept = 0;

    void run();
    void end() noexcept;
    void drop() noexcept;

    void leaving() noexcept override;
    void resume(bool at_turn_end) override;
    bool belongs_to(boost::asio::execution_context& x) const noexcept override;
    void destroy() noexcept override;

    std::shared_ptr<map_runtime> const core_;
    std::unique_ptr<collector_executor> executor_;
    boost::asio::execution_context* const context_;
    std::shared_ptr<result_dispatcher_base> self_; // from the start to the end
};

} // namespace genpool::detail
