// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/version.hpp>

#include <exception>
#include <type_traits>

#if BOOST_VERSION < 108200
namespace boost::asio
{

template <typename CompletionToken>
class as_tuple_t;

template <typename Allocator>
class use_future_t;

template <typename Executor>
class basic_yield_context;

} // namespace boost::asio
#endif

namespace genpool::detail
{

/// Says which token to take instead of one that this Boost does not compile, in words; else that is a page of Asio's.
template <class Token, class Signature>
inline constexpr bool compiles_here = true;

#if BOOST_VERSION < 108200
template <class>
inline constexpr bool with_newer_boost = false;

template <class Allocator, class Signature>
inline constexpr bool
    compiles_here<boost::asio::as_tuple_t<boost::asio::use_future_t<Allocator>>, Signature> = [] {
        static_assert(with_newer_boost<Allocator>,
                      "genpool: Boost 1.81 has no asio::as_tuple(asio::use_future): take asio::use_future");
        return false;
    }();

template <class Executor, class Result>
inline constexpr bool
    compiles_here<boost::asio::basic_yield_context<Executor>, void(std::exception_ptr, Result)> = [] {
        static_assert(with_newer_boost<Executor>,
                      "genpool: an asio::yield_context of Boost 1.81 takes no result with "
                      "an exception_ptr: take asio::as_tuple(yield)");
        return false;
    }();
#endif

/// A completion token for that signature.
template <class Token, class Signature>
concept token_for =
    compiles_here<std::decay_t<Token>, Signature> && boost::asio::completion_token_for<Token, Signature>;

} // namespace genpool::detail
