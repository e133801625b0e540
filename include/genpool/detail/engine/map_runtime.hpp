// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>
#include <genpool/summary.hpp>

#include <genpool/detail/asio/shutdown.hpp>
#include <genpool/detail/consumer/close_waiter.hpp>
#include <genpool/detail/consumer/result_waiter.hpp>
#include <genpool/detail/engine/close_waiters.hpp>
#include <genpool/detail/engine/consumer_submissions.hpp>
#include <genpool/detail/engine/map_errors.hpp>
#include <genpool/detail/engine/map_pool.hpp>
#include <genpool/detail/engine/progress.hpp>
#include <genpool/detail/engine/worker.hpp>
#include <genpool/detail/flow/map_state.hpp>
#include <genpool/detail/flow/wait_account.hpp>
#include <genpool/detail/source/poll_result.hpp>
#include <genpool/detail/source/upstreams.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace genpool::detail
{

/// A running map without its types: one mutex around its state, and the loops that do what that decides. The types of
/// the executor, the source, the function and the results are added by `engine`.
class map_runtime : public std::enable_shared_from_this<map_runtime>,
                    public source_waker,
                    private close_waiter
{
public:
    using settings = map_settings;

    virtual ~map_runtime();
    map_runtime(map_runtime const&) = delete;
    map_runtime& operator=(map_runtime const&) = delete;

    /// Begins: posts the first pull.
    void start();

    // Tasks on the pool.
    void run_turn(worker& w);
    void worker_task_dropped(worker& w) noexcept;
    void run_serial() noexcept;
    void serial_dropped() noexcept;
    void run_cancel() noexcept;
    void cancel_dropped() noexcept;

    // Of a worker whose calls are awaited: its claim goes on after the turn.
    /// Ends its claim, and makes another one. False: there is none, or it is the turn of others, and the worker is idle.
    bool next_claim(worker& w, bool turn_begins_anew) noexcept;
    /// What its call, at that position of its claim, awaited was destroyed; or, with an error, it could not be begun. It
    /// does not go on with its claim.
    void caller_lost(worker& w, std::uint32_t position, std::exception_ptr error) noexcept;

    // The source's host.
    boost::asio::any_io_executor serial_executor() override { return pool_.serial_executor(); }
    void wake() noexcept override;
    void abandoned() noexcept override;
    bool wants_more() const noexcept override { return (wakeups_.load() & wakeups::pull_over) == 0; }

    // The consumer's side: one thread at a time.
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
        loops_.handed_results.publish(taken_next_);
        auto const bits = wakeups_.load_after_publish();
        if ((bits & wakeups::room_wanted) != 0 && taken_next_ >= wakeups_.room_at()) [[unlikely]]
            publish_handed_over();
    }

    void consumer_failed(std::exception_ptr error, bool lost_one) noexcept;
    bool park(result_waiter& port) noexcept;
    void cancel(result_waiter& port) noexcept;
    void attach(result_waiter& port) noexcept;
    void detach(result_waiter& port) noexcept;
    bool begin_next() noexcept { return !next_outstanding_.exchange(true); }
    void end_next() noexcept { next_outstanding_ = false; }
    bool next_outstanding() const noexcept { return next_outstanding_; }
    void error_delivered() noexcept { error_delivered_ = true; }
    bool was_error_delivered() const noexcept { return error_delivered_; }
    /// By whoever closed the map; each who does is told again.
    void error_told() noexcept { error_told_ = true; }
    bool was_error_told() const noexcept { return error_delivered_ || error_told_; }
    std::optional<end_reason> completion() noexcept;
    bool closing() const noexcept { return (wakeups_.load() & wakeups::closed) != 0; }
    std::exception_ptr error_of(end_reason how) noexcept;
    std::exception_ptr take_error(end_reason how) noexcept;

    // From any thread.
    void stop_pulling() noexcept;
    void request_stop() noexcept;
    void close(close_waiter& c) noexcept;
    void abandon() noexcept;
    void when_closed(close_waiter& c) noexcept;
    void watch(boost::asio::execution_context* context);

    /// For `pools_work`.
    void add_work();
    /// Whether what keeps `context` busy keeps the pools of all stages busy.
    bool has_work_of(boost::asio::execution_context const* context) const noexcept;
    void remove_work() noexcept;

    consumer_submissions& submissions() noexcept { return submissions_; }

    /// Held while a result is moved to a consumer that others may close meanwhile: the end waits for it. To be asked for
    /// before `closing`.
    class taking
    {
    public:
        explicit taking(map_runtime& core) noexcept : core_(core) { core_.loops_.consumer_takes = true; }
        ~taking();
        taking(taking const&) = delete;
        taking& operator=(taking const&) = delete;

    private:
        map_runtime& core_;
    };

    statistics stats() noexcept;
    std::size_t concurrency() noexcept;
    std::size_t window_limit() noexcept;
    void set_concurrency(std::size_t concurrency) noexcept;
    void set_window(limit window) noexcept;
    monitored look() noexcept;
    /// From now on it counts the time for which it waits for this and that.
    void count_waits() noexcept;
    summary summarize() noexcept;
    boost::asio::any_io_executor pool_executor() noexcept { return pool_.executor(); }
    bool on_pool_thread() noexcept { return pool_.runs_here(); }
    /// The maps that the source reads.
    upstream_list const& upstreams() const noexcept { return upstreams_; }

protected:
    map_runtime(settings const& s, upstream_list upstreams, std::unique_ptr<any_pool> pool);

    /// A locked mutex; at its end decides what follows, unlocks, and does it.
    class locked_update; // lib/engine/locked_update.hpp

    // What the types do.
    virtual poll_result advance(std::span<slot_id const> slots, std::exception_ptr& error) noexcept = 0;
    virtual void start_source() noexcept = 0;
    virtual void cancel_source() noexcept = 0;
    virtual void call(worker& w) noexcept = 0;
    virtual void grow_slots(std::size_t count) = 0;
    virtual void cancel_calls(std::uint64_t from) noexcept = 0;
    virtual void drop_calls() noexcept = 0; // what they hold of the pool, which is going
    virtual void dispose_results() noexcept = 0;
    virtual void dispose_source() noexcept = 0;
    virtual void dispose_function() noexcept = 0; // and the items

    // For the loops of `advance` and `call`.
    /// Whether the source, when it was asked last, would have had to wait for its next item.
    void source_would_block(bool would) noexcept { state_.source().would_block = would; }

    /// For the end of the pull, which publishes them.
    void count_pulled(std::uint32_t done) noexcept { loops_.pulled_items.publish(done); }

    // False: no more is to be pulled.
    bool have_pulled(std::uint32_t done) noexcept
    {
        count_pulled(done);
        auto const bits = wakeups_.load_after_publish();
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

    /// Says that the item before has finished. False: the claim is at its end, or its next item must not start.
    bool start_next(worker& w, std::uint32_t& position) noexcept
    {
        if (!w.range.start_next(position)) [[unlikely]]
            return false;
        auto const bits = wakeups_.load();
        if ((bits & (wakeups::consumer_waits | wakeups::trimmed)) == 0) [[likely]]
            return true;
        // In input order, only the result that the consumer waits for can help it.
        bool const helps = state_.settings().order == order::input
                               ? wakeups_.awaited() - w.claimed.first() < position
                               : position != 0;
        return ((bits & wakeups::trimmed) == 0 && !helps) || checkpoint(w, position);
    }

    void call_threw(worker& w, std::uint32_t position, std::exception_ptr error) noexcept;
    bool may_cancel_source() noexcept { return pool_.may_cancel_source(); }

    /// For the destructor, with a `leaving_contexts`.
    void leave_pool() noexcept
    {
        pool_.destroy();
        watches_.clear();
    }

private:
    using clock = std::chrono::steady_clock;

    using step = turn_step;

    struct watched final : shutdown_hook
    {
        watched(map_runtime& c, boost::asio::execution_context& x) noexcept : core(c), context(x) {}
        void context_gone() noexcept override { core.context_gone(*this); }

        map_runtime& core;
        boost::asio::execution_context& context;
        shutdown_registration registration;
    };

    /// What follows, and for whom.
    struct consequences : actions
    {
        worker* posted = nullptr;
        worker* told = nullptr;
        result_waiter* resumed = nullptr;
    };

    call_events calls() noexcept { return state_.calls(loops_); }
    pull_events pulls() noexcept { return state_.pulls(loops_); }
    consumer_events consumer() noexcept { return state_.consumer(loops_); }

    consequences settle() noexcept;
    bool equip(consequences& todo) noexcept;
    void name(consequences& todo) noexcept;
    void perform(consequences const& todo, result_waiter** resumed, bool turn_ends) noexcept;

    step begin(worker& w, step wanted) noexcept;
    void make(step next, worker& w, clock::time_point end_of_turn, result_waiter*& resumed) noexcept;
    bool consumer_is_queued() noexcept;
    worker* go_on(step& next, clock::time_point end_of_turn) noexcept;
    void note_wait() noexcept;
    statistics count() noexcept;
    worker* take_idle() noexcept;
    void turn_over(worker& w) noexcept;
    void run_claim(worker& w, clock::time_point end_of_turn, result_waiter*& resumed) noexcept;
    bool claim_for(worker& w) noexcept;
    bool claim_or_idle(worker* w) noexcept;
    bool checkpoint(worker& w, std::uint32_t position) noexcept;
    template <class Submit>
    bool submitted(void const* task, Submit submit) noexcept;
    void submit_worker_task(worker& w, bool after_this_turn) noexcept;
    void submit_pull(bool may_run_inline) noexcept;
    void forget_cancel() noexcept;
    void pool_lost(std::exception_ptr error) noexcept;

    void publish_pulled() noexcept;
    void publish_handed_over() noexcept;
    bool take_results() noexcept;

    bool pull_batch(worker* w) noexcept;
    poll_result timed_advance(std::exception_ptr& error) noexcept;
    bool reserve_slots(std::exception_ptr& error) noexcept;
    void keep_one_slot() noexcept;
    bool stopped_before_start() noexcept;
    bool wait_for_source(bool start) noexcept;
    bool end_pull(worker* w, poll_result how, std::exception_ptr error, bool of_source = true) noexcept;

    void context_gone(watched& watch) noexcept;
    void pool_context_gone() noexcept;
    void finish() noexcept;
    void close_next_upstream() noexcept;
    void end() noexcept;
    void closed() noexcept override;

    upstream_list const upstreams_;
    map_pool pool_;
    wakeup_flags wakeups_;
    loops_progress loops_;

    alignas(cache_line) std::mutex mutex_;
    map_state state_;
    worker* idle_ = nullptr;
    std::optional<wait_account> waits_; // if somebody wants to know

    // For whoever pulls.
    std::uint32_t untimed_ = 0; // of a pull; the items after them come until `end_of_pull_` only
    clock::time_point end_of_pull_;
    bool start_pending_ = false; // the source has parked outside the strand
    std::shared_ptr<map_runtime> self_while_waiting_;

    // The consumer.
    result_waiter* consumer_ = nullptr;
    std::atomic<bool> next_outstanding_{false};
    std::atomic<bool> error_delivered_{false};
    std::atomic<bool> error_told_{false};
    consumer_submissions submissions_;
    alignas(cache_line) slot_id const* taken_slots_;
    std::uint32_t taken_count_ = 0;
    std::uint32_t taken_next_ = 0;

    // The end.
    alignas(cache_line) map_errors errors_;
    close_waiters waiters_;
    std::shared_ptr<map_runtime> self_while_closing_;
    std::vector<summary> upstream_summaries_;
    std::size_t upstreams_closed_ = 0;
    std::list<watched> watches_;
    boost::asio::execution_context* pool_context_ = nullptr;
    boost::asio::execution_context const* first_pool_context_ =
        nullptr; // to compare with, also once it is gone
};

} // namespace genpool::detail
