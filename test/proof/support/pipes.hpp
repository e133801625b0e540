// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Parts behind the sources of recorded_sources.hpp, and around the functions of recorded_calls.hpp. None may change which items come, nor their order.
#pragma once

#include <genpool/attempt.hpp>
#include <genpool/drop.hpp>
#include <genpool/enumerate.hpp>
#include <genpool/filter.hpp>
#include <genpool/flatten.hpp>
#include <genpool/generator.hpp>
#include <genpool/piped.hpp>
#include <genpool/push_source.hpp>
#include <genpool/retry.hpp>
#include <genpool/take.hpp>
#include <genpool/throttle.hpp>
#include <genpool/timed.hpp>
#include <genpool/transform.hpp>
#include <genpool/within.hpp>
#include <genpool/worker_local.hpp>
#include <genpool/worklist.hpp>
#include <genpool/zip.hpp>

#include "recorded_calls.hpp"
#include "recorded_sources.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <ranges>
#include <tuple>
#include <utility>

namespace genpool::proof
{

template <class Source>
inline constexpr bool is_pipe = false;

template <class Bound>
inline constexpr bool is_pipe<piped<Bound>> = true;

/// Every part that gives one item for one.
inline auto through_parts(generator<item> items)
{
    auto const stripped = [](std::tuple<indexed<item>, std::size_t> row) {
        return std::move(get<0>(row).value);
    };
    auto const each = [](item const&) { return true; };
    return std::move(items) | drop(0) | enumerate() | zip(std::views::iota(std::size_t(0))) |
           transform(stripped) | filter(each) | throttle(100, std::chrono::hours(1)) | take(100);
}

/// Some items are heavier than the whole budget.
inline std::size_t weight_of(item const& i) noexcept { return 1 + i.index % 3; }

/// Yields nothing, and ends after some waits.
template <class Wait>
generator<item> nothing_after(Wait wait)
{
    for (int waits = 0; waits != 2; ++waits) {
        auto operation = wait();
        co_await std::move(operation);
    }
}

/// What stands for the next item, until the source is asked for it: so that what queues it advances no source.
struct tick
{
    explicit tick(run& r) : alive(r.record.items_alive) {}

    counted alive;
};

/// The item for a tick, or the end.
inline std::optional<item> item_for_tick(run& r)
{
    advancing now(r);
    if (!at_end(r))
        return now.yield();
    now.end();
    return std::nullopt;
}

/// Made before allocations fail.
inline std::exception_ptr const pushes_lost =
    std::make_exception_ptr(boost::system::system_error(boost::asio::error::operation_aborted));

/// Pushes a tick for each item and one for the end, one after another; closes the queue if it cannot.
class pusher : public std::enable_shared_from_this<pusher>
{
public:
    pusher(run& r, push_source<tick> queue) : run_(r), queue_(std::move(queue)), left_(r.planned.items + 1) {}

    ~pusher() { queue_.close(left_ == 0 ? nullptr : pushes_lost); }

    pusher(pusher const&) = delete;
    pusher& operator=(pusher const&) = delete;

    template <class Executor>
    void push(Executor const& executor) noexcept
    {
        try {
            auto const go_on = [self = shared_from_this(), executor](boost::system::error_code error) {
                if (!error && --self->left_ != 0)
                    self->push(executor);
            };
            queue_.async_push(tick(run_), boost::asio::bind_executor(executor, go_on));
        } catch (...) {
            queue_.close(std::current_exception());
        }
    }

private:
    run& run_;
    push_source<tick> queue_;
    std::size_t left_;
};

/// The items as they are pushed on an executor.
template <class Executor>
auto pushed_from(run& r, Executor const& executor)
{
    push_source<tick> queue(1);
    std::make_shared<pusher>(r, queue)->push(executor);
    auto const item_for = [&r, part = counted(r.record.parts_alive)](tick) { return item_for_tick(r); };
    return queue | transform(item_for) | flatten();
}

/// The items as each adds the next one.
inline auto worked_off(run& r)
{
    genpool::worklist<tick> list;
    list.push(tick(r));
    auto const item_for = [&r, list, part = counted(r.record.parts_alive)](genpool::worklist<tick>::item) {
        auto next = item_for_tick(r);
        if (next)
            list.push(tick(r));
        return next;
    };
    return list | transform(item_for) | flatten();
}

/// A call of an item that stays where it is.
class kept_call
{
public:
    explicit kept_call(run& r) : run_(&r), part_(r.record.parts_alive) {}

    item operator()(item& i) const
    {
        calling now(*run_, i, 0);
        return now.result(std::move(i));
    }

private:
    run* run_;
    counted part_;
};

/// Timed, in time, and with its failure as a result, which is thrown then.
inline auto attempted_call(run& r)
{
    auto const& durations = r.record.durations.emplace();
    return [call = attempt(within(std::chrono::hours(1), timed(durations, kept_call(r))))](item&& i) mutable {
        auto outcome = call(std::move(i));
        return std::move(outcome.value());
    };
}

/// What one thread has for its calls. They are counted without synchronisation: no other thread may touch it.
struct call_count
{
    explicit call_count(run& r) : part(r.record.parts_alive) {}

    counted part;
    std::size_t calls = 0;
};

/// Counted by each thread for itself, and not worth to be called again.
inline auto retried_call(run& r)
{
    worker_local<call_count> const counts([&r] { return call_count(r); });
    auto const call = [counts, call = kept_call(r)](item& i) {
        ++counts.get().calls;
        return call(i);
    };
    return retry(call, {.attempts = 2, .when = [](std::exception_ptr const&) { return false; }});
}

} // namespace genpool::proof
