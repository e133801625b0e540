// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>
#include <genpool/piped.hpp>

#include <genpool/detail/parts/budget_state.hpp>
#include <genpool/detail/parts/carried.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace genpool
{

/// What it does: bounds anything that items have much or little of, bytes say, over all the maps that share it. Copies
/// are the same budget.
///
/// Parameters: `total`: how much there is; see `limit`.
/// Thread safety: safe.
class budget
{
public:
    explicit budget(limit total) : state_(std::make_shared<detail::budget_state>(total.value())) {}

    std::size_t total() const noexcept { return state_->total(); }

    /// How much is taken now; of an item that is heavier than all, all.
    std::size_t used() const { return state_->used(); }

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

namespace detail
{

template <class Inner, class Weigh>
class charge_source final : public stage_source<Inner>, private budget_state::waiter
{
    using item = typename Inner::value_type;
    static constexpr bool weighs = std::is_invocable_r_v<std::size_t, Weigh&, item const&>;
    static_assert(weighs,
                  "genpool::charge: the function that weighs cannot be called with an item of the source (T "
                  "const&), or gives no number");

public:
    using value_type = charged<item>;
    static constexpr bool synchronous = false;
    static constexpr bool waits = true;

    charge_source(Inner&& inner, std::pair<budget, Weigh> with)
        : stage_source<Inner>(std::move(inner)), budget_(with.first.state()), weigh_(std::move(with.second))
    {}
    charge_source(charge_source&& unbound)
        : stage_source<Inner>(std::move(unbound)), budget_(std::move(unbound.budget_)),
          weigh_(std::move(unbound.weigh_))
    {}

    ~charge_source()
    {
        if (waiting_ && !budget_->leave(*this))
            budget_->give_back(share_);
    }

    pull poll()
    {
        if (cancelled_)
            std::rethrow_exception(make_error(boost::asio::error::operation_aborted));
        if (!std::exchange(waiting_, false)) {
            if (auto const how = this->inner_.poll(); how != pull::value)
                return how;
            if constexpr (weighs)
                share_ =
                    budget_->share_of(std::invoke(weigh_, static_cast<item const&>(this->inner_.value())));
            waiting_ = !budget_->take(share_, *this);
            if (waiting_)
                return pull::pending;
        }
        budget_share share(budget_, share_);
        item_.emplace(this->inner_.value(), std::move(share));
        return pull::value;
    }

    value_type&& value() noexcept { return *std::move(item_); }

    void cancel() noexcept
    {
        this->inner_.cancel();
        if (waiting_ && budget_->leave(*this)) {
            waiting_ = false;
            cancelled_ = true;
            this->host_->wake();
        }
    }

private:
    void granted() noexcept override { this->host_->wake(); }

    std::shared_ptr<budget_state> budget_;
    Weigh weigh_;
    std::size_t share_ = 0;
    std::optional<value_type> item_;
    bool waiting_ = false;
    bool cancelled_ = false;
};

template <class Inner, class With>
using charge_stage = charge_source<Inner, typename With::second_type>;

} // namespace detail

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
/// Object lifetimes: see `piped`. The budget lives as long as anything of it does.
/// Thread safety: safe.
/// Exception safety: strong, but for what was moved in.
template <class Weigh>
auto charge(budget const& b, Weigh&& weigh)
{
    using with = std::pair<budget, std::decay_t<Weigh>>;
    return detail::part<detail::charge_stage, with>(with(b, std::forward<Weigh>(weigh)));
}

} // namespace genpool
