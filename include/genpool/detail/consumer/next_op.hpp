// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/error.hpp>

#include <genpool/detail/consumer/handler_op.hpp>
#include <genpool/detail/engine/pools_work.hpp>
#include <genpool/detail/engine/result_core.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace genpool::detail
{

/// One `async_next`. Until `run` is called on the handler's executor, the item stays at the head of the
/// window: a cancellation before that wins, and if the operation is destroyed nothing is lost.
template <class R, class Handler>
class next_op final : public handler_op<next_op<R, Handler>, Handler, boost::asio::any_io_executor>,
                      public result_waiter
{
    using base = handler_op<next_op, Handler, boost::asio::any_io_executor>;

public:
    next_op(Handler&& handler, std::shared_ptr<result_core<R>> core, boost::asio::any_io_executor const& io)
        : base(core, std::move(handler), io), core_(std::move(core))
    {}

    ~next_op()
    {
        if (!refused_) {
            core_->consumer().detach(*this);
            core_->consumer().end_next();
        }
    }

    /// Begins, inside the initiating function.
    void start()
    {
        if (!core_->consumer().begin_next()) {
            refused_ = true;
            this->begin_submission();
            return this->submit(false);
        }
        began_closed_ = core_->consumer().closing();
        // The slot may outlive this, if it is destroyed uninvoked: the map knows whether it is there.
        this->on_cancellation(
            [this, core = std::weak_ptr<map_runtime>(core_)](boost::asio::cancellation_type type) {
                auto const map = core.lock();
                if (map && type != boost::asio::cancellation_type::none)
                    map->consumer().cancel(*this);
            });
        hold_pools();
        core_->consumer().attach(*this);
        if (!core_->consumer().park(*this)) {
            this->begin_submission();
            this->submit(false);
        }
    }

    void run()
    {
        std::exception_ptr error;
        std::optional<R> item;
        if (refused_) {
            error = make_error(boost::asio::error::already_started);
        } else if (!outcome_is_known(error, item)) {
            return;
        }
        this->clear_cancellation();
        auto const until_the_handler_has_returned = std::move(pools_work_); // it may ask for the next one
        this->complete(std::move(error), std::move(item));
    }

private:
    /// Else a pool whose `run()` returns while the window is full would not be there for what the hand-over makes room
    /// for. If there is no memory for that, nothing has begun.
    void hold_pools()
    {
        if (core_->contexts().has_work_of(this->context()))
            return;
        try {
            pools_work_ = pools_work(core_);
        } catch (...) {
            this->destroy_op();
            throw;
        }
    }

    /// What the handler gets; false: it waits.
    bool outcome_is_known(std::exception_ptr& error, std::optional<R>& item)
    {
        for (;;) {
            {
                consumer_loop::taking pass(core_->consumer()); // from here on a close waits, or is seen
                if (cancelled_ || (core_->consumer().closing() && !began_closed_)) {
                    error = make_error(boost::asio::error::operation_aborted);
                    return true;
                }
                core_->take(item);
            }
            if (item)
                return true;
            if (core_->consumer().park(*this))
                return false;
            if (auto const how = core_->ending().completion()) {
                error = core_->ending().error_of(*how);
                // A closing that overtook this one has reported it.
                if (error && *how != end_reason::stopped && !core_->ending().report().by_consumer() &&
                    !began_closed_)
                    error = make_error(boost::asio::error::operation_aborted);
                return true;
            }
        }
    }

    void cancelled() noexcept override { cancelled_ = true; }
    void leaving() noexcept override { this->begin_submission(); }
    void resume(bool at_turn_end) override { this->submit(at_turn_end); }
    bool belongs_to(boost::asio::execution_context& x) const noexcept override { return this->is_of(x); }
    void destroy() noexcept override { this->destroy_op(); }

    std::shared_ptr<result_core<R>> core_;
    std::atomic<bool> cancelled_{false};
    bool refused_ = false; // another one is outstanding
    bool began_closed_ = false;
    pools_work pools_work_;
};

} // namespace genpool::detail
