// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/handler_op.hpp>
#include <genpool/detail/result_core.hpp>
#include <genpool/detail/sink_port.hpp>

#include <boost/asio/cancellation_type.hpp>

#include <exception>
#include <memory>
#include <tuple>
#include <type_traits>
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
    using sink_executor = std::remove_cvref_t<decltype(std::declval<Sink const&>().executor(
        std::declval<typename base::executor_type const&>(), std::declval<IoExecutor const&>()))>;
    using port = sink_port<R, Sink, sink_executor>;

public:
    for_each_op(Handler&& handler, std::shared_ptr<result_core<R>> core, IoExecutor const& io, Sink sink)
        : base(core, std::move(handler), io), core_(std::move(core))
    {
        auto const executor = sink.executor(this->guard_.get_executor(), io);
        port_ = std::make_shared<port>(core_, std::move(sink), executor);
        core_->keep_pools_busy();
    }

    ~for_each_op()
    {
        core_->let_pools_idle();
        core_->abandon(true);
    }

    /// Begins, inside the initiating function.
    void start()
    {
        this->on_cancellation([core = std::weak_ptr<map_core>(core_)](boost::asio::cancellation_type type) {
            auto const map = core.lock();
            if (!map)
                return;
            using boost::asio::cancellation_type;
            if ((type & cancellation_type::terminal) != cancellation_type::none)
                map->request_stop();
            else if ((type & cancellation_type::partial) != cancellation_type::none)
                map->stop_pulling();
        });
        auto const first = port_; // from now on this may end at any time
        core_->when_closed(*this);
        first->start(first);
    }

    void run()
    {
        this->clear_cancellation();
        auto s = core_->summarize();
        auto error = core_->take_error(s.ended);
        auto results = port_->sink().completion(std::move(error), std::move(s));
        std::apply([this](auto&... all) { this->complete(std::move(all)...); }, results);
    }

private:
    void leaving() noexcept override { this->begin_submission(); }

    void closed() noexcept override
    {
        core_->let_pools_idle();
        this->submit(false);
    }

    bool belongs_to(boost::asio::execution_context& x) const noexcept override { return this->is_of(x); }
    void destroy() noexcept override { this->destroy_op(); }

    std::shared_ptr<result_core<R>> core_;
    std::shared_ptr<port> port_;
};

} // namespace genpool::detail
