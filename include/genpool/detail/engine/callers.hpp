// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/post_attempt.hpp>
#include <genpool/detail/callable.hpp>
#include <genpool/detail/engine/caller.hpp>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

namespace genpool::detail
{

/// The callers of a map, one for each of its workers that has had something to call.
template <class Executor, class CallExecutor, bool StopAware>
class callers
{
public:
    using caller_type = caller<Executor, CallExecutor, StopAware>;

    explicit callers(Executor const& pool) : pool_(pool) {}
    callers(callers const&) = delete;
    callers& operator=(callers const&) = delete;

    ~callers()
    {
        for (auto* c = first_.load(); c != nullptr;)
            std::exchange(c, c->next)->leave();
    }

    /// In a turn of `w`.
    caller_type& of(worker& w)
    {
        if (w.caller == nullptr) {
            auto const made = std::make_shared<caller_type>(*pool_, w);
            made->stay(made);
            w.caller = made.get();
            made->next = first_.load();
            while (!first_.compare_exchange_weak(made->next, made.get())) {
            }
            // Who cancels looks at this list after having said so; here it is the other way round.
            if (auto const from = cancelled_from_.load(); from != call_cancellation::none)
                made->cancel(from);
        }
        return *static_cast<caller_type*>(w.caller);
    }

    /// From any thread: calls of items from `index` on are told, also those that begin later.
    void cancel(std::uint64_t index) noexcept
    {
        for (auto before = cancelled_from_.load();
             index < before && !cancelled_from_.compare_exchange_weak(before, index);) {
        }
        for (auto* c = first_.load(); c != nullptr; c = c->next)
            c->cancel(index);
    }

    /// The map is going, or the pool: those that wait end.
    void finish() noexcept
    {
        for (auto* c = first_.load(); c != nullptr; c = c->next)
            c->finish();
    }

    void drop_pool() noexcept
    {
        finish();
        for (auto* c = first_.load(); c != nullptr; c = c->next)
            c->drop();
        pool_.reset();
    }

private:
    std::optional<Executor> pool_;
    std::atomic<caller_type*> first_{nullptr};
    std::atomic<std::uint64_t> cancelled_from_{call_cancellation::none};
};

/// In their place where calls are plain.
struct no_callers
{
    template <class Executor>
    explicit no_callers(Executor const&) noexcept
    {}
};

template <class Executor, class Traits, bool = Traits::asynchronous>
struct callers_for
{
    using type = no_callers;
};

template <class Executor, class Traits>
struct callers_for<Executor, Traits, true>
{
    using type =
        callers<Executor, typename awaited<typename Traits::returned>::executor_type, Traits::stop_aware>;
};

/// Has a caller make the calls of its worker's claim, inside its strand. Destroyed without having run, it says so.
template <class Engine, class Caller>
class wake_task
{
public:
    wake_task(std::shared_ptr<Engine> engine, Caller& c) noexcept : engine_(std::move(engine)), caller_(&c) {}
    wake_task(wake_task&&) noexcept = default;

    ~wake_task()
    {
        if (engine_ && !post_attempt::refused(caller_))
            engine_->not_woken(*caller_);
    }

    void operator()() noexcept
    {
        auto const engine = std::move(engine_);
        engine->woken(*caller_);
    }

private:
    std::shared_ptr<Engine> engine_;
    Caller* caller_;
};

/// In the frame of a caller's coroutine: notices that it is destroyed while it awaits a call.
template <class Engine, class Caller>
class call_guard
{
public:
    call_guard(Engine& engine, Caller& c) noexcept : engine_(engine), caller_(c) {}
    call_guard(call_guard const&) = delete;
    call_guard& operator=(call_guard const&) = delete;

    ~call_guard()
    {
        if (awaits_)
            engine_.call_destroyed(caller_, position_);
    }

    void call_begins(std::uint32_t position) noexcept
    {
        position_ = position;
        awaits_ = true;
    }

    void call_ends() noexcept { awaits_ = false; }

private:
    Engine& engine_;
    Caller& caller_;
    std::uint32_t position_ = 0;
    bool awaits_ = false;
};

} // namespace genpool::detail
