// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/monitor.hpp>
#include <genpool/summary.hpp>
#include <genpool/unobserved.hpp>

#include <genpool/detail/asio/token_for.hpp>
#include <genpool/detail/consumer/close_op.hpp>
#include <genpool/detail/consumer/complete_without_map.hpp>
#include <genpool/detail/consumer/next_op.hpp>
#include <genpool/detail/engine/result_core.hpp>
#include <genpool/detail/source/no_iterator.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/system/system_error.hpp>

#include <concepts>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace genpool
{
namespace detail
{

template <class R>
class stream_source;
struct stream_access;

} // namespace detail

/// What it does: a running map seen from its consumer, who pulls its results one at a time. Made by
/// `map_stream`. A stream is itself a source, so that maps chain: move it into the next one. `R` is what the
/// function returns; where that is void, the results are `std::monostate`.
///
/// Object lifetimes: what the source or the function refers to must live until the completion of
///   `async_close`. The destructor asks to stop and does not wait: the state that running calls share lives
///   on until they return. A stream with an outstanding `async_next` must not be moved. One that was moved from has no
///   map: `async_next` completes with `asio::error::operation_aborted`, `async_close` with an empty summary that says
///   `stopped`, `try_next` gives nothing, everything that is counted is 0, and `request_stop` does nothing.
/// Thread safety: distinct objects: safe. Shared objects: unsafe, except for `request_stop`, `stats`,
///   `concurrency`, `window` and `get_executor`, which may be called from any thread.
template <class R>
class [[nodiscard]] stream
{
public:
    using value_type = std::conditional_t<std::is_void_v<R>, std::monostate, R>;
    using executor_type = boost::asio::any_io_executor;

    stream(stream&&) noexcept = default;
    stream& operator=(stream&& other) noexcept;
    ~stream();

    /// What it does: waits for the next result.
    ///
    /// Completion signature: `void(std::exception_ptr, std::optional<value_type>)`: a result; empty at the
    ///   end, every time; else an error, which every later call repeats.
    /// Executor: the handler's associated executor, by default the pool.
    /// Cancellation: terminal, partial and total alike end the wait with `asio::error::operation_aborted` and
    ///   lose nothing: until the handler is invoked, the result is at the head of the stream, which stays
    ///   usable; a handler that is destroyed uninvoked leaves it there. What a composed operation receives
    ///   and throws away is lost by it.
    /// Errors: the function's exception, in its place; `source_error`, with the source's exception nested,
    ///   after all that the source yielded; `asio::error::operation_aborted` when the map was stopped;
    ///   `pool_gone`; and `asio::error::already_started` while another one is outstanding. Once `async_close` has been
    ///   called there are no results any more, and this waits until nothing of the map runs, to say how it ended.
    template <detail::token_for<void(std::exception_ptr, std::optional<value_type>)> Token =
                  boost::asio::default_completion_token_t<executor_type>>
    auto async_next(Token&& token = boost::asio::default_completion_token_t<executor_type>())
    {
        return boost::asio::async_initiate<Token, void(std::exception_ptr, std::optional<value_type>)>(
            initiate_next{core_.get()}, token);
    }

    /// What it does: gives a result that is there, at once; empty for "not now", "ended" and "failed" alike,
    /// which `async_next` tells apart. Nothing once `async_close` has been called.
    ///
    /// Errors: throws `boost::system::system_error` with `asio::error::already_started` while an `async_next`
    ///   is outstanding.
    std::optional<value_type> try_next();

    /// What it does: stops the map as `request_stop` does, discards results that were not taken, completes an
    /// outstanding `async_next` with `asio::error::operation_aborted`, and waits until every call has
    /// returned and every earlier stage has closed. May be called again.
    ///
    /// Completion signature: `void(std::exception_ptr, summary)`: an error if the map failed and no
    ///   `async_next` has told so.
    /// Executor: the handler's associated executor, by default the pool.
    /// Cancellation: ignored. A source that waits for an operation which ignores cancellation is waited for.
    template <detail::token_for<void(std::exception_ptr, summary)> Token =
                  boost::asio::default_completion_token_t<executor_type>>
    auto async_close(Token&& token = boost::asio::default_completion_token_t<executor_type>())
    {
        return boost::asio::async_initiate<Token, void(std::exception_ptr, summary)>(initiate_close{core_},
                                                                                     token);
    }

    /// Pulls and starts nothing more, and signals the stop tokens and the cancellation of running calls. What
    /// has started is still delivered, in input order as far as nothing before it is missing; then the stream
    /// ends with `asio::error::operation_aborted`, unless nothing was missing.
    void request_stop() noexcept
    {
        if (core_)
            core_->ending().request_stop();
    }

    /// The map at this instant.
    statistics stats() const noexcept { return core_ ? core_->control().stats() : statistics(); }

    /// What watches and steers this map wherever the stream is moved.
    map_monitor monitor() const noexcept { return map_monitor(core_); }

    /// How many calls may run at once.
    std::size_t concurrency() const noexcept { return core_ ? core_->control().concurrency() : 0; }

    /// How many items may now be pulled and not yet handed over; an automatic window follows the batch.
    std::size_t window() const noexcept { return core_ ? core_->control().window() : 0; }

    /// The pool's executor; once the pool is gone, the system executor.
    executor_type get_executor() const noexcept { return executor_of(core_.get()); }

    // For a message in words: what makes a stream a range is `genpool::blocking`.
    template <class T = value_type>
    detail::no_iterator<T> begin() const
    {
        static_assert(detail::never<T>, "genpool: a stream is no range, since its reader has to wait: write "
                                        "for (auto& result : genpool::blocking(std::move(stream)))");
        return {};
    }

    template <class T = value_type>
    detail::no_iterator<T> end() const;

private:
    template <class>
    friend class detail::stream_source;
    friend struct detail::stream_access;

    using core_type = detail::result_core<value_type>;

    static executor_type executor_of(core_type* core) noexcept
    {
        return core != nullptr ? core->contexts().pool_executor() : boost::asio::system_executor();
    }

    // A coroutine keeps its initiations, perhaps for longer than there is a pool: they hold no executor.
    struct initiate_next
    {
        using executor_type = boost::asio::any_io_executor;
        executor_type get_executor() const noexcept { return executor_of(core); }

        template <class Handler>
        void operator()(Handler&& handler) const
        {
            if (core == nullptr)
                return detail::complete_without_map(std::forward<Handler>(handler),
                                                    detail::make_error(boost::asio::error::operation_aborted),
                                                    std::optional<value_type>());
            using op = detail::next_op<value_type, std::decay_t<Handler>>;
            auto shared = std::static_pointer_cast<core_type>(core->shared_from_this());
            op::make(std::forward<Handler>(handler), std::move(shared), get_executor())->start();
        }

        core_type* core;
    };

    struct initiate_close
    {
        using executor_type = boost::asio::any_io_executor;
        executor_type get_executor() const noexcept { return executor_of(core.get()); }

        template <class Handler>
        void operator()(Handler&& handler) const
        {
            if (core == nullptr) {
                summary nothing;
                nothing.ended = end_reason::stopped;
                return detail::complete_without_map(std::forward<Handler>(handler), std::exception_ptr(),
                                                    nothing);
            }
            using op = detail::close_op<std::decay_t<Handler>>;
            op::make(std::forward<Handler>(handler), core, get_executor())->start();
        }

        std::shared_ptr<core_type> core;
    };

    explicit stream(std::shared_ptr<core_type> core) noexcept : core_(std::move(core)) {}

    void drop() noexcept;

    std::shared_ptr<core_type> core_;
};

template <class R>
stream<R>& stream<R>::operator=(stream&& other) noexcept
{
    if (this != &other) {
        drop();
        core_ = std::move(other.core_);
    }
    return *this;
}

template <class R>
stream<R>::~stream()
{
    drop();
}

template <class R>
void stream<R>::drop() noexcept
{
    if (core_) {
        detail::report_unobserved(*core_);
        core_->ending().abandon();
    }
}

template <class R>
std::optional<typename stream<R>::value_type> stream<R>::try_next()
{
    if (!core_)
        return std::nullopt;
    if (core_->consumer().next_outstanding())
        throw boost::system::system_error(
            boost::asio::error::make_error_code(boost::asio::error::already_started));
    std::optional<value_type> result;
    core_->take(result);
    if (!result && core_->consumer().publish_finished())
        core_->take(result);
    return result;
}

namespace detail
{

/// Makes streams, and looks into them.
struct stream_access
{
    template <class R>
    static stream<R> make(std::shared_ptr<result_core<typename stream<R>::value_type>> core) noexcept
    {
        return stream<R>(std::move(core));
    }

    template <class R>
    static auto const& core(stream<R> const& s) noexcept
    {
        return s.core_;
    }
};

} // namespace detail
} // namespace genpool

#include <genpool/detail/source/stream_source.hpp>
