// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>
#include <genpool/summary.hpp>

#include <genpool/detail/asio/gate.hpp>
#include <genpool/detail/asio/shutdown.hpp>
#include <genpool/detail/consumer/consumer_port.hpp>
#include <genpool/detail/engine/worker.hpp>
#include <genpool/detail/flow/batch.hpp>
#include <genpool/detail/flow/window.hpp>
#include <genpool/detail/parts/stage.hpp>
#include <genpool/detail/source/pull.hpp>

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

/// A running map without its types: one mutex around the window, and what its decisions cause. The types of
/// the executor, the source, the function and the results are added by `engine`.
class map_core : public std::enable_shared_from_this<map_core>, public source_host, private closer
{
public:
    struct settings
    {
        std::size_t concurrency;
        limit window;
        genpool::order order;
        bool asynchronous;   // a call outlives the turn that starts it
        bool stop_aware;     // a call is given a stop token
        bool source_is_fast; // known beforehand
        bool source_waits;   // for something other than the maps that it reads
        bool source_pulls;   // items that are not of the maps that it reads
    };

    virtual ~map_core();
    map_core(map_core const&) = delete;
    map_core& operator=(map_core const&) = delete;

    /// Begins: posts the first pull. `pool` may be null.
    void start(boost::asio::execution_context* pool);

    // Tasks on the pool.
    void run_turn(worker& w);
    void turn_dropped(worker& w) noexcept;
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
    void wake() noexcept override;
    void abandoned() noexcept override;
    bool wants_more() const noexcept override { return (attention_.load() & pull_over) == 0; }

    // The consumer's side: one thread at a time.
    /// What a worker has finished, and not yet said so, is left to `park` or to `publish_finished`: a
    /// consumer that ran after a worker's heels would take its results one by one.
    bool next_result(slot_id& slot) noexcept
    {
        if (taken_next_ == taken_count_ && !take_results())
            return false;
        slot = taken_[taken_next_++];
        return true;
    }

    /// For a consumer that does not wait. True if there is a result now.
    bool publish_finished() noexcept;

    void hand_over() noexcept
    {
        handed_over_.store(taken_next_, std::memory_order_release);
        if ((look() & room_wanted) != 0 && taken_next_ >= room_at_) [[unlikely]]
            publish_handed_over();
    }

    void consumer_failed(std::exception_ptr error, bool lost_one) noexcept;
    bool park(consumer_port& port) noexcept;
    void cancel(consumer_port& port) noexcept;
    void attach(consumer_port& port) noexcept;
    void detach(consumer_port& port) noexcept;
    bool begin_next() noexcept { return !next_outstanding_.exchange(true); }
    void end_next() noexcept { next_outstanding_ = false; }
    bool next_outstanding() const noexcept { return next_outstanding_; }
    void error_delivered() noexcept { error_delivered_ = true; }
    bool was_error_delivered() const noexcept { return error_delivered_; }
    /// By whoever closed the map; each who does is told again.
    void error_told() noexcept { error_told_ = true; }
    bool was_error_told() const noexcept { return error_delivered_ || error_told_; }
    std::optional<outcome> verdict() noexcept;
    bool closing() const noexcept { return closing_; }
    std::exception_ptr error_of(outcome how) noexcept;
    std::exception_ptr take_error(outcome how) noexcept;

    // From any thread.
    void stop_pulling() noexcept;
    void request_stop() noexcept;
    void close(closer& c) noexcept;
    void abandon() noexcept;
    void when_closed(closer& c) noexcept;
    void watch(boost::asio::execution_context* context);

    /// For `pools_hold`.
    void keep_pools_busy();
    /// Whether what keeps `context` busy keeps the pools of all stages busy.
    bool keeps_pools_busy(boost::asio::execution_context const* context) const noexcept;
    void let_pools_idle() noexcept;

    /// Something is about to be submitted to a consumer's executor. Its context, when destroyed, waits until
    /// the `consumer_pass` that ends this is gone: what was submitted by then, it destroys by itself.
    void begin_submission() noexcept { submitting_.fetch_add(1); }

    class consumer_pass
    {
    public:
        explicit consumer_pass(map_core& core) noexcept : core_(&core) {}
        ~consumer_pass() { end(); }
        consumer_pass(consumer_pass const&) = delete;
        consumer_pass& operator=(consumer_pass const&) = delete;

        void end() noexcept
        {
            if (auto* const core = std::exchange(core_, nullptr))
                core->submitting_.fetch_sub(1);
        }

    private:
        map_core* core_;
    };

    /// Held while a result is moved to a consumer that others may close meanwhile: the end waits for it.
    class taking
    {
    public:
        explicit taking(map_core& core) noexcept : core_(core) { core_.taking_ = true; }
        ~taking();
        taking(taking const&) = delete;
        taking& operator=(taking const&) = delete;

    private:
        map_core& core_;
    };

    statistics stats() noexcept;
    std::size_t concurrency() const noexcept { return settings_.concurrency; }
    std::size_t window_limit() noexcept;
    summary summarize() noexcept;
    virtual boost::asio::any_io_executor pool_executor() noexcept = 0;
    virtual bool on_pool_thread() noexcept = 0;
    /// The maps that the source reads.
    upstream_list const& upstreams() const noexcept { return upstreams_; }

protected:
    map_core(settings const& s, upstream_list upstreams);

    /// What an unlocked mutex leaves to be done.
    struct actions
    {
        worker* turns = nullptr;
        consumer_port* resumed = nullptr;
        bool serial = false;
        bool cancel = false;
        bool cancel_here = false; // there is no strand any more
        bool stop_upstreams = false;
        worker* told = nullptr;                       // its calls are
        std::uint64_t wasted_from = window::no_limit; // and asynchronous ones from here on are
        bool finish = false;
    };

    /// A locked mutex; at its end decides what follows, unlocks, and does it.
    class transaction; // lib/engine/transaction.hpp

    // What the types do.
    virtual void submit(worker& w, bool after_this_turn) = 0;
    virtual void submit_serial(bool may_run_inline) = 0;
    virtual void submit_cancel() = 0;
    virtual pull advance(std::span<slot_id const> slots, std::exception_ptr& error) noexcept = 0;
    virtual void start_source() noexcept = 0;
    virtual void cancel_source() noexcept = 0;
    virtual void call(worker& w) noexcept = 0;
    virtual void grow_slots(std::size_t count) = 0;
    virtual void cancel_calls(std::uint64_t from) noexcept = 0;
    virtual void keep_pool_busy() = 0;
    virtual void let_pool_idle() noexcept = 0;
    virtual void hold_pool() noexcept = 0;
    virtual void release_pool() noexcept = 0;
    virtual void drop_pool() noexcept = 0;
    virtual void dispose_results() noexcept = 0;
    virtual void dispose_source() noexcept = 0;
    virtual void dispose_function() noexcept = 0; // and the items

    // For the loops of `advance` and `call`.
    /// Whether the source, when it was asked last, would have had to wait for its next item.
    void source_would_block(bool would) noexcept { source_would_block_ = would; }

    /// For the end of the pull, which publishes them.
    void count_pulled(std::uint32_t done) noexcept { pulled_.store(done, std::memory_order_release); }

    // False: no more is to be pulled.
    bool have_pulled(std::uint32_t done) noexcept
    {
        count_pulled(done);
        auto const bits = look();
        if (bits & (worker_wanted | pull_over)) [[unlikely]] {
            if (bits & worker_wanted)
                publish_pulled();
            if (bits & pull_over)
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
        auto const bits = attention_.load();
        if ((bits & (consumer_waits | trimmed)) == 0) [[likely]]
            return true;
        // In input order, only the result that the consumer waits for can help it.
        bool const helps = settings_.order == order::input ? awaited_ - w.first < position : position != 0;
        return ((bits & trimmed) == 0 && !helps) || checkpoint(w, position);
    }

    void call_threw(worker& w, std::uint32_t position, std::exception_ptr error) noexcept;
    gate& pool_gate() noexcept { return pool_gate_; }
    void forget_contexts() noexcept { watches_.clear(); }

private:
    using clock = std::chrono::steady_clock;

    static constexpr std::size_t cache_line = 64;

    enum class puller : unsigned char
    {
        none,
        queued, // a turn, or a task in the strand, will go on
        running,
        waiting // for `wake`
    };

    enum attention : unsigned
    {
        consumer_waits = 1, // publish what has finished
        worker_wanted = 2,  // publish what was pulled
        room_wanted = 4,    // publish what was handed over
        trimmed = 8,        // some items must not start any more
        pull_over = 16      // the pull that is under way is to end
    };

    /// What others wait for, after something has been published. They have said so, or they see it.
    unsigned look() const noexcept
    {
        std::atomic_thread_fence(std::memory_order_seq_cst);
        return attention_.load();
    }

    struct watched final : shutdown_hook
    {
        watched(map_core& c, boost::asio::execution_context& x) noexcept : core(c), context(x) {}
        void context_gone() noexcept override { core.context_gone(*this); }

        map_core& core;
        boost::asio::execution_context& context;
        shutdown_registration registration;
    };

    actions settle() noexcept;
    void decide(actions& todo) noexcept;
    void perform(actions const& todo, consumer_port** resumed, bool turn_ends) noexcept;
    /// What a turn has to do next.
    enum class step : unsigned char
    {
        none,
        pull,
        calls
    };

    step next_step(worker& w) noexcept;
    void make(step next, worker& w, clock::time_point end_of_turn, consumer_port*& resumed) noexcept;
    bool consumer_is_queued() const noexcept;
    worker* go_on(step& next, clock::time_point end_of_turn) noexcept;
    worker* take_idle() noexcept;
    void run_claim(worker& w, clock::time_point end_of_turn, consumer_port*& resumed) noexcept;
    void end_claim(worker& w, clock::time_point begin, clock::time_point end) noexcept;
    void activate(actions& todo) noexcept;
    unsigned what_to_attend_to() const noexcept;
    bool worker_idle() const noexcept;
    std::size_t startable_batches() const noexcept;
    std::size_t places() const noexcept;
    std::size_t turns_wanted() noexcept;
    worker* victim() noexcept;
    void make_idle(worker& w) noexcept;
    template <class Submit>
    bool submitted(void const* task, Submit submit) noexcept;
    void submit_turn(worker& w, bool after_this_turn) noexcept;
    void submit_pull(bool may_run_inline) noexcept;
    void forget_cancel() noexcept;
    void pool_lost(std::exception_ptr error) noexcept;

    bool claim_for(worker& w) noexcept;
    bool claim_or_idle(worker* w) noexcept;
    bool absorb(worker& w) noexcept;
    bool absorb_all() noexcept;
    bool absorb_pulled() noexcept;
    bool absorb_handed_over() noexcept;
    void publish_pulled() noexcept;
    void publish_handed_over() noexcept;
    bool take_results() noexcept;
    bool checkpoint(worker& w, std::uint32_t position) noexcept;
    void tell_calls(actions& todo) noexcept;
    void record_failure(std::uint64_t index, std::exception_ptr& error, bool aborted) noexcept;

    bool pull_batch(worker* w) noexcept;
    pull timed_advance(std::exception_ptr& error) noexcept;
    bool reserve_slots(std::exception_ptr& error) noexcept;
    void keep_one_slot() noexcept;
    bool stopped_before_start() noexcept;
    bool wait_for_source(bool start) noexcept;
    std::size_t items_wanted() const noexcept;
    bool end_pull(worker* w, pull how, std::exception_ptr error, bool of_source = true) noexcept;
    void return_slots() noexcept;
    void drop_role() noexcept;

    void context_gone(watched& watch) noexcept;
    void pool_context_gone() noexcept;
    void finish() noexcept;
    void close_next_upstream() noexcept;
    void end() noexcept;
    void closed() noexcept override;
    /// Whether there is something for the consumer: a result, or how the map has ended. Once it is being closed there
    /// are no results, and how it ends may change until nothing of it runs any more.
    bool due() noexcept
    {
        return closing_ ? finishing_ : window_.ready() != 0 || window_.verdict().has_value();
    }

    settings const settings_;
    upstream_list const upstreams_;

    // What every item reads, and few write; apart from what the holders of the mutex write.
    alignas(cache_line) std::atomic<unsigned> attention_{0};
    std::atomic<std::uint64_t> awaited_{0}; // the item whose result the parked consumer waits for
    std::atomic<std::uint64_t> room_at_{0}; // how many hand-overs make room for the puller who waits for it

    alignas(cache_line) std::mutex mutex_;
    window window_;
    batch batch_;

    // Turns.
    std::list<worker> workers_;
    worker* idle_ = nullptr;
    std::size_t active_ = 0; // posted or running
    std::size_t queued_ = 0; // posted

    // The puller's role.
    alignas(cache_line) std::atomic<std::uint32_t> pulled_{0}; // written for every item
    alignas(cache_line) std::vector<slot_id> pull_slots_;
    std::uint32_t pull_count_ = 0;    // how many of them are reserved
    std::uint32_t pull_reported_ = 0; // how many the window knows to be filled
    std::uint32_t untimed_ = 0;       // of a pull; the items after them come until `end_of_pull_` only
    clock::time_point end_of_pull_;
    puller puller_ = puller::none;
    bool serial_ = false;        // only inside the strand
    bool start_pending_ = false; // the source has parked outside the strand
    bool woken_ = false;         // before it waited
    bool cancelled_ = false;     // the source has been told to end, or is being told
    bool draining_ = false;      // the earlier stages have been told to end, having delivered
    bool source_lost_ = false;   // what the source waited for was destroyed
    bool source_would_block_ = false;
    bool source_is_fast_; // as far as it has shown: else it is asked for one item, and that is run
    std::shared_ptr<map_core> self_while_waiting_;

    // The consumer.
    consumer_port* consumer_ = nullptr;
    bool parked_ = false;
    bool parked_closing_ = false; // it has parked to learn how a map that is being closed ends
    std::atomic<bool> next_outstanding_{false};
    std::atomic<bool> taking_{false};
    std::atomic<bool> error_delivered_{false};
    std::atomic<bool> error_told_{false};
    std::atomic<unsigned> submitting_{0};
    std::vector<slot_id> taken_;
    std::uint32_t taken_reported_ = 0;
    alignas(cache_line) std::atomic<std::uint32_t> handed_over_{0}; // written for every item
    std::uint32_t taken_count_ = 0;
    std::uint32_t taken_next_ = 0;

    // The end.
    alignas(cache_line) std::exception_ptr error_;
    std::exception_ptr source_error_;
    std::uint64_t told_from_ = window::no_limit; // calls from here on have been told to stop
    std::atomic<bool> closing_{false};
    bool finishing_ = false;
    bool finished_ = false;
    bool pool_lost_ = false;
    closer* closers_ = nullptr;
    std::shared_ptr<map_core> self_while_closing_;
    std::vector<summary> upstream_summaries_;
    std::size_t upstreams_closed_ = 0;
    bool upstreams_told_ = false;
    std::list<watched> watches_;
    boost::asio::execution_context* pool_context_ = nullptr;
    boost::asio::execution_context const* first_pool_context_ =
        nullptr; // to compare with, also once it is gone
    gate pool_gate_;
};

} // namespace genpool::detail
