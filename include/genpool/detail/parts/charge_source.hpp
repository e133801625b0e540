// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/error.hpp>

#include <genpool/detail/parts/budget_state.hpp>
#include <genpool/detail/parts/stage.hpp>

#include <boost/asio/error.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace genpool
{

template <class T>
class charged;

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

    charge_source(Inner&& inner, std::pair<std::shared_ptr<budget_state>, Weigh> with)
        : stage_source<Inner>(std::move(inner)), budget_(std::move(with.first)),
          weigh_(std::move(with.second))
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

    poll_result poll()
    {
        if (cancelled_)
            std::rethrow_exception(make_error(boost::asio::error::operation_aborted));
        if (!std::exchange(waiting_, false)) {
            if (auto const how = this->inner_.poll(); how != poll_result::value)
                return how;
            if constexpr (weighs)
                share_ =
                    budget_->share_of(std::invoke(weigh_, static_cast<item const&>(this->inner_.value())));
            waiting_ = !budget_->take(share_, *this);
            if (waiting_)
                return poll_result::pending;
        }
        budget_share share(*budget_, share_);
        item_.emplace(this->inner_.value(), std::move(share));
        return poll_result::value;
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
} // namespace genpool
