// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/cancellable_strand.hpp>
#include <genpool/detail/slots.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <cstdint>
#include <exception>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace genpool::detail
{

/// One asynchronous call that runs, as whoever stops it sees it. Its virtual functions are called under the lock of
/// `async_calls`.
class running_call
{
public:
    explicit running_call(std::uint64_t index, bool stop_aware) : index_(index)
    {
        if (stop_aware)
            stop_ = std::stop_source();
    }

    std::uint64_t index() const noexcept { return index_; }
    std::stop_source const& stop() const noexcept { return stop_; }

    virtual void spawned() noexcept = 0;
    virtual void cancel() noexcept = 0;
    virtual void drop_executor() noexcept = 0;

    bool told = false;
    std::shared_ptr<running_call> next_told;

protected:
    ~running_call() = default;

private:
    std::uint64_t const index_;
    std::stop_source stop_{std::nostopstate};
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
    /// Those of items from `index` on, also those that are added later.
    void cancel(std::uint64_t index) noexcept;
    void drop_executors() noexcept;

private:
    void tell(std::shared_ptr<running_call> const& call, std::shared_ptr<running_call>& told) noexcept;

    std::mutex mutex_;
    std::list<std::shared_ptr<running_call>> calls_;
    std::uint64_t cancelled_from_ = ~std::uint64_t(0);
};

/// A call in a strand of its own: an emission of its cancellation signal must not overlap its coroutine, nor come
/// before it, since `co_spawn` lets an exception escape when it finds that it was cancelled before it began.
template <class Executor>
class strand_call final : public running_call, public std::enable_shared_from_this<strand_call<Executor>>
{
public:
    strand_call(Executor const& pool, std::uint64_t index, bool stop_aware)
        : running_call(index, stop_aware), strand_(std::in_place, pool)
    {}

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
        if (strand_)
            emit_inside(*strand_, this->shared_from_this(), signal_);
    }

    std::optional<boost::asio::strand<Executor>> strand_;
    boost::asio::cancellation_signal signal_;
    bool spawned_ = false;
    bool cancelled_ = false;
};

/// The asynchronous calls of a map on its pool.
template <class Executor, bool StopAware>
class async_calls_on : public async_calls
{
public:
    explicit async_calls_on(Executor const& pool) : pool_(pool) {}

    auto make_call(std::uint64_t index) const
    {
        return std::make_shared<strand_call<Executor>>(*pool_, index, StopAware);
    }

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

/// Spawns what `call` gives for a stop source, for the item of that index; its result goes to `out`, then `end` is
/// told. An exception: nothing was spawned.
template <class Calls, class R, class Call, class End>
void spawn_call(Calls& calls, std::uint64_t index, slot<R>& out, Call call, End end)
{
    using handler = call_handler<End>;
    using executor = typename std::invoke_result_t<Call, std::stop_source const&>::executor_type;
    auto const running = calls.make_call(index);
    auto const shared = std::make_shared<typename handler::shared>(std::move(end), calls);
    shared->place = calls.add(running);
    try {
        boost::asio::co_spawn(executor(running->strand()), run_call(out, call(running->stop())),
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
