// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/budget.hpp>
#include <genpool/summary.hpp>
#include <genpool/timed.hpp>

#include "support/values/counted.hpp"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <vector>

namespace genpool::proof
{

using test::census;
using test::counted;

/// What can be seen of a map from outside.
enum class what : std::uint8_t
{
    advance,       ///< the source begins to compute an item
    pull,          ///< the source yields it
    source_end,    ///< the source says instead that there are no more
    source_fail,   ///< the source throws instead
    start,         ///< a call begins
    told_to_stop,  ///< a call finds that its stop token says so
    finish,        ///< it returns
    fail,          ///< it throws
    deliver,       ///< the consumer is given a result
    delivered,     ///< and has done with it
    consumer_fail, ///< the consumer's callback throws
    ask,           ///< an `async_next` is initiated
    aborted,       ///< it ends with `operation_aborted`, because it was cancelled or the stream was closed
    told,          ///< it says how the stream has ended
    complete,      ///< the completion of the map, or of `async_close`
    initiate,      ///< an initiating function is called
    initiated,     ///< and returns
    memory_held,   ///< a handler is called before the memory of its operation is released
    value_lost,    ///< what results were reduced to is not what the operation has returned
    quiescent,     ///< nothing is queued anywhere
    try_next,      ///< `try_next` is called
    nothing,       ///< and has nothing to give
    refused,       ///< a call is refused, since an `async_next` is outstanding
    move_on,       ///< the stream becomes the source of another map
    stop,          ///< from here on: what the harness does
    cancel_total,
    cancel_partial,
    cancel_terminal,
    close,
    take, ///< `try_next`, whatever else the consumer does
    look, ///< at `stats`: how many were pulled and, as the value, delivered
    narrow,
    widen,
    drain,
    drop,
    destroy_pool,
    destroy_consumer,
    destroy_third
};

/// Where code runs.
enum class place : std::uint8_t
{
    outside,
    pool,
    consumer,
    third
};

/// How something ended.
enum class ending : std::uint8_t
{
    ok,
    call,      ///< what a call threw; the item is the event's value
    source,    ///< `source_error`; nested in it what the source threw
    abandoned, ///< `source_error`; nested in it `operation_aborted`, or `pool_gone` of a stage before
    stopped,
    pool_gone,
    consumer, ///< what the callback threw
    other
};

/// Of a result that the action `take` was given: which call that was.
inline constexpr std::size_t by_take = 1;

struct event
{
    what kind;
    place where;
    ending how;
    std::uint8_t stage; ///< of a chain of maps
    std::uint32_t item;
    std::uint32_t value; ///< of the item; or which item's error it is
    std::uint32_t thread;
    std::uint32_t call; ///< of a function of the stream, which one
};

/// What calls, sources and callbacks of a plan throw: whose it is.
struct call_failure
{
    std::size_t item;
};
struct source_failure
{};
struct consumer_failure
{
    std::size_t item;
};

/// Names an error; sets `item` where it is one of a call or of the callback.
ending ending_of(std::exception_ptr const& error, std::size_t& item) noexcept;

/// Says where this thread runs code, as long as it lives.
class running_at
{
public:
    explicit running_at(place p) noexcept : before_(here_) { here_ = p; }
    ~running_at() { here_ = before_; }
    running_at(running_at const&) = delete;
    running_at& operator=(running_at const&) = delete;

    static place here() noexcept { return here_; }

private:
    static inline thread_local place here_ = place::outside;
    place before_;
};

/// Everything that happened in one run. It may be added to by any thread; the sequence of the events is the order in
/// which they are added.
class run_log
{
public:
    run_log() { events_.reserve(256); }

    void add(what kind, std::size_t item = 0, std::size_t value = 0, unsigned stage = 0,
             ending how = ending::ok, std::size_t call = 0)
    {
        event const e{kind,
                      running_at::here(),
                      how,
                      static_cast<std::uint8_t>(stage),
                      static_cast<std::uint32_t>(item),
                      static_cast<std::uint32_t>(value),
                      this_thread(),
                      static_cast<std::uint32_t>(call)};
        std::lock_guard lock(mutex_);
        events_.push_back(e);
    }

    /// With how it ended.
    void add(what kind, std::exception_ptr const& error)
    {
        std::size_t item = 0;
        auto const how = ending_of(error, item);
        add(kind, item, item, 0, how);
    }

    /// Once nothing is added any more.
    std::vector<event> const& events() const noexcept { return events_; }

    /// For the next run.
    void clear()
    {
        events_.clear();
        account.reset();
        durations.reset();
        parts_at_end = 0;
    }

    std::optional<summary> account;
    std::optional<call_durations> durations; ///< of calls that are timed
    int parts_at_end = 0;   ///< how many sources, functions and callbacks lived at the completion
    census items_alive{0};  ///< items and results
    census parts_alive{0};  ///< sources, functions and callbacks
    census others_alive{0}; ///< handlers and the frames of coroutines
    budget shares{2};       ///< of what items are charged

private:
    static std::uint32_t this_thread() noexcept
    {
        static std::atomic<std::uint32_t> last{0};
        thread_local std::uint32_t const id = ++last;
        return id;
    }

    std::mutex mutex_;
    std::vector<event> events_;
};

/// The name of what happened, for people.
char const* name(what kind) noexcept;
char const* name(ending how) noexcept;
char const* name(place where) noexcept;

} // namespace genpool::proof
