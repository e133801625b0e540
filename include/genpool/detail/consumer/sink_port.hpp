// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/common_pools.hpp>
#include <genpool/detail/consumer/sink_port_base.hpp>
#include <genpool/detail/engine/call_stack_marker.hpp>
#include <genpool/detail/engine/result_core.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace genpool::detail
{

/// What hands the results of a map to `Sink`. What the sink has collected stays as long as somebody refers to it.
template <class R, class Sink>
class sink_port_of : public sink_port_base
{
public:
    Sink& sink() noexcept { return sink_; }

protected:
    sink_port_of(std::shared_ptr<result_core<R>> const& core, Sink&& sink,
                 std::unique_ptr<sink_executor> executor)
        : sink_port_base(core, std::move(executor)), core_(*core), sink_(std::move(sink))
    {}

    void drop_sink() noexcept override
    {
        if constexpr (requires { sink_.drop(); })
            sink_.drop();
    }

    result_core<R>& core_; // owned by the base
    Sink sink_;
};

/// Hands every result of a map to `Sink`, one at a time.
template <class R, class Sink>
class sink_port final : public sink_port_of<R, Sink>
{
    using base = sink_port_of<R, Sink>;
    using typename base::progress;

public:
    template <class Executor>
    sink_port(std::shared_ptr<result_core<R>> const& core, Sink&& sink, Executor const& executor)
        : base(core, std::move(sink), make_sink_executor(executor))
    {}

private:
    static constexpr int results_a_turn = 1024;

    progress hand_over() override
    {
        call_stack_marker scope;
        map_runtime::taking pass(this->core_);
        std::exception_ptr error;
        try {
            for (int turn = 0; turn != results_a_turn; ++turn) {
                if (this->core_.closing())
                    return progress::unwanted;
                std::optional<R> result;
                this->core_.take(result);
                if (!result)
                    return progress::none_ready;
                this->sink_(std::move(*result));
            }
            return progress::more;
        } catch (...) {
            error = std::current_exception();
        }
        this->core_.consumer_failed(std::move(error), false);
        return progress::none_ready;
    }
};

} // namespace genpool::detail
