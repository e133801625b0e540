// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <genpool/remote/codec.hpp>
#include <genpool/remote/detail/async_call.hpp>
#include <genpool/remote/error.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace genpool::remote
{

template <class Signature>
class remote_function;

/// What it does: calls a function of workers: an awaitable function of a `T`, for any map. Made by
/// `processes::function` and `cluster::function`.
///
/// Completion signature: `co_await function(item)` gives an `R`, or nothing for void.
/// Executor: the awaiting coroutine's.
/// Cancellation: terminal and partial: a call that no worker has begun is given up; else its worker's stop token is
///   told, and the call ends as the transport says.
/// Errors: those of error.hpp; `asio::error::operation_aborted` for a call that was cancelled, or whose transport was
///   destroyed. None of them ends other calls.
/// Object lifetimes: it may outlive its transport, and then fails each call.
/// Thread safety: distinct and shared objects: safe.
/// Exception safety: strong.
template <class R, class T>
class remote_function<R(T)>
{
    using item = std::remove_cvref_t<T>;
    using result = std::conditional_t<std::is_void_v<R>, std::monostate, std::remove_cvref_t<R>>;
    using returned = std::conditional_t<std::is_void_v<R>, void, result>;

public:
    /// For transports.
    remote_function(std::shared_ptr<detail::transport> t, std::string name)
        : transport_(std::move(t)),
          callee_(detail::make_callee(std::move(name), detail::shape_of<result, item>()))
    {}

    boost::asio::awaitable<returned> operator()(item value) const
    {
        return call(transport_, callee_, std::move(value));
    }

private:
    static boost::asio::awaitable<returned> call(std::shared_ptr<detail::transport> transport,
                                                 std::shared_ptr<detail::callee const> callee, item value)
    {
        std::string bytes = detail::encoded(value);
        detail::check_size(*transport, bytes);
        auto const executor = co_await boost::asio::this_coro::executor;
        bytes = co_await detail::async_call(transport, callee, std::move(bytes), executor,
                                            boost::asio::use_awaitable);
        if constexpr (std::is_void_v<R>)
            detail::decoded<result>(bytes);
        else
            co_return detail::decoded<result>(bytes);
    }

    std::shared_ptr<detail::transport> transport_;
    std::shared_ptr<detail::callee const> callee_;
};

} // namespace genpool::remote
