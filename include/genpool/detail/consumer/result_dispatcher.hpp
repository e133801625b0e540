// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/call_stack_marker.hpp>
#include <genpool/detail/consumer/make_collector_executor.hpp>
#include <genpool/detail/consumer/result_dispatcher_base.hpp>
#include <genpool/detail/engine/result_core.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace genpool::detail
{

/// What hands the results of a map to `Collector`. What the collector has collected stays as long as somebody refers to it.
template <class R, class Collector>
class result_dispatcher_of : public result_dispatcher_base
{
public:
    Collector& collector() noexcept { return collector_; }

protected:
    result_dispatcher_of(std::shared_ptr<result_core<R>> const& core, Collector&& collector,
                         std::unique_ptr<collector_executor> executor)
        : result_dispatcher_base(core, std::move(executor)), core_(*core), collector_(std::move(collector))
    {}

    void drop_collector() noexcept override
    {
        if constexpr (requires { collector_.drop(); })
            collector_.drop();
    }

    result_core<R>& core_; // owned by the base
    Collector collector_;
};

/// Hands every result of a map to `Collector`, one at a time.
template <class R, class Collector>
class result_dispatcher final : public result_dispatcher_of<R, Collector>
{
    using base = result_dispatcher_of<R, Collector>;
    using typename base::progress;

public:
    template <class Executor>
    result_dispatcher(std::shared_ptr<result_core<R>> const& core, Collector&& collector,
                      Executor const& executor)
        : base(core, std::move(collector), make_collector_executor(executor))
    {}

private:
    static constexpr int results_a_turn = 1024;

    progress hand_over() override
    {
        call_stack_marker scope;
        consumer_loop::taking pass(this->core_.consumer());
        std::exception_ptr error;
        try {
            for (int turn = 0; turn != results_a_turn; ++turn) {
                if (this->core_.consumer().closing())
                    return progress::unwanted;
                std::optional<R> result;
                this->core_.take(result);
                if (!result)
                    return progress::none_ready;
                this->collector_(std::move(*result));
            }
            return progress::more;
        } catch (...) {
            error = std::current_exception();
        }
        this->core_.consumer().failed(std::move(error), false);
        return progress::none_ready;
    }
};

} // namespace genpool::detail
