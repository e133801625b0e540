// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/error.hpp>

#include <genpool/detail/asio/call_stack_marker.hpp>
#include <genpool/detail/asio/cancellable_strand.hpp>
#include <genpool/detail/consumer/make_collector_executor.hpp>
#include <genpool/detail/consumer/result_dispatcher.hpp>
#include <genpool/detail/engine/function.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>

#include <atomic>
#include <concepts>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace genpool::detail
{

/// A collector that answers each result with an awaitable.
template <class Collector>
concept awaited_collector = awaited<typename Collector::returned>::value;

/// Hands every result of a map to a `Collector` that answers with an awaitable, and the next one when that has completed.
/// Its turns, the awaitables and their cancellation are all in one strand.
template <class R, awaited_collector Collector, class Executor>
class awaited_result_dispatcher final : public result_dispatcher_of<R, Collector>
{
    using base = result_dispatcher_of<R, Collector>;
    using typename base::progress;
    using strand = cancellable_strand<Executor>;
    using awaitable_executor = typename awaited<typename Collector::returned>::executor_type;

    static_assert(std::constructible_from<awaitable_executor, typename strand::executor_type const&>,
                  "genpool: on_result is awaited in a strand: let it return an asio::awaitable<void>, whose "
                  "executor may be any");

public:
    awaited_result_dispatcher(std::shared_ptr<result_core<R>> const& core, Collector&& collector,
                              Executor const& executor)
        : awaited_result_dispatcher(core, std::move(collector), std::make_shared<strand>(executor))
    {}

    void cancel() noexcept override
    {
        told_to_stop_ = true;
        strand_->cancel();
    }

private:
    /// What follows an awaitable. If what it waits for is destroyed, this is, too.
    class call_end
    {
    public:
        explicit call_end(awaited_result_dispatcher& port) noexcept : port_(&port) {}
        call_end(call_end&& other) noexcept : port_(std::exchange(other.port_, nullptr)) {}
        call_end& operator=(call_end&&) = delete;

        ~call_end()
        {
            if (port_ != nullptr)
                port_->ended(make_error(boost::asio::error::operation_aborted));
        }

        void operator()(std::exception_ptr error) noexcept
        {
            std::exchange(port_, nullptr)->ended(std::move(error));
        }

    private:
        awaited_result_dispatcher* port_;
    };

    awaited_result_dispatcher(std::shared_ptr<result_core<R>> const& core, Collector&& collector,
                              std::shared_ptr<strand> s)
        : base(core, std::move(collector), make_collector_executor(s->executor())), strand_(std::move(s))
    {}

    progress hand_over() override
    {
        call_stack_marker scope;
        if (error_)
            return failed();
        if (!take())
            return this->core_.consumer().closing() ? progress::unwanted : progress::none_ready;
        call();
        return ended_ ? progress::more : progress::awaiting;
    }

    bool take()
    {
        consumer_loop::taking pass(this->core_.consumer());
        result_.reset();
        if (!this->core_.consumer().closing())
            this->core_.take(result_);
        return result_.has_value();
    }

    void call() noexcept
    {
        ended_ = false;
        calling_ = true;
        try {
            boost::asio::co_spawn(awaitable_executor(strand_->executor()),
                                  this->collector_(std::move(*result_)),
                                  boost::asio::bind_cancellation_slot(strand_->slot(), call_end(*this)));
        } catch (...) {
            error_ = std::current_exception();
            ended_ = true;
        }
        calling_ = false;
        if (told_to_stop_)
            strand_->cancel();
    }

    /// What follows is posted: should the context be on its way out, and have destroyed the awaitable, it destroys that
    /// as well, and so tells the map.
    void ended(std::exception_ptr error) noexcept
    {
        error_ = std::move(error);
        ended_ = true;
        if (!calling_)
            this->go_on(false);
    }

    /// That it was told to stop is no failure of its own, unless it hides that a result was not dealt with.
    progress failed() noexcept
    {
        auto error = std::exchange(error_, nullptr);
        if (told_to_stop_ && is_aborted(error) && this->core_.ending().completion() != end_reason::completed)
            return progress::unwanted;
        this->core_.consumer().failed(std::move(error), false);
        return progress::none_ready;
    }

    void drop_collector() noexcept override
    {
        base::drop_collector();
        result_.reset();
        strand_->drop();
    }

    std::shared_ptr<strand> const strand_;
    std::optional<R> result_; // the awaitable may refer to it
    std::exception_ptr error_;
    bool calling_ = false;
    bool ended_ = false;
    std::atomic<bool> told_to_stop_{false};
};

template <class R, class Collector, class Executor>
struct result_dispatcher_for
{
    using type = result_dispatcher<R, Collector>;
};

template <class R, awaited_collector Collector, class Executor>
struct result_dispatcher_for<R, Collector, Executor>
{
    using type = awaited_result_dispatcher<R, Collector, Executor>;
};

} // namespace genpool::detail
