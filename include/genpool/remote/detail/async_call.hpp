// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/shutdown.hpp>
#include <genpool/detail/asio/slot_of.hpp>
#include <genpool/detail/asio/work_guard.hpp>
#include <genpool/remote/detail/transport.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace genpool::remote::detail
{

/// A call with its handler. Whoever takes the handler first, a transport that ends the call or a context that is
/// destroyed, is the only one to touch it.
template <class Handler>
class call_op final : public call,
                      public genpool::detail::shutdown_hook,
                      public std::enable_shared_from_this<call_op<Handler>>
{
    using executor_type = boost::asio::associated_executor_t<Handler, boost::asio::any_io_executor>;

public:
    call_op(std::shared_ptr<callee const> c, std::string item, std::shared_ptr<transport> t,
            Handler&& handler, boost::asio::any_io_executor const& otherwise)
        : call(std::move(c), std::move(item)), transport_(std::move(t)),
          waiter_(std::in_place, std::move(handler), otherwise),
          context_(genpool::detail::context_of(waiter_->guard.get_executor()))
    {}

    /// Starts it, once it is shared.
    void begin()
    {
        auto const self = this->shared_from_this();
        try {
            if (context_ != nullptr && context_ != transport_->context())
                registration_ = {*context_, self};
            if (auto slot = genpool::detail::slot_of(waiter_->handler); slot.is_connected())
                slot.assign([weak = this->weak_from_this()](boost::asio::cancellation_type type) {
                    using boost::asio::cancellation_type;
                    if ((type & (cancellation_type::terminal | cancellation_type::partial)) ==
                        cancellation_type::none)
                        return;
                    if (auto const op = weak.lock())
                        op->transport_->cancel(op);
                });
            transport_->start(self);
        } catch (...) {
            complete(std::current_exception(), {}, false);
        }
    }

    void complete(std::exception_ptr error, std::string result, bool may_run_inline) noexcept override
    {
        auto expected = state::waiting;
        if (!state_.compare_exchange_strong(expected, state::submitting))
            return;
        auto executor = waiter_->guard.get_executor();
        try {
            auto end = [waiter = *std::exchange(waiter_, std::nullopt), error = std::move(error),
                        result = std::move(result)]() mutable {
                waiter.end(std::move(error), std::move(result));
            };
            if (may_run_inline)
                boost::asio::dispatch(executor, std::move(end));
            else
                boost::asio::post(executor, std::move(end));
        } catch (...) {
            // Its handler is gone, which whoever waits for it sees.
        }
        state_ = state::ended;
    }

    void abandon() noexcept override
    {
        auto expected = state::waiting;
        if (state_.compare_exchange_strong(expected, state::ended)) {
            waiter_.reset();
        } else {
            while (state_ == state::submitting)
                std::this_thread::yield();
        }
    }

    boost::asio::execution_context* context() const noexcept override { return context_; }

    void context_gone() noexcept override
    {
        abandon();
        transport_->cancel(this->shared_from_this());
    }

private:
    enum class state : unsigned char
    {
        waiting,
        submitting,
        ended
    };

    struct waiter
    {
        waiter(Handler&& h, boost::asio::any_io_executor const& otherwise)
            : handler(std::move(h)), guard(boost::asio::get_associated_executor(handler, otherwise))
        {}

        void end(std::exception_ptr error, std::string result)
        {
            auto const busy = std::move(guard);
            if (auto slot = genpool::detail::slot_of(handler); slot.is_connected())
                slot.clear();
            std::move(handler)(std::move(error), std::move(result));
        }

        Handler handler;
        genpool::detail::work_guard<executor_type> guard;
    };

    std::shared_ptr<transport> const transport_;
    std::optional<waiter> waiter_;
    boost::asio::execution_context* const context_;
    std::atomic<state> state_{state::waiting};
    genpool::detail::shutdown_registration registration_;
};

/// Completes with the bytes of the result: `void(std::exception_ptr, std::string)`.
template <class Token>
auto async_call(std::shared_ptr<transport> t, std::shared_ptr<callee const> c, std::string item,
                boost::asio::any_io_executor const& otherwise, Token&& token)
{
    auto const initiate = [](auto handler, std::shared_ptr<transport> to,
                             std::shared_ptr<callee const> function, std::string bytes,
                             boost::asio::any_io_executor const& executor) {
        using op = call_op<decltype(handler)>;
        std::make_shared<op>(std::move(function), std::move(bytes), std::move(to), std::move(handler),
                             executor)
            ->begin();
    };
    return boost::asio::async_initiate<Token, void(std::exception_ptr, std::string)>(
        initiate, token, std::move(t), std::move(c), std::move(item), otherwise);
}

} // namespace genpool::remote::detail
