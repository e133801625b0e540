// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/engine/map_core.hpp>
#include <genpool/detail/engine/map_types.hpp>
#include <genpool/detail/source/poll_result.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>

namespace genpool::detail
{

class map_runtime;

/// Pulls the source of a map, by whoever has the role, and is the host to which the source reports.
class alignas(cache_line) pull_loop final : public source_waker
{
public:
    pull_loop(map_runtime& map, map_core& core, map_types& types) noexcept
        : map_(map), core_(core), types_(types)
    {}

    // The source's host.
    boost::asio::any_io_executor serial_executor() override { return core_.pool.serial_executor(); }
    void wake() noexcept override;
    void abandoned() noexcept override;
    bool wants_more() const noexcept override { return (core_.wakeups.load() & wakeups::pull_over) == 0; }

    // Its tasks in the source's strand.
    void submit(bool may_run_inline) noexcept;
    void run_serial() noexcept;
    void serial_dropped() noexcept;
    void submit_cancel() noexcept;
    void run_cancel() noexcept;
    void cancel_dropped() noexcept;

    /// By a turn of `w`, or, without one, inside the strand. Returns whether the turn has a claim now.
    bool pull_batch(worker* w) noexcept;

    // For `map_types::advance`.
    /// Whether the source, when it was asked last, would have had to wait for its next item.
    void source_would_block(bool would) noexcept { core_.state.source().would_block = would; }

    /// For the end of the pull, which publishes them.
    void count_pulled(std::uint32_t done) noexcept { core_.loops.pulled_items.publish(done); }

    // False: no more is to be pulled.
    bool have_pulled(std::uint32_t done) noexcept
    {
        count_pulled(done);
        auto const bits = core_.wakeups.load_after_publish();
        if (bits & (wakeups::worker_wanted | wakeups::pull_over | wakeups::pull_less)) [[unlikely]] {
            if (bits & wakeups::worker_wanted)
                publish_pulled();
            if (bits & (wakeups::pull_over | wakeups::pull_less))
                return false;
        }
        return has_time_to_pull(done);
    }

    bool has_time_to_pull(std::uint32_t done) const noexcept
    {
        return done < untimed_ || clock::now() < end_of_pull_;
    }

    /// How many items of a pull have no limit of time.
    std::uint32_t untimed() const noexcept { return untimed_; }

private:
    using clock = std::chrono::steady_clock;

    poll_result timed_advance(std::exception_ptr& error) noexcept;
    bool reserve_slots(std::exception_ptr& error) noexcept;
    void keep_one_slot() noexcept;
    bool stopped_before_start() noexcept;
    bool wait_for_source(bool start) noexcept;
    bool end_pull(worker* w, poll_result how, std::exception_ptr error, bool of_source = true) noexcept;
    void publish_pulled() noexcept;
    void forget_cancel() noexcept;

    // What tells its tasks apart, for `post_attempt`.
    void const* pull_task() const noexcept { return &core_.state; }
    void const* cancel_task() const noexcept { return &core_.wakeups; }

    map_runtime& map_;
    map_core& core_;
    map_types& types_;
    std::uint32_t untimed_ = 0; // of a pull; the items after them come until `end_of_pull_` only
    clock::time_point end_of_pull_;
    bool start_pending_ = false; // the source has parked outside the strand
    std::shared_ptr<map_runtime> self_while_waiting_;
};

} // namespace genpool::detail
