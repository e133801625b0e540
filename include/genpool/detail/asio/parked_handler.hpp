// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/executor.hpp>
#include <genpool/detail/asio/shutdown.hpp>
#include <genpool/detail/asio/shutdown_guard.hpp>
#include <genpool/detail/asio/slot_of.hpp>

#include <boost/asio/append.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/system/error_code.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace genpool::detail
{

/// A handler that waits to be told an error code, of any type.
class parked_handler
{
public:
    virtual ~parked_handler() = default;
    /// Once: posts the handler, unless its context is gone.
    virtual void complete(boost::system::error_code error) noexcept = 0;
};

template <class Handler>
class parked_handler_of final : public parked_handler, public shutdown_hook
{
    using executor_type = boost::asio::associated_executor_t<Handler, boost::asio::system_executor>;

public:
    static std::shared_ptr<parked_handler_of> make(Handler&& handler)
    {
        auto const made = std::make_shared<parked_handler_of>(std::move(handler));
        made->registration_ =
            watch_context(made->work_->get_executor(), std::shared_ptr<shutdown_hook>(made));
        return made;
    }

    explicit parked_handler_of(Handler&& handler)
        : handler_(std::move(handler)),
          work_(boost::asio::make_work_guard(
              boost::asio::get_associated_executor(*handler_, boost::asio::system_executor())))
    {}

    ~parked_handler_of() override
    {
        leaving_contexts const scope;
        handler_.reset(); // while its context, if it is being destroyed, waits for this
        work_.reset();
        registration_.reset();
    }

    auto slot() const noexcept { return slot_of(*handler_); }

    void complete(boost::system::error_code error) noexcept override
    {
        shutdown_guard::pass const pass(guard_);
        if (!pass)
            return;
        try {
            if (auto s = slot(); s.is_connected())
                s.clear();
            auto const work = std::move(work_);
            Handler handler = *std::move(handler_);
            handler_.reset();
            boost::asio::post(work->get_executor(), boost::asio::append(std::move(handler), error));
        } catch (...) { // the handler is destroyed uninvoked
        }
    }

private:
    void context_gone() noexcept override
    {
        guard_.close();
        handler_.reset();
        work_.reset();
    }

    shutdown_guard guard_;
    std::optional<Handler> handler_;
    std::optional<boost::asio::executor_work_guard<executor_type>> work_;
    shutdown_registration registration_;
};

} // namespace genpool::detail
