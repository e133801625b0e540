// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/consumer/close_waiter.hpp>
#include <genpool/detail/consumer/handler_op.hpp>
#include <genpool/detail/engine/map_runtime.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace genpool::detail
{

/// One `async_close`.
template <class Handler>
class close_op final : public handler_op<close_op<Handler>, Handler, boost::asio::any_io_executor>,
                       public close_waiter
{
    using base = handler_op<close_op, Handler, boost::asio::any_io_executor>;

public:
    close_op(Handler&& handler, std::shared_ptr<map_runtime> core, boost::asio::any_io_executor const& io)
        : base(core, std::move(handler), io), core_(std::move(core))
    {}

    void start() { core_->ending().close(*this); }

    void run()
    {
        auto s = core_->ending().summarize();
        auto error = s.ended == end_reason::stopped ? nullptr : core_->ending().error_of(s.ended);
        if (error && !core_->ending().report().by_closing())
            error = nullptr;
        this->complete(std::move(error), std::move(s));
    }

private:
    void leaving() noexcept override { this->begin_submission(); }
    void closed() noexcept override { this->submit(false); }
    bool belongs_to(boost::asio::execution_context& x) const noexcept override { return this->is_of(x); }
    void destroy() noexcept override { this->destroy_op(); }

    std::shared_ptr<map_runtime> core_;
};

} // namespace genpool::detail
