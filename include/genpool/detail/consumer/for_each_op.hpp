// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/consumer/awaited_result_dispatcher.hpp>
#include <genpool/detail/consumer/close_waiter.hpp>
#include <genpool/detail/consumer/handler_op.hpp>
#include <genpool/detail/consumer/map_cancellation.hpp>
#include <genpool/detail/consumer/result_dispatcher.hpp>
#include <genpool/detail/engine/pools_work.hpp>
#include <genpool/detail/engine/result_core.hpp>

#include <boost/asio/cancellation_type.hpp>

#include <exception>
#include <memory>
#include <type_traits>
#include <utility>

namespace genpool::detail
{

/// Has every result of a map handed to `Collector`; then, once nothing of the map runs any more, completes on the
/// handler's executor. Apart from what hands over, since of two contexts either may go first.
template <class R, class Collector, class Handler, class IoExecutor>
class for_each_op final
    : public handler_op<for_each_op<R, Collector, Handler, IoExecutor>, Handler, IoExecutor>,
      public close_waiter
{
    using base = handler_op<for_each_op, Handler, IoExecutor>;
    using handler_executor = typename base::executor_type;
    using collector_executor_type = std::remove_cvref_t<decltype(std::declval<Collector const&>().executor(
        std::declval<handler_executor const&>(), std::declval<IoExecutor const&>()))>;
    using port = typename result_dispatcher_for<R, Collector, collector_executor_type>::type;

public:
    for_each_op(Handler&& handler, std::shared_ptr<result_core<R>> core, IoExecutor const& io,
                Collector collector)
        : base(core, std::move(handler), io), core_(std::move(core))
    {
        auto const executor = collector.executor(this->guard_.get_executor(), io);
        port_ = std::make_shared<port>(core_, std::move(collector), executor);
        pools_work_ = pools_work(core_);
    }

    ~for_each_op()
    {
        core_->ending().abandon();
        if (port_)
            port_->cancel();
    }

    /// Begins, inside the initiating function.
    void start()
    {
        this->on_cancellation(cancellation{map_cancellation(core_), port_});
        auto const first = port_; // from now on this may end at any time
        core_->ending().when_closed(*this);
        first->start(first);
    }

    void run()
    {
        this->clear_cancellation();
        auto s = core_->ending().summarize();
        auto error = core_->ending().take_error(s.ended);
        port_->collector().complete(*this, std::move(error), std::move(s));
    }

    using base::complete;

private:
    struct cancellation
    {
        void operator()(boost::asio::cancellation_type type) const
        {
            map(type);
            using boost::asio::cancellation_type;
            if ((type & cancellation_type::terminal) != cancellation_type::none)
                if (auto const p = consumer.lock())
                    p->cancel();
        }

        map_cancellation map;
        std::weak_ptr<port> consumer;
    };

    void leaving() noexcept override { this->begin_submission(); }

    void closed() noexcept override
    {
        pools_work_.release();
        this->submit(false);
    }

    bool belongs_to(boost::asio::execution_context& x) const noexcept override { return this->is_of(x); }
    void destroy() noexcept override { this->destroy_op(); }

    std::shared_ptr<result_core<R>> core_;
    std::shared_ptr<port> port_;
    pools_work pools_work_;
};

} // namespace genpool::detail
