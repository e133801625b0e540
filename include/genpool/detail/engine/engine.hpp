// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/call_stack_marker.hpp>
#include <genpool/detail/asio/shutdown.hpp>
#include <genpool/detail/engine/any_pool.hpp>
#include <genpool/detail/engine/callers.hpp>
#include <genpool/detail/engine/function.hpp>
#include <genpool/detail/engine/result_core.hpp>
#include <genpool/detail/flow/slots.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <variant>

namespace genpool::detail
{

/// A running map with all its types: the thin glue between the window's decisions and the executor, the
/// source and the function.
template <class Executor, class Source, class Function>
class engine final
    : public result_core<typename function_traits<Function, typename Source::value_type>::result>
{
    using item = typename Source::value_type;
    using traits = function_traits<Function, item>;
    using base = result_core<typename traits::result>;

public:
    using result = typename traits::result;
    using value = typename traits::value; // of a call: void where `result` is std::monostate

    engine(map_runtime::settings const& s, upstream_list upstreams, std::unique_ptr<any_pool> pool,
           Executor const& executor, Source source, Function function)
        : base(s, std::move(upstreams), std::move(pool)), callers_(executor)
    {
        source_.fill([&]() -> Source { return std::move(source); });
        function_.fill([&]() -> Function { return std::move(function); });
        source_->bind(this->pulling());
    }

    ~engine()
    {
        leaving_contexts const scope;
        if constexpr (traits::asynchronous)
            callers_.finish();
        this->contexts().leave();
    }

private:
    std::shared_ptr<engine> self() { return std::static_pointer_cast<engine>(this->shared_from_this()); }

    poll_result advance(std::span<slot_id const> slots, std::exception_ptr& error) noexcept override
    {
        call_stack_marker scope;
        auto& pulling = this->pulling();
        std::uint32_t done = 0;
        auto how = poll_result::value;
        try {
            if constexpr (requires { source_->hint(slots.size()); })
                source_->hint(std::min<std::size_t>(slots.size(), pulling.untimed()));
            near_slots items(items_);
            for (auto id : slots) {
                how = source_->poll();
                if (how != poll_result::value)
                    break;
                items[id].fill([&]() -> item { return static_cast<item&&>(source_->value()); });
                ++done;
                if constexpr (requires { source_->would_block(); }) {
                    bool const would_block = source_->would_block();
                    pulling.source_would_block(would_block);
                    if (would_block)
                        break;
                }
                if constexpr (requires { source_->ready(); })
                    if (source_->ready() && pulling.has_time_to_pull(done))
                        continue;
                if (!pulling.have_pulled(done))
                    break;
            }
            // The map ends a turn earlier, which on a busy pool is long.
            if constexpr (requires { source_->exhausted(); })
                if (how == poll_result::value && source_->exhausted())
                    how = poll_result::end;
        } catch (...) {
            error = std::current_exception();
        }
        pulling.count_pulled(done);
        return how;
    }

    void start_source() noexcept override { source_->start(); }
    void cancel_source() noexcept override
    {
        if (this->may_cancel_source())
            source_->cancel();
    }

    void call(worker& w) noexcept override
    {
        if constexpr (traits::asynchronous) {
            wake_caller(w);
        } else {
            call_stack_marker scope;
            near_slots items(items_);
            near_slots results(this->results_);
            for (std::uint32_t i; this->calling().start_next(w, i);) {
                auto const id = w.claimed.slot(i);
                call_now(w, i, items[id], results[id]);
            }
        }
    }

    void call_now(worker& w, std::uint32_t position, slot<item>& in, slot<result>& out) noexcept
    {
        std::exception_ptr error;
        try {
            out.fill([&]() -> result {
                if constexpr (std::is_void_v<typename traits::returned>) {
                    invoke(std::move(*in), w.stop.get_token());
                    return {};
                } else {
                    return invoke(std::move(*in), w.stop.get_token());
                }
            });
            return in.clear();
        } catch (...) {
            error = std::current_exception();
        }
        in.clear();
        this->calling().call_threw(w, position, std::move(error));
    }

    // Calls that are awaited.

    using callers_type = typename callers_for<Executor, traits>::type;
    template <class, class>
    friend class wake_task;
    template <class, class>
    friend class call_guard;

    void wake_caller(worker& w) noexcept
    {
        std::exception_ptr error;
        try {
            auto& c = callers_.of(w);
            auto const wake = [&] {
                c.strand().dispatch(wake_task(self(), c));
                return true;
            };
            if (post_attempt(&c).attempt(wake, error))
                return;
        } catch (...) {
            error = std::current_exception();
        }
        this->calling().caller_lost(w, 0, std::move(error));
    }

    template <class Caller>
    void not_woken(Caller& c) noexcept
    {
        this->calling().caller_lost(c.its_worker(), 0, nullptr);
    }

    template <class Caller>
    void woken(Caller& c) noexcept
    {
        std::exception_ptr error;
        try {
            if (c.resume(self()) || c.spawn(self(), [&] { return make_calls(c); }))
                return;
        } catch (...) {
            // What an operation of the call throws when it is initiated, Asio lets through, and destroys the coroutine,
            // which tells itself.
            if (c.coroutine_began())
                return;
            error = std::current_exception();
        }
        this->calling().caller_lost(c.its_worker(), 0, std::move(error));
    }

    template <class Caller>
    void call_destroyed(Caller& c, std::uint32_t position) noexcept
    {
        c.call_ends();
        items_[c.its_worker().claimed.slot(position)].clear();
        this->calling().caller_lost(c.its_worker(), position, nullptr);
    }

    /// The coroutine of a caller.
    template <class Caller>
    typename Caller::coroutine make_calls(Caller& c)
    {
        namespace asio = boost::asio;
        c.has_begun();
        auto& w = c.its_worker();
        call_guard guard(*this, c);
        for (;;) {
            for (std::uint32_t i; this->calling().start_next(w, i);) {
                auto const id = w.claimed.slot(i);
                std::exception_ptr error;
                guard.call_begins(i);
                try {
                    // Whatever the call before has set.
                    co_await asio::this_coro::throw_if_cancelled(true);
                    co_await asio::this_coro::reset_cancellation_state();
                    auto call = invoke(std::move(*items_[id]), c.call_begins(w.claimed.first() + i));
                    if constexpr (std::is_void_v<typename awaited<typename traits::returned>::type>) {
                        co_await std::move(call);
                        this->results_[id].fill([] { return result(); });
                    } else {
                        using awaited_type = typename awaited<typename traits::returned>::type;
                        awaited_type returned = co_await std::move(call);
                        auto const move_out = [&]() -> result {
                            return static_cast<awaited_type&&>(returned);
                        };
                        this->results_[id].fill(move_out);
                    }
                } catch (...) {
                    error = std::current_exception();
                }
                guard.call_ends();
                c.call_ends();
                items_[id].clear();
                if (error)
                    this->calling().call_threw(w, i, std::move(error));
            }
            if (this->calling().next_claim(w, c.turn_begins_anew()))
                continue;
            if constexpr (Caller::waits) {
                co_await asio::this_coro::throw_if_cancelled(false);
                asio::deferred_t token;
                auto wait =
                    asio::async_initiate<asio::deferred_t, void()>(typename Caller::parking{&c}, token);
                co_await std::move(wait);
                if (!c.is_over())
                    continue;
            }
            co_return;
        }
    }

    decltype(auto) invoke(item&& i, [[maybe_unused]] std::stop_token stop)
    {
        if constexpr (traits::stop_aware)
            return std::invoke(*function_, std::move(i), std::move(stop));
        else
            return std::invoke(*function_, std::move(i));
    }

    void grow_slots(std::size_t count) override
    {
        items_.grow(count);
        this->results_.grow(count);
    }

    void cancel_calls([[maybe_unused]] std::uint64_t from) noexcept override
    {
        if constexpr (traits::asynchronous)
            callers_.cancel(from);
    }

    void drop_calls() noexcept override
    {
        if constexpr (traits::asynchronous)
            callers_.drop_pool();
    }

    void dispose_source() noexcept override { source_.clear(); }

    void dispose_function() noexcept override
    {
        items_.clear();
        function_.clear();
    }

    slot<Source> source_;
    slot<Function> function_;
    slot_table<item> items_;
    [[no_unique_address]] callers_type callers_;
};

} // namespace genpool::detail
