// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/generator.hpp>
#include <genpool/options.hpp>
#include <genpool/summary.hpp>

#include "support/maps/run_map.hpp"
#include "support/maps/usual.hpp"
#include "support/values/counted.hpp"
#include "support/values/describe.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace genpool::test
{

/// What is to happen in one map.
struct plan
{
    std::size_t items = 0;
    options limits;
    std::optional<std::size_t> call_fails;   ///< the item whose call throws
    std::optional<std::size_t> source_fails; ///< instead of yielding this item, or ending
};

/// What has happened in one map, seen from outside: at the pull, in the calls and at the consumer. It keeps
/// the first promise that was broken.
class journal
{
public:
    explicit journal(plan const& p) : planned(p) {}

    void require(bool holds, char const* promise)
    {
        if (!holds && broken.empty())
            broken = promise;
    }

    std::size_t in_flight() const noexcept { return pulled - delivered.size(); }
    bool free_slot() const noexcept { return in_flight() < planned.limits.window.value() + upstream_window; }

    plan const planned;
    std::string broken;
    census alive{0}; ///< items, results, functions, handlers and frames

    std::size_t upstream_window = 0; ///< of an earlier stage
    std::size_t pulled = 0;
    bool source_over = false;
    bool source_waits = false;  ///< so that a pull is under way
    bool stopped = false;       ///< by the test
    bool drained = false;       ///< what had been pulled was to be delivered all the same
    bool sees_hand_over = true; ///< not where results are collected inside
    std::vector<std::size_t> started;
    std::size_t running = 0;
    std::size_t failed = 0;
    std::vector<std::size_t> delivered;

    int completions = 0;
    std::string end;
};

/// Something that belongs to one map and counts as alive.
class item : counted
{
public:
    item(journal& j, std::size_t i) noexcept : counted(j.alive), index(i) {}
    item(item&&) noexcept = default;
    item& operator=(item&&) noexcept = default;

    std::size_t index;
};

/// Yields one item, or fails.
inline item pull(journal& j)
{
    j.require(j.free_slot() || !j.sees_hand_over, "pulled - handed over <= window");
    j.require((j.failed == 0 && !j.stopped) || j.source_waits, "nothing is pulled after a failure or a stop");
    j.require(!j.source_over, "the source is not advanced after its end");
    if (j.planned.source_fails == j.pulled) {
        j.source_over = true;
        throw std::runtime_error("the source failed");
    }
    return item(j, j.pulled++);
}

/// The items as a range.
inline auto range_of(journal& j)
{
    auto const asked = j.planned.items + (j.planned.source_fails ? 1 : 0);
    return std::views::iota(std::size_t(0), asked) |
           std::views::transform([&j](std::size_t) { return pull(j); });
}

/// The items as a generator.
inline generator<item> generator_of(journal& j)
{
    counted const frame(j.alive);
    while (j.pulled != j.planned.items || j.planned.source_fails)
        co_yield pull(j);
    j.source_over = true;
}

/// The items as a generator that awaits `wait()` before each.
template <class Wait>
generator<item> waiting_generator_of(journal& j, Wait wait)
{
    counted const frame(j.alive);
    while (j.pulled != j.planned.items || j.planned.source_fails) {
        j.source_waits = true;
        auto operation = wait();
        co_await std::move(operation);
        auto next = pull(j);
        j.source_waits = false;
        co_yield std::move(next);
    }
    j.source_over = true;
}

/// For it: a handler on `executor`.
template <class Executor>
auto turn_of(Executor executor)
{
    return [executor] { return boost::asio::post(executor, boost::asio::deferred); };
}

/// The function: from an item to a result, or an exception.
class call
{
public:
    explicit call(journal& j) : journal_(&j), alive_(j.alive) {}

    item operator()(item&& i) const
    {
        running const now(*journal_, i);
        return now.result(std::move(i));
    }

protected:
    class running
    {
    public:
        running(journal& j, item const& i) : journal_(j)
        {
            j.started.push_back(i.index);
            j.require(j.failed == 0 ||
                          (j.planned.limits.order == order::input && i.index < *j.planned.call_fails),
                      "after a failure, nothing later is started");
            j.require(++j.running <= j.planned.limits.concurrency.value(), "running <= concurrency");
        }
        ~running() { --journal_.running; }
        running(running const&) = delete;
        running& operator=(running const&) = delete;

        item result(item&& i) const
        {
            if (journal_.planned.call_fails == i.index) {
                ++journal_.failed;
                throw std::runtime_error("the call failed");
            }
            return std::move(i);
        }

    private:
        journal& journal_;
    };

    journal* journal_;
    counted alive_;
};

/// An asynchronous one.
class waiting_call : call
{
public:
    using call::call;

    boost::asio::awaitable<item> operator()(item i) const
    {
        running const now(*journal_, i);
        co_await boost::asio::post(boost::asio::use_awaitable);
        item result = now.result(std::move(i));
        co_return result;
    }
};

inline void deliver(journal& j, item&& result)
{
    j.require(j.completions == 0, "nothing is delivered after the end");
    j.delivered.push_back(result.index);
}

inline void complete(journal& j, std::exception_ptr const& error)
{
    ++j.completions;
    j.end = describe(error);
}

/// What the summary must say.
inline void check_account(journal& j, summary const& s)
{
    j.require(balanced(s), "the account balances");
    j.require((s.upstream.empty() ? s : s.upstream.back()).pulled == j.pulled,
              "the account of what was pulled");
    j.require(s.delivered == j.delivered.size(), "the account of what was delivered");
    j.require(s.failed == j.failed, "the account of what failed");
    if (j.failed != 0)
        j.require(s.first_error_index == j.planned.call_fails, "the index of the failure");
}

inline void complete(journal& j, std::exception_ptr const& error, summary const& s)
{
    check_account(j, s);
    complete(j, error);
}

/// What must hold at the end of a map that was let run.
inline void check_end(journal& j)
{
    auto const& p = j.planned;
    j.require(j.completions == 1, "exactly one completion");
    j.require(
        std::ranges::all_of(j.started, [&](std::size_t i) { return std::ranges::count(j.started, i) == 1; }),
        "no item is started twice");
    j.require(std::ranges::all_of(j.delivered,
                                  [&](std::size_t i) {
                                      return std::ranges::count(j.delivered, i) == 1 &&
                                             std::ranges::count(j.started, i) == 1;
                                  }),
              "nothing is delivered twice, or without a call");
    if (p.limits.order == order::input)
        for (std::size_t i = 0; i != j.delivered.size(); ++i)
            j.require(j.delivered[i] == i, "results come in the source's order, without a gap");
    if (j.stopped) {
        j.require(j.end != "ok" || j.delivered.size() == p.items, "a truncated result never looks complete");
        j.require(j.end == "ok" || j.end == "stopped" || j.failed != 0 || (j.source_over && p.source_fails),
                  "how a stopped map ended");
        j.require(!j.drained || j.failed != 0 || j.delivered.size() == j.pulled,
                  "what was pulled is delivered");
        return;
    }
    auto const yields = std::min(p.items, p.source_fails.value_or(p.items));
    if (p.call_fails && *p.call_fails < yields) {
        j.require(j.end == "the call failed", "a failed call is the error of the map");
        j.require(j.delivered.size() <= j.pulled - 1, "the failed item is not delivered");
        if (p.limits.order == order::input)
            j.require(j.delivered.size() == *p.call_fails, "everything before a failure is delivered");
    } else {
        j.require(j.end == (p.source_fails ? "source: the source failed" : "ok"), "how the map ended");
        j.require(j.delivered.size() == yields && j.pulled == yields, "everything is delivered");
    }
}

} // namespace genpool::test
