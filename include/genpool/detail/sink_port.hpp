// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/inside.hpp>
#include <genpool/detail/result_core.hpp>
#include <genpool/detail/shutdown.hpp>
#include <genpool/detail/submission.hpp>
#include <genpool/detail/submit_consumer.hpp>
#include <genpool/detail/work_guard.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace genpool::detail
{

/// Hands every result of a map to `Sink`, one at a time, on the sink's executor; then, or when that
/// executor's context is destroyed, closes the map. What the sink has collected stays as long as somebody
/// refers to it.
template <class R, class Sink, class Executor>
class sink_port final : public consumer_port
{
public:
    sink_port(std::shared_ptr<result_core<R>> core, Sink&& sink, Executor const& executor)
        : core_(std::move(core)), sink_(std::move(sink)), guard_(std::in_place, executor),
          context_(context_of(executor))
    {
        core_->watch(context_);
    }

    Sink& sink() noexcept { return sink_; }

    void start(std::shared_ptr<sink_port> self) noexcept
    {
        self_ = std::move(self);
        core_->attach(*this);
        if (!core_->park(*this))
            go_on(false);
    }

private:
    static constexpr int results_a_turn = 1024;

    class task
    {
    public:
        explicit task(sink_port& port) noexcept : port_(&port) {}
        task(task&& other) noexcept : port_(std::exchange(other.port_, nullptr)) {}
        task& operator=(task&&) = delete;

        ~task()
        {
            if (port_ != nullptr && !submission::refused(port_))
                port_->end();
        }

        void operator()() { std::exchange(port_, nullptr)->run(); }

    private:
        sink_port* port_;
    };

    enum class progress : unsigned char
    {
        more,
        none_ready,
        unwanted // the handler is gone
    };

    void run()
    {
        auto how = progress::none_ready;
        do {
            how = hand_over();
            if (how == progress::none_ready && core_->park(*this))
                return;
        } while (how == progress::none_ready && !core_->verdict());
        if (how == progress::more)
            go_on(false); // others on this executor get their turn
        else
            end();
    }

    progress hand_over()
    {
        inside scope;
        map_core::taking pass(*core_);
        std::exception_ptr error;
        try {
            for (int turn = 0; turn != results_a_turn; ++turn) {
                if (core_->closing())
                    return progress::unwanted;
                std::optional<R> result;
                core_->take(result);
                if (!result)
                    return progress::none_ready;
                sink_(std::move(*result));
            }
            return progress::more;
        } catch (...) {
            error = std::current_exception();
        }
        core_->consumer_failed(std::move(error), false);
        return progress::none_ready;
    }

    void go_on(bool may_run_inline) noexcept
    {
        core_->begin_submission();
        resume(may_run_inline);
    }

    /// Only where the executor's context cannot go meanwhile.
    void end() noexcept
    {
        auto const self = std::move(self_);
        drop();
        core_->detach(*this);
        core_->abandon(false);
    }

    void drop() noexcept
    {
        if constexpr (requires { sink_.drop(); })
            sink_.drop();
        guard_.reset();
    }

    void leaving() noexcept override { core_->begin_submission(); }

    void resume(bool at_turn_end) override
    {
        auto const refused = [this](map_core::consumer_pass& pass, std::exception_ptr error) {
            drop();
            pass.end();
            if (error)
                core_->consumer_failed(std::move(error), false);
            end();
        };
        submit_consumer(
            core_, this, guard_->get_executor(), at_turn_end, [this] { return task(*this); }, refused);
    }

    bool belongs_to(boost::asio::execution_context& x) const noexcept override { return context_ == &x; }
    void destroy() noexcept override { end(); }

    std::shared_ptr<result_core<R>> const core_;
    Sink sink_;
    std::optional<work_guard<Executor>> guard_;
    boost::asio::execution_context* const context_;
    std::shared_ptr<sink_port> self_; // from the start to the end
};

} // namespace genpool::detail
