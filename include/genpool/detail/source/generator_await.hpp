// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/source/generator_promise.hpp>
#include <genpool/detail/source/operation.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace genpool::detail
{

/// Awaits one operation: `Initiate` is called with its handler.
template <class Initiate, class Signature>
class operation_awaiter : private suspension
{
public:
    operation_awaiter(generator_promise_base& promise, Initiate initiate)
        : promise_(promise), initiate_(std::move(initiate))
    {}

    bool await_ready() const
    {
        promise_.throw_if_cancelled();
        return false;
    }

    void await_suspend(std::coroutine_handle<>) noexcept { promise_.wait_for(*this, poll_result::parked); }

    auto await_resume()
    {
        promise_.signal().slot().clear();
        if (progress_ == progress::skipped)
            promise_.throw_if_cancelled();
        return unwrap(operation_.take());
    }

private:
    enum class progress : unsigned char
    {
        parked,
        started,
        skipped ///< cancelled before it was started
    };

    poll_result check() noexcept override
    {
        if (progress_ == progress::parked)
            return poll_result::parked;
        return progress_ == progress::skipped || operation_.ready() ? poll_result::value
                                                                    : poll_result::pending;
    }

    void start() noexcept override
    {
        if (promise_.cancelled()) {
            progress_ = progress::skipped;
            promise_.host().wake();
        } else {
            progress_ = progress::started;
            operation_.start(promise_.host(), promise_.signal().slot(), std::move(initiate_));
        }
    }

    void cancel(boost::asio::cancellation_type type) override { promise_.signal().emit(type); }

    generator_promise_base& promise_;
    Initiate initiate_;
    operation_for_t<Signature> operation_;
    progress progress_ = progress::parked;
};

template <class Result, class Executor>
boost::asio::awaitable<void, Executor> store_result(boost::asio::awaitable<Result, Executor> work,
                                                    std::optional<Result>& place)
{
    place.emplace(co_await std::move(work));
}

/// Starts an `asio::awaitable` on the executor of the handler.
template <class Result, class Executor>
struct spawn_awaitable
{
    boost::asio::awaitable<Result, Executor> work;

    template <class Handler>
    void operator()(Handler&& handler) &&
    {
        Executor executor = handler.get_executor();
        boost::asio::co_spawn(std::move(executor), std::move(work), std::forward<Handler>(handler));
    }
};

template <class Executor>
using spawn_void = operation_awaiter<spawn_awaitable<void, Executor>, void(std::exception_ptr)>;

/// Awaits an `asio::awaitable` whose result `co_spawn`, which needs a default, could not hand over.
template <class Result, class Executor>
class awaitable_awaiter
{
public:
    awaitable_awaiter(generator_promise_base& promise, boost::asio::awaitable<Result, Executor> work)
        : awaiter_(promise, {store_result(std::move(work), result_)})
    {}

    bool await_ready() const { return awaiter_.await_ready(); }
    void await_suspend(std::coroutine_handle<> body) noexcept { awaiter_.await_suspend(body); }

    Result await_resume()
    {
        awaiter_.await_resume();
        return *std::move(result_);
    }

private:
    std::optional<Result> result_;
    spawn_void<Executor> awaiter_;
};

class executor_awaiter : public std::suspend_never
{
public:
    explicit executor_awaiter(source_waker& host) noexcept : host_(host) {}
    boost::asio::any_io_executor await_resume() const { return host_.serial_executor(); }

private:
    source_waker& host_;
};

inline executor_awaiter make_awaiter(generator_promise_base& promise,
                                     boost::asio::this_coro::executor_t) noexcept
{
    return executor_awaiter(promise.host());
}

template <class Result, class Executor>
awaitable_awaiter<Result, Executor> make_awaiter(generator_promise_base& promise,
                                                 boost::asio::awaitable<Result, Executor> work)
{
    return {promise, std::move(work)};
}

template <class Executor>
spawn_void<Executor> make_awaiter(generator_promise_base& promise,
                                  boost::asio::awaitable<void, Executor> work)
{
    return {promise, {std::move(work)}};
}

template <class Operation>
concept async_operation = boost::asio::is_async_operation<std::decay_t<Operation>>::value;

template <async_operation Operation>
auto make_awaiter(generator_promise_base& promise, Operation&& operation)
{
    using initiate = std::decay_t<Operation>;
    return operation_awaiter<initiate, boost::asio::completion_signature_of_t<initiate>>(
        promise, std::forward<Operation>(operation));
}

template <class Awaited>
std::suspend_never make_awaiter(generator_promise_base&, Awaited&&)
{
    static_assert(async_operation<Awaited>,
                  "genpool: a generator can co_await an Asio operation (given asio::deferred or "
                  "asio::use_awaitable), asio::this_coro::executor, or genpool::next(source)");
    return {};
}

} // namespace genpool::detail
