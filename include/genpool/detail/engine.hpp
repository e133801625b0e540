// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/any_pool.hpp>
#include <genpool/detail/async_call.hpp>
#include <genpool/detail/function.hpp>
#include <genpool/detail/inside.hpp>
#include <genpool/detail/result_core.hpp>
#include <genpool/detail/shutdown.hpp>
#include <genpool/detail/slots.hpp>

#include <algorithm>
#include <cstdint>
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

    engine(map_core::settings const& s, std::shared_ptr<map_core> upstream, std::unique_ptr<any_pool> pool,
           Executor const& executor, Source source, Function function)
        : base(s, std::move(upstream), std::move(pool)), calls_(executor)
    {
        source_.fill([&]() -> Source { return std::move(source); });
        function_.fill([&]() -> Function { return std::move(function); });
        source_->bind(*this);
    }

    ~engine()
    {
        leaving_contexts const scope;
        if constexpr (traits::asynchronous)
            calls_.drop_pool();
        this->leave_pool();
    }

private:
    std::shared_ptr<engine> self() { return std::static_pointer_cast<engine>(this->shared_from_this()); }

    pull advance(std::span<slot_id const> slots, std::exception_ptr& error) noexcept override
    {
        inside scope;
        std::uint32_t done = 0;
        auto how = pull::value;
        try {
            if constexpr (requires { source_->hint(slots.size()); })
                source_->hint(std::min<std::size_t>(slots.size(), this->untimed()));
            near_slots items(items_);
            for (auto id : slots) {
                how = source_->poll();
                if (how != pull::value)
                    break;
                items[id].fill([&]() -> item { return static_cast<item&&>(source_->value()); });
                ++done;
                if constexpr (requires { source_->would_block(); }) {
                    bool const would_block = source_->would_block();
                    this->source_would_block(would_block);
                    if (would_block)
                        break;
                }
                if constexpr (requires { source_->ready(); })
                    if (source_->ready() && this->has_time_to_pull(done))
                        continue;
                if (!this->have_pulled(done))
                    break;
            }
        } catch (...) {
            error = std::current_exception();
        }
        this->count_pulled(done);
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
        inside scope;
        near_slots items(items_);
        near_slots results(this->results_);
        for (std::uint32_t i; this->start_next(w, i);) {
            auto const id = w.slots[i];
            if constexpr (traits::asynchronous)
                start_call(w.first + i, id);
            else
                call_now(w, i, items[id], results[id]);
        }
    }

    void call_now(worker& w, std::uint32_t position, slot<item>& in, slot<result>& out) noexcept
    {
        std::exception_ptr error;
        try {
            out.fill([&]() -> result {
                if constexpr (std::is_void_v<typename traits::returned>) {
                    invoke(std::move(*in), w.stop);
                    return {};
                } else {
                    return invoke(std::move(*in), w.stop);
                }
            });
            return in.clear();
        } catch (...) {
            error = std::current_exception();
        }
        in.clear();
        this->call_threw(w, position, std::move(error));
    }

    /// What follows a call that was spawned: on one of its own threads, exactly once.
    class call_end
    {
    public:
        call_end(engine& e, std::uint64_t index, slot_id id) : engine_(e.self()), index_(index), id_(id) {}

        void finished(std::exception_ptr error) noexcept
        {
            engine_->items_[id_].clear();
            if (error)
                engine_->call_failed(index_, std::move(error));
            else
                engine_->call_finished(index_, id_);
        }

        void dropped() noexcept
        {
            engine_->items_[id_].clear();
            engine_->call_dropped(index_);
        }

    private:
        std::shared_ptr<engine> engine_;
        std::uint64_t index_;
        slot_id id_;
    };

    void start_call(std::uint64_t index, slot_id id) noexcept
    {
        std::exception_ptr error;
        try {
            spawn_call(
                calls_, index, this->results_[id],
                [&](std::stop_source const& stop) { return invoke(std::move(*items_[id]), stop); },
                call_end(*this, index, id));
        } catch (...) {
            error = std::current_exception();
        }
        if (error) {
            items_[id].clear();
            this->call_failed(index, std::move(error));
        }
    }

    decltype(auto) invoke(item&& i, [[maybe_unused]] std::stop_source const& stop)
    {
        if constexpr (traits::stop_aware)
            return std::invoke(*function_, std::move(i), stop.get_token());
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
            calls_.cancel(from);
    }

    void drop_pool() noexcept override
    {
        if constexpr (traits::asynchronous)
            calls_.drop_pool();
        base::drop_pool();
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
    using async_calls_type = async_calls_on<Executor, traits::stop_aware>;
    [[no_unique_address]] std::conditional_t<traits::asynchronous, async_calls_type, no_async_calls> calls_;
};

} // namespace genpool::detail
