// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/common_pools.hpp>
#include <genpool/detail/handler_op.hpp>
#include <genpool/detail/map_cancellation.hpp>
#include <genpool/detail/pools_hold.hpp>
#include <genpool/detail/result_core.hpp>
#include <genpool/detail/sink_port.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace genpool::detail
{

/// Has every result of a map handed to `Sink`; then, once nothing of the map runs any more, completes on the
/// handler's executor. Apart from what hands over, since of two contexts either may go first.
template <class R, class Sink, class Handler, class IoExecutor>
class for_each_op final : public handler_op<for_each_op<R, Sink, Handler, IoExecutor>, Handler, IoExecutor>,
                          public closer
{
    using base = handler_op<for_each_op, Handler, IoExecutor>;
    using port = sink_port<R, Sink>;

public:
    for_each_op(Handler&& handler, std::shared_ptr<result_core<R>> core, IoExecutor const& io, Sink sink)
        : base(core, std::move(handler), io), core_(std::move(core))
    {
        auto executor = make_sink_executor(sink.executor(this->guard_.get_executor(), io));
        port_ = std::make_shared<port>(core_, std::move(sink), std::move(executor));
        pools_hold_ = pools_hold(core_);
    }

    ~for_each_op() { core_->abandon(); }

    /// Begins, inside the initiating function.
    void start()
    {
        this->on_cancellation(map_cancellation(core_));
        auto const first = port_; // from now on this may end at any time
        core_->when_closed(*this);
        first->start(first);
    }

    void run()
    {
        this->clear_cancellation();
        auto s = core_->summarize();
        auto error = core_->take_error(s.ended);
        port_->sink().complete(*this, std::move(error), std::move(s));
    }

    using base::complete;

private:
    void leaving() noexcept override { this->begin_submission(); }

    void closed() noexcept override
    {
        pools_hold_.release();
        this->submit(false);
    }

    bool belongs_to(boost::asio::execution_context& x) const noexcept override { return this->is_of(x); }
    void destroy() noexcept override { this->destroy_op(); }

    std::shared_ptr<result_core<R>> core_;
    std::shared_ptr<port> port_;
    pools_hold pools_hold_;
};

} // namespace genpool::detail
