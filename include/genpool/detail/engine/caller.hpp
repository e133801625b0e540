// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/call_executor.hpp>
#include <genpool/detail/asio/call_strand_on.hpp>
#include <genpool/detail/asio/plain_call_strand.hpp>
#include <genpool/detail/engine/call_cancellation.hpp>
#include <genpool/detail/engine/map_runtime.hpp>
#include <genpool/detail/engine/parked_coroutine.hpp>
#include <genpool/detail/engine/worker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/system_executor.hpp>

#include <concepts>
#include <cstdint>
#include <exception>
#include <memory>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <variant>

namespace genpool::detail
{

/// In place of what is not kept.
struct discarded
{
    discarded(std::shared_ptr<map_runtime> const&) noexcept {}
};

/// A worker of awaitable calls: a coroutine in a strand of its own, which lives as long as the map. If what a call awaits
/// is destroyed, the coroutine is destroyed with it, and the next call gets another one.
template <class Executor, class CallExecutor, bool StopAware>
class caller : public std::enable_shared_from_this<caller<Executor, CallExecutor, StopAware>>
{
public:
    /// Whether the coroutine waits between calls; else it ends when there is none.
    static constexpr bool waits = std::constructible_from<CallExecutor, call_executor>;

    using coroutine = boost::asio::awaitable<void, CallExecutor>;
    using strand_type = std::conditional_t<waits, call_strand_on<Executor>, plain_call_strand<Executor>>;

    caller(Executor const& pool, worker& w) : worker_(w), strand_(strand_type::make(pool)) {}

    worker& its_worker() noexcept { return worker_; }
    strand_type& strand() noexcept { return *strand_; }

    /// From any thread: calls of items from `index` on are told, also those that begin later.
    void cancel(std::uint64_t index) noexcept
    {
        if constexpr (StopAware)
            stop_.request(index);
        try {
            strand_->post([self = this->shared_from_this(), index] { self->cancellation_.cancel(index); });
        } catch (...) {
            // Without memory to say so, it ends when it ends.
        }
    }

    // In the strand.

    /// There are calls, of `map`. False: there is no coroutine that waits for them.
    bool resume(std::shared_ptr<map_runtime> const& map)
    {
        if constexpr (waits)
            if (!std::exchange(map_, map))
                strand_->add_work();
        if (!parked_)
            return false;
        parked_.resume();
        return true;
    }

    /// Makes the coroutine. False: it was destroyed before it began.
    template <class Make>
    bool spawn(std::shared_ptr<map_runtime> map, Make make)
    {
        namespace asio = boost::asio;
        has_begun_ = false;
        auto handler =
            asio::bind_executor(asio::system_executor(), end(this->shared_from_this(), std::move(map)));
        auto bound = asio::bind_cancellation_slot(cancellation_.slot(), std::move(handler));
        if constexpr (waits) {
            call_strand::without_work const waits_without_work(*strand_);
            asio::co_spawn(CallExecutor(call_executor(strand_)), make(), std::move(bound));
        } else {
            asio::co_spawn(CallExecutor(strand_->executor()), make(), std::move(bound));
        }
        return has_begun_;
    }

    // For the coroutine.

    void has_begun() noexcept { has_begun_ = true; }
    bool coroutine_began() const noexcept { return has_begun_; }
    bool is_over() const noexcept { return over_; }

    /// Whether others on the pool have had their turn since this was asked last.
    bool turn_begins_anew() noexcept
    {
        if constexpr (waits)
            return strand_->has_begun_anew();
        else
            return false;
    }

    /// The call of that item begins, with this stop token if it takes one.
    std::stop_token call_begins(std::uint64_t index)
    {
        if (cancellation_.begin(index))
            cancel(index); // once the call waits
        if constexpr (StopAware)
            return stop_.begin(index);
        else
            return {};
    }

    void call_ends() noexcept
    {
        cancellation_.end();
        if constexpr (StopAware)
            stop_.end();
    }

    /// What awaited, lets the coroutine wait for more calls. The map may go, and the coroutine with it, before that returns.
    struct parking
    {
        template <class Handler>
        void operator()(Handler&& handler) const
        {
            auto& self = *parked;
            self.parked_.emplace(std::move(handler));
            self.strand_->remove_work();
            auto const map = std::move(self.map_);
        }

        caller* parked;
    };

    /// The map is going, or the pool: a coroutine that waits ends.
    void finish() noexcept
    {
        over_ = true;
        if (parked_)
            parked_.resume();
    }

    void drop() noexcept { strand_->drop(); }

    // For `callers`.
    void stay(std::shared_ptr<caller> self) noexcept { self_ = std::move(self); }
    void leave() noexcept { auto const self = std::move(self_); }
    caller* next = nullptr;

private:
    /// What follows the coroutine, in its strand; destroyed with it, whether it has ended or was destroyed.
    class end
    {
    public:
        end(std::shared_ptr<caller> c, std::shared_ptr<map_runtime> map) noexcept
            : caller_(std::move(c)), map_(std::move(map))
        {}
        end(end&&) noexcept = default;

        ~end()
        {
            if constexpr (waits)
                if (caller_)
                    if (auto const map = std::move(caller_->map_))
                        caller_->strand_->remove_work();
        }

        void operator()(std::exception_ptr const&) noexcept {}

    private:
        std::shared_ptr<caller> caller_;
        [[no_unique_address]] std::conditional_t<waits, discarded, std::shared_ptr<map_runtime>> map_;
    };

    worker& worker_;
    std::shared_ptr<strand_type> strand_;
    std::shared_ptr<map_runtime> map_; // where it waits, while it does not
    call_cancellation cancellation_;
    [[no_unique_address]] std::conditional_t<StopAware, call_stop, std::monostate> stop_;
    parked_coroutine parked_;
    std::shared_ptr<caller> self_;
    bool has_begun_ = false;
    bool over_ = false;
};

} // namespace genpool::detail
