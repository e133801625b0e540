// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/source/operation.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace genpool::detail
{

template <class Item>
struct optional_value
{};

template <class T>
struct optional_value<std::optional<T>>
{
    using type = T;
};

/// The item that an operation with this completion signature gives; none for any other operation.
template <class Signature>
struct next_item
{};

template <class R, class Error, class Item>
    requires is_error<std::decay_t<Error>>
struct next_item<R(Error, Item)> : optional_value<std::decay_t<Item>>
{};

/// The operation that `async_next` of `S` gives when it is not started yet.
template <class S>
using next_operation_t = std::decay_t<decltype(std::declval<S&>().async_next(boost::asio::deferred))>;

/// Has an `async_next`, whatever it completes with.
template <class S>
concept has_async_next = boost::asio::is_async_operation<next_operation_t<S>>::value;

template <class S>
using next_signature_t = boost::asio::completion_signature_of_t<next_operation_t<S>>;

/// Any type with `async_next(token)` that completes with an error and a `std::optional` item.
template <class S>
concept async_nextable = has_async_next<S> && requires
{
    typename next_item<next_signature_t<S>>::type;
};

} // namespace genpool::detail
