// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/slots.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <exception>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

namespace genpool::detail
{

/// One asynchronous call that runs, as whoever stops the map sees it.
class running_call
{
public:
    virtual void spawned() noexcept = 0;
    virtual void cancel() noexcept = 0;
    virtual void drop_executor() noexcept = 0;

protected:
    ~running_call() = default;
};

/// The asynchronous calls of a map that run.
class async_calls
{
public:
    using position = std::list<std::shared_ptr<running_call>>::iterator;

    position add(std::shared_ptr<running_call> call);
    /// It may be cancelled from here on.
    void spawned(running_call& call) noexcept;
    void remove(position p) noexcept;
    void cancel_all() noexcept;
    void drop_executors() noexcept;

private:
    std::mutex mutex_;
    std::list<std::shared_ptr<running_call>> calls_;
    bool cancelled_ = false;
};

/// A call in a strand of its own: an emission of its cancellation signal must not overlap its coroutine, nor come
/// before it, since `co_spawn` lets an exception escape when it finds that it was cancelled before it began.
/// Its functions are called under the lock of `async_calls`.
template <class Executor>
class strand_call final : public running_call, public std::enable_shared_from_this<strand_call<Executor>>
{
public:
    explicit strand_call(Executor const& pool) : strand_(std::in_place, pool) {}

    boost::asio::strand<Executor> const& strand() const noexcept { return *strand_; }
    boost::asio::cancellation_slot slot() noexcept { return signal_.slot(); }

    void spawned() noexcept override
    {
        spawned_ = true;
        if (cancelled_)
            emit();
    }

    void cancel() noexcept override
    {
        cancelled_ = true;
        if (spawned_)
            emit();
    }

    void drop_executor() noexcept override { strand_.reset(); }

private:
    void emit() noexcept
    {
        if (!strand_)
            return;
        try {
            boost::asio::post(*strand_, [self = this->shared_from_this()] {
                self->signal_.emit(boost::asio::cancellation_type::terminal);
            });
        } catch (...) {
            // Without memory to say so, the call ends when it ends.
        }
    }

    std::optional<boost::asio::strand<Executor>> strand_;
    boost::asio::cancellation_signal signal_;
    bool spawned_ = false;
    bool cancelled_ = false;
};

/// The asynchronous calls of a map on its pool.
template <class Executor>
class async_calls_on : public async_calls
{
public:
    explicit async_calls_on(Executor const& pool) : pool_(pool) {}

    Executor const& pool() const noexcept { return *pool_; }

    void drop_pool() noexcept
    {
        drop_executors();
        pool_.reset();
    }

private:
    std::optional<Executor> pool_;
};

/// In their place where calls are plain.
struct no_async_calls
{
    template <class Executor>
    explicit no_async_calls(Executor const&) noexcept
    {}
};

/// The completion of a spawned call. Destroyed uninvoked, with its executor's context, it reports that.
template <class End>
class call_handler
{
public:
    struct shared
    {
        enum state : unsigned char
        {
            spawning,
            spawned,
            dropped
        };

        shared(End e, async_calls& c) : end(std::move(e)), calls(&c) {}

        End end;
        async_calls* calls;
        async_calls::position place{};
        std::atomic<state> spawn{spawning};
    };

    explicit call_handler(std::shared_ptr<shared> s) noexcept : shared_(std::move(s)) {}
    call_handler(call_handler&&) noexcept = default;

    ~call_handler()
    {
        // While it is being spawned, an exception tells the same.
        if (shared_ && shared_->spawn.exchange(shared::dropped) == shared::spawned)
            gone(*shared_);
    }

    void operator()(std::exception_ptr error) noexcept
    {
        auto const s = std::move(shared_);
        s->calls->remove(s->place);
        s->end.finished(std::move(error));
    }

    static void gone(shared& s) noexcept
    {
        s.calls->remove(s.place);
        s.end.dropped();
    }

private:
    std::shared_ptr<shared> shared_;
};

template <class R, class U, class Executor>
boost::asio::awaitable<void, Executor> run_call(slot<R>& out, boost::asio::awaitable<U, Executor> call)
{
    if constexpr (std::is_void_v<U>) {
        co_await std::move(call);
        out.fill([] { return R(); });
    } else {
        U value = co_await std::move(call);
        auto const move_out = [&]() -> R { return static_cast<U&&>(value); };
        out.fill(move_out);
    }
}

/// Spawns `call` on `pool`; its result goes to `out`, then `end` is told. An exception: nothing was spawned.
template <class Executor, class R, class U, class AwaitableExecutor, class End>
void spawn_call(Executor const& pool, async_calls& calls, slot<R>& out,
                boost::asio::awaitable<U, AwaitableExecutor> call, End end)
{
    using handler = call_handler<End>;
    auto const running = std::make_shared<strand_call<Executor>>(pool);
    auto const shared = std::make_shared<typename handler::shared>(std::move(end), calls);
    shared->place = calls.add(running);
    try {
        boost::asio::co_spawn(AwaitableExecutor(running->strand()), run_call(out, std::move(call)),
                              boost::asio::bind_cancellation_slot(running->slot(), handler(shared)));
    } catch (...) {
        calls.remove(shared->place);
        throw;
    }
    calls.spawned(*running);
    using state = typename handler::shared;
    if (auto expected = state::spawning; !shared->spawn.compare_exchange_strong(expected, state::spawned))
        handler::gone(*shared);
}

} // namespace genpool::detail
