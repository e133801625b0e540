// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/handler_op.hpp>
#include <genpool/detail/inside.hpp>
#include <genpool/detail/result_core.hpp>

#include <boost/asio/cancellation_type.hpp>

#include <atomic>
#include <exception>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

namespace genpool::detail
{

/// Hands every result of a map to `Sink`, one at a time, on the sink's executor; then, once nothing of the
/// map runs any more, completes on the handler's.
template <class R, class Sink, class Handler, class IoExecutor>
class for_each_op final : public handler_op<for_each_op<R, Sink, Handler, IoExecutor>, Handler, IoExecutor>,
                          public consumer_port,
                          public closer
{
    using base = handler_op<for_each_op, Handler, IoExecutor>;
    using sink_executor = decltype(std::declval<Sink const&>().executor(
        std::declval<typename base::executor_type const&>(), std::declval<IoExecutor const&>()));

public:
    for_each_op(Handler&& handler, std::shared_ptr<result_core<R>> core, IoExecutor const& io, Sink sink)
        : base(core, std::move(handler), io), core_(std::move(core)), sink_(std::move(sink)),
          sink_guard_(std::in_place, sink_.executor(this->guard_->get_executor(), io)),
          sink_context_(context_of(sink_guard_->get_executor()))
    {
        core_->watch(sink_context_);
        core_->keep_pools_busy();
    }

    ~for_each_op()
    {
        core_->let_pools_idle();
        core_->detach(*this);
        core_->abandon();
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
        core_->attach(*this);
        if (!core_->park(*this))
            go_on(false);
    }

    void run()
    {
        if (ended_)
            return end();
        if (sink_lost_) {
            ended_ = true;
        } else {
            inside scope;
            for (int turn = 0; turn != results_a_turn; ++turn) {
                if (this->lost_executor())
                    return this->destroy_op();
                if (!hand_over_one()) {
                    if (core_->park(*this))
                        return;
                    if (core_->verdict()) {
                        ended_ = true;
                        break;
                    }
                }
            }
        }
        if (ended_)
            core_->close(*this, false);
        else
            go_on(false); // others on this executor get their turn
    }

private:
    static constexpr int results_a_turn = 1024;

    bool hand_over_one()
    {
        std::optional<R> result;
        core_->take(result);
        if (!result)
            return false;
        try {
            sink_(std::move(*result));
        } catch (...) {
            core_->consumer_failed(std::current_exception(), false);
        }
        return true;
    }

    void end()
    {
        this->clear_cancellation();
        auto s = core_->summarize();
        auto error = core_->error_of(s.ended);
        auto results = sink_.completion(std::move(error), std::move(s));
        std::apply([this](auto&... all) { this->complete(std::move(all)...); }, results);
    }

    /// Has `run` called on the sink's executor; once that is gone, on the handler's, which is told how the map
    /// has ended.
    void go_on(bool may_run_inline) noexcept
    {
        std::exception_ptr error;
        on_sink_ = true;
        if (this->submit_to(sink_guard_, sink_lost_, may_run_inline, error))
            return;
        if (error)
            core_->consumer_failed(std::move(error), false);
        leave_sink();
    }

    void leave_sink() noexcept
    {
        on_sink_ = false;
        sink_lost_ = true;
        this->submit(false);
    }

    friend base;
    void dropped() noexcept { on_sink_ && !this->lost_executor() ? leave_sink() : this->destroy_op(); }

    void resume(bool at_turn_end) override { go_on(at_turn_end); }

    // On the handler's executor, whatever the sink's is; the sink is not called any more.
    void closed() noexcept override
    {
        {
            map_core::consumer_pass pass(*core_);
            if (!sink_lost_)
                sink_guard_.reset();
        }
        core_->let_pools_idle();
        on_sink_ = false;
        this->submit(false);
    }

    bool lost(boost::asio::execution_context& context) noexcept override
    {
        if (this->context() != &context)
            return false;
        this->lose_executor();
        sink_lost_ = true;
        return true;
    }

    bool lost_results(boost::asio::execution_context& context) noexcept override
    {
        if (sink_context_ != &context)
            return false;
        sink_lost_ = true;
        return true;
    }

    void drop_executors() noexcept override
    {
        if (this->lost_executor())
            this->drop_executor();
        sink_guard_.reset();
    }

    void destroy() noexcept override { this->destroy_op(); }

    std::shared_ptr<result_core<R>> core_;
    Sink sink_;
    std::optional<work_guard<std::remove_cvref_t<sink_executor>>> sink_guard_;
    boost::asio::execution_context* const sink_context_;
    std::atomic<bool> sink_lost_{false};
    bool on_sink_ = true; // submitted to the sink's executor, else to the handler's
    bool ended_ = false;
};

} // namespace genpool::detail
