// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>
#include <genpool/piped.hpp>

#include <genpool/detail/parts/budget_state.hpp>
#include <genpool/detail/parts/carried.hpp>
#include <genpool/detail/parts/charge_source.hpp>
#include <genpool/detail/parts/count_of.hpp>

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

namespace genpool
{

/// What it does: bounds anything that items have much or little of, bytes say, over all the maps that share it. Copies
/// are the same budget.
///
/// Parameters: `total`: how much there is; see `limit`.
/// Executor, Cancellation: none of its own; see `charge`.
/// Errors: the constructor throws `std::bad_alloc`, and `std::invalid_argument` for `automatic`.
/// Object lifetimes: it lives as long as a copy, a pipe that charges it, or an item that holds a share.
/// Thread safety: safe, copies and shared objects alike.
/// Exception safety: strong.
class budget
{
public:
    explicit budget(limit total) : state_(detail::budget_state::make(detail::bound_of("budget", total))) {}

    std::size_t total() const noexcept { return state_->total(); }

    /// How much is taken now; of an item that is heavier than all, all.
    std::size_t used() const noexcept { return state_->used(); }

    std::shared_ptr<detail::budget_state> const& state() const noexcept { return state_; }

private:
    std::shared_ptr<detail::budget_state> state_;
};

/// An item with its share of a budget, which it gives back when it is destroyed. A function may take it as a `T`, or
/// return it, and the share with it.
template <class T>
class charged : public detail::carried<T>
{
public:
    charged(T&& value, detail::budget_share share)
        : detail::carried<T>(std::move(value)), share_(std::move(share))
    {}

    /// How much it holds.
    std::size_t share() const noexcept { return share_.size(); }
    /// Gives it back before its time.
    void give_back() noexcept { share_.give_back(); }

private:
    detail::budget_share share_;
};

/// What it does: has each item of the source to its left wait for its share of a budget, in order, and hold it until it
/// is destroyed: when its call returns, or when whoever the item was moved on to lets go of it. An item heavier than
/// the whole budget runs alone.
///
///     genpool::budget const memory(512 << 20);
///     auto thumbnails = std::move(files) | genpool::charge(memory, decoded_size) | genpool::map(pool, make_thumbnail);
///
/// Parameters: `b`: the budget; `weigh`: called with each item, as `T const&`; it is owned. The items become
///   `charged<T>`, which a function may take as a `T`.
/// Executor: see `piped`. Waiting occupies no thread; requests of several maps are served in the order in which they
///   were made.
/// Cancellation: ends the wait. Every share is given back, however a map ends.
/// Errors: those of the source, and what `weigh` throws, after the items before.
/// Object lifetimes: see `piped`. The budget lives as long as anything of it does. GCC 12 destroys a lambda with
///   captures twice if it is written inside a `co_await` expression: name it before.
/// Thread safety: safe.
/// Exception safety: strong, but for what was moved in.
template <class Weigh>
auto charge(budget const& b, Weigh&& weigh)
{
    using with = std::pair<std::shared_ptr<detail::budget_state>, std::decay_t<Weigh>>;
    return detail::part<detail::charge_stage, with>(with(b.state(), std::forward<Weigh>(weigh)));
}

} // namespace genpool
