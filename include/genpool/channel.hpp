// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/generator.hpp>
#include <genpool/source.hpp>

#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/basic_channel.hpp>
#include <boost/asio/experimental/basic_concurrent_channel.hpp>
#include <boost/asio/experimental/channel_error.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <functional>
#include <optional>
#include <utility>

namespace genpool::detail
{

/// Yields what comes out of a channel until it is closed.
template <class T, class Channel>
generator<T> received(Channel channel)
{
    auto& from = static_cast<unwrap_reference_wrapper_t<Channel>&>(channel);
    auto const closed = [](boost::system::error_code error) {
        return error == boost::asio::experimental::error::channel_closed || error == boost::asio::error::eof;
    };
    for (;;) {
        std::optional<T> item;
        boost::system::error_code error;
        auto const keep = [&](boost::system::error_code e, T value) {
            error = e;
            item.emplace(std::move(value));
        };
        if (!from.try_receive(keep)) {
            try {
                auto receive = from.async_receive(boost::asio::deferred);
                item.emplace(co_await std::move(receive));
            } catch (boost::system::system_error const& e) {
                error = e.code();
            }
        }
        if (closed(error))
            co_return;
        if (error == boost::asio::experimental::error::channel_cancelled)
            error = boost::asio::error::operation_aborted; // as everything else that is cancelled
        if (error)
            throw boost::system::system_error(error);
        co_yield std::move(*item);
    }
}

/// What it does: including this header makes Asio's channels sources: their messages are the items. They end when
/// they are closed, or with a message of `asio::error::eof`: with some versions of Asio closing a channel drops what it
/// still holds, while a message comes after what was sent before. With Boost 1.81 to 1.84 it cannot be included together with <genpool/coro.hpp>.
///
///     asio::experimental::concurrent_channel<void(error_code, request)> requests(context, 100);
///     auto replies = genpool::map_stream(pool, std::ref(requests), answer);
///
/// Parameters: a channel of `void(error_code, T)`: by `std::ref`, or as an rvalue, which is owned.
/// Executor: messages are received in the strand of whoever pulls: a `channel`, unlike a `concurrent_channel`, must then
///   only be used there, or all on one thread.
/// Cancellation: ends the wait for a message.
/// Errors: an error that was sent, or any but these of receiving, comes after the messages before and ends
///   the source.
/// Object lifetimes: a channel that is referred to must live until the final completion of what pulls it.
/// Thread safety: as of the channel.
/// Exception safety: strong, but for what was moved in.
template <class Channel, class T>
struct channel_traits
{
    using value_type = T;
    static auto own(Channel&& channel) { return generator_source<T>(received<T>(std::move(channel))); }
};

template <class Channel, class T>
struct channel_reference_traits
{
    using value_type = T;
    static constexpr bool copied = true;
    static auto own(std::reference_wrapper<Channel> channel)
    {
        return generator_source<T>(received<T>(channel));
    }
};

template <class Executor, class Traits, class R, class T>
using channel_of =
    boost::asio::experimental::basic_channel<Executor, Traits, R(boost::system::error_code, T)>;

template <class Executor, class Traits, class R, class T>
using concurrent_channel_of =
    boost::asio::experimental::basic_concurrent_channel<Executor, Traits, R(boost::system::error_code, T)>;

template <class Executor, class Traits, class R, class T>
struct source_traits<
    boost::asio::experimental::basic_channel<Executor, Traits, R(boost::system::error_code, T)>>
    : channel_traits<channel_of<Executor, Traits, R, T>, T>
{};

template <class Executor, class Traits, class R, class T>
struct source_traits<
    boost::asio::experimental::basic_concurrent_channel<Executor, Traits, R(boost::system::error_code, T)>>
    : channel_traits<concurrent_channel_of<Executor, Traits, R, T>, T>
{};

template <class Executor, class Traits, class R, class T>
struct source_traits<std::reference_wrapper<
    boost::asio::experimental::basic_channel<Executor, Traits, R(boost::system::error_code, T)>>>
    : channel_reference_traits<channel_of<Executor, Traits, R, T>, T>
{};

template <class Executor, class Traits, class R, class T>
struct source_traits<std::reference_wrapper<
    boost::asio::experimental::basic_concurrent_channel<Executor, Traits, R(boost::system::error_code, T)>>>
    : channel_reference_traits<concurrent_channel_of<Executor, Traits, R, T>, T>
{};

} // namespace genpool::detail
