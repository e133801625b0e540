// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/consumer/result_waiter.hpp>
#include <genpool/detail/engine/consumer_submissions.hpp>
#include <genpool/detail/engine/map_core.hpp>

#include <boost/asio/execution_context.hpp>

#include <atomic>
#include <cstdint>
#include <exception>

namespace genpool::detail
{

class map_runtime;

/// Takes the results of a map for its consumer, which is one thread at a time, and has it wait for them.
class alignas(cache_line) consumer_loop
{
public:
    consumer_loop(map_runtime& map, map_core& core) noexcept
        : taken_slots_(core.consumer().taken()), core_(core), map_(map)
    {}

    /// What a worker has finished, and not yet said so, is left to `park` or to `publish_finished`: a
    /// consumer that ran after a worker's heels would take its results one by one.
    bool next_result(slot_id& slot) noexcept
    {
        if (taken_next_ == taken_count_ && !take_results())
            return false;
        slot = taken_slots_[taken_next_++];
        return true;
    }

    /// For a consumer that does not wait. True if there is a result now.
    bool publish_finished() noexcept;

    void hand_over() noexcept
    {
        core_.loops.handed_results.publish(taken_next_);
        auto const bits = core_.wakeups.load_after_publish();
        if ((bits & wakeups::room_wanted) != 0 && taken_next_ >= core_.wakeups.room_at()) [[unlikely]]
            publish_handed_over();
    }

    void failed(std::exception_ptr error, bool lost_one) noexcept;

    bool park(result_waiter& port) noexcept;
    void cancel(result_waiter& port) noexcept;
    void attach(result_waiter& port) noexcept;
    void detach(result_waiter& port) noexcept;

    bool begin_next() noexcept { return !next_outstanding_.exchange(true); }
    void end_next() noexcept { next_outstanding_ = false; }
    bool next_outstanding() const noexcept { return next_outstanding_; }

    bool closing() const noexcept { return (core_.wakeups.load() & wakeups::closed) != 0; }

    /// Held while a result is moved to a consumer that others may close meanwhile: the end waits for it. To be asked for
    /// before `closing`.
    class taking
    {
    public:
        explicit taking(consumer_loop& consumer) noexcept : consumer_(consumer)
        {
            consumer_.core_.loops.consumer_takes = true;
        }
        ~taking();
        taking(taking const&) = delete;
        taking& operator=(taking const&) = delete;

    private:
        consumer_loop& consumer_;
    };

    consumer_submissions& submissions() noexcept { return submissions_; }

    // Under the lock.
    /// The one that waits, which is to be resumed.
    result_waiter* leave() noexcept;
    /// The one that waits, if it must go with `context`.
    result_waiter* remove(boost::asio::execution_context& context) noexcept;
    /// Whether it may be waiting for a thread of `context`, among all that there is to do.
    bool is_queued_in(boost::asio::execution_context* context) noexcept;

private:
    bool take_results() noexcept;
    void publish_handed_over() noexcept;

    slot_id const* taken_slots_;
    std::uint32_t taken_count_ = 0;
    std::uint32_t taken_next_ = 0;
    map_core& core_;
    map_runtime& map_;
    result_waiter* consumer_ = nullptr;
    std::atomic<bool> next_outstanding_{false};
    consumer_submissions submissions_;
};

} // namespace genpool::detail
