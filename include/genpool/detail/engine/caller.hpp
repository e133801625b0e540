// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/call_strand.hpp>
#include <genpool/detail/asio/cancellable_strand.hpp>
#include <genpool/detail/engine/map_runtime.hpp>
#include <genpool/detail/engine/worker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/system_executor.hpp>

#include <algorithm>
#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <variant>

namespace genpool::detail
{

/// A coroutine that waits, as the handler of the operation that it awaits.
class parked_coroutine
{
public:
    parked_coroutine() = default;
    parked_coroutine(parked_coroutine const&) = delete;
    parked_coroutine& operator=(parked_coroutine const&) = delete;
    ~parked_coroutine() { destroy(); }

    explicit operator bool() const noexcept { return held_ != nullptr; }

    template <class Handler>
    void emplace(Handler&& handler) noexcept
    {
        using type = handler_of<std::decay_t<Handler>>;
        static_assert(sizeof(type) <= sizeof memory_ && alignof(type) <= alignof(std::max_align_t));
        held_ = ::new (static_cast<void*>(memory_)) type(std::move(handler));
    }

    /// It goes on in here, and may be parked again before this returns.
    void resume() { std::exchange(held_, nullptr)->resume(); }

    void destroy() noexcept
    {
        if (auto* const h = std::exchange(held_, nullptr))
            h->~held();
    }

private:
    struct held
    {
        virtual ~held() = default;
        virtual void resume() = 0;
    };

    template <class Handler>
    struct handler_of final : held
    {
        explicit handler_of(Handler&& h) noexcept : handler(std::move(h)) {}

        void resume() override
        {
            auto h = std::move(handler);
            this->~handler_of();
            std::move(h)();
        }

        Handler handler;
    };

    alignas(std::max_align_t) std::byte memory_[64];
    held* held_ = nullptr;
};

/// What the calls of a worker are told, one after the other, while they are under way. Apart from `request_stop`, all is
/// inside the worker's strand.
class call_cancellation
{
public:
    static constexpr std::uint64_t none = ~std::uint64_t(0);

    boost::asio::cancellation_slot slot() noexcept { return signal_.slot(); }

    /// The call of that item begins. True: it is wasted already, and has to be told.
    bool begin(std::uint64_t index) noexcept
    {
        running_ = index;
        return index >= cancelled_from_;
    }

    void end() noexcept { running_ = none; }

    /// Those of items from `index` on, also those that begin later.
    void cancel(std::uint64_t index) noexcept
    {
        cancelled_from_ = std::min(cancelled_from_, index);
        if (running_ != none && running_ >= index)
            signal_.emit(boost::asio::cancellation_type::terminal);
    }

private:
    boost::asio::cancellation_signal signal_;
    std::uint64_t running_ = none;
    std::uint64_t cancelled_from_ = none;
};

/// The stop tokens of those calls: from any thread, since a call that blocks its thread is told, too.
class call_stop
{
public:
    /// For the call of that item.
    std::stop_token begin(std::uint64_t index);
    void end() noexcept;
    void request(std::uint64_t from) noexcept;

private:
    std::mutex mutex_;
    std::stop_source stop_{std::nostopstate};
    std::uint64_t running_ = call_cancellation::none;
    std::uint64_t stopped_from_ = call_cancellation::none;
};

/// In place of what is not kept.
struct discarded
{
    discarded(std::shared_ptr<map_runtime> const&) noexcept {}
};

/// In place of a `call_strand` where the awaitable names another executor, which is made from Asio's strand. That keeps
/// the pool busy for as long as there is a coroutine in it, so that none waits in it for the next call.
template <class Executor>
class plain_call_strand
{
public:
    using executor_type = strand_on<Executor>;

    explicit plain_call_strand(Executor const& pool) : strand_(std::in_place, pool) {}

    static auto make(Executor const& pool) { return std::make_shared<plain_call_strand>(pool); }

    // In a task on the pool.
    executor_type const& executor() const noexcept { return *strand_; }

    template <class F>
    void dispatch(F&& f)
    {
        boost::asio::dispatch(*strand_, std::forward<F>(f));
    }

    /// From any thread, also when the pool has gone.
    template <class F>
    void post(F&& f)
    {
        std::lock_guard lock(mutex_);
        if (strand_)
            boost::asio::post(*strand_, std::forward<F>(f));
    }

    void drop() noexcept
    {
        std::lock_guard lock(mutex_);
        strand_.reset();
    }

private:
    std::mutex mutex_;
    std::optional<executor_type> strand_;
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
