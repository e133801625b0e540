// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/summary.hpp>

#include <genpool/detail/consumer/close_waiter.hpp>
#include <genpool/detail/consumer/error_report.hpp>
#include <genpool/detail/engine/close_waiters.hpp>
#include <genpool/detail/engine/map_core.hpp>
#include <genpool/detail/engine/map_types.hpp>

#include <boost/asio/execution_context.hpp>

#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <vector>

namespace genpool::detail
{

class map_runtime;

/// How a map is ended, and how it has ended. From any thread.
class map_end final : private close_waiter
{
public:
    map_end(map_runtime& map, map_core& core, map_types& types) noexcept
        : map_(map), core_(core), types_(types)
    {}

    void stop_pulling() noexcept;
    void request_stop() noexcept;
    void close(close_waiter& c) noexcept;
    void abandon() noexcept;
    void when_closed(close_waiter& c) noexcept;

    /// What the consumer is to be told, once there are no more results.
    std::optional<end_reason> completion() noexcept;
    std::exception_ptr error_of(end_reason how) noexcept;
    std::exception_ptr take_error(end_reason how) noexcept;
    error_report& report() noexcept { return report_; }
    summary summarize() noexcept;

    void finish() noexcept;

    /// Under the lock: those who wait for the end, and must go with `context`.
    close_waiter* remove(boost::asio::execution_context& context) noexcept
    {
        return waiters_.remove(context);
    }

private:
    void close_next_upstream() noexcept;
    void end() noexcept;
    void closed() noexcept override;

    map_runtime& map_;
    map_core& core_;
    map_types& types_;
    error_report report_;
    close_waiters waiters_;
    std::shared_ptr<map_runtime> self_while_closing_;
    std::vector<summary> upstream_summaries_;
    std::size_t upstreams_closed_ = 0;
};

} // namespace genpool::detail
