// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/system_executor.hpp>

#include <memory>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace genpool::test
{

/// An asynchronous operation that the test itself completes, drops, or lets fail.
template <class Signature>
class held_operation;

template <class... Args>
class held_operation<void(Args...)>
{
public:
    /// What the initiating function does.
    enum class initiation
    {
        holds,
        completes, ///< calls the handler with default values, which no decent operation does
        drops,     ///< destroys the handler
        throws
    };

    template <class Token>
    auto async_hold(Token&& token)
    {
        return boost::asio::async_initiate<Token, void(Args...)>(initiate{this}, token);
    }

    bool held() const noexcept { return handler_ != nullptr; }

    /// Calls the handler by way of its executor.
    void complete(Args... args)
    {
        auto handler = std::move(handler_);
        handler->complete(std::move(args)...);
    }

    void drop() noexcept { handler_.reset(); }

    initiation mode = initiation::holds;
    int started = 0;
    boost::asio::cancellation_type cancelled = boost::asio::cancellation_type::none;

private:
    struct held_handler
    {
        virtual ~held_handler() = default;
        virtual void complete(Args... args) = 0;
    };

    template <class Handler>
    struct holder final : held_handler
    {
        explicit holder(Handler&& h) : handler(std::move(h)) {}

        void complete(Args... args) override
        {
            auto const executor =
                boost::asio::get_associated_executor(handler, boost::asio::system_executor());
            boost::asio::dispatch(
                executor, [h = std::move(handler), all = std::tuple<Args...>(std::move(args)...)]() mutable {
                    std::apply(std::move(h), std::move(all));
                });
        }

        Handler handler;
    };

    struct initiate
    {
        held_operation* self;

        template <class Handler>
        void operator()(Handler handler) const
        {
            ++self->started;
            switch (self->mode) {
            case initiation::throws:
                throw std::runtime_error("cannot be started");
            case initiation::drops:
                return;
            case initiation::completes:
                return std::move(handler)(Args()...);
            case initiation::holds:
                break;
            }
            auto slot = boost::asio::get_associated_cancellation_slot(handler);
            self->handler_ = std::make_unique<holder<Handler>>(std::move(handler));
            if (slot.is_connected())
                slot.assign([s = self](boost::asio::cancellation_type type) { s->cancelled = type; });
        }
    };

    std::unique_ptr<held_handler> handler_;
};

} // namespace genpool::test
