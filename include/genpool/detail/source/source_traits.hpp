// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/source/poll_result.hpp>

#include <concepts>
#include <functional>
#include <type_traits>

namespace genpool::detail
{

/// How sources of one type are pulled. Every kind of source specialises it for its type `S`, which has no
/// reference and no const; a type without a specialisation is not a source. A specialisation has
///
/// - `using value_type`;
/// - `static auto own(S&& s)`: the bound source (poll_result.hpp) that owns what `s` was;
/// - if an `S` cannot be kept until an initiation is launched: `static auto container(S&& s)`, which can;
/// - if an `S` that was moved from can be told: `static void require_filled(S const& s)`, which throws for it, as
///   `own` does: initiations are launched where nobody could catch that;
/// - if an lvalue may be passed because copying it is what its user means, as with a view:
///   `static constexpr bool copied = true`;
/// - if `genpool::next` may pull it: `static auto borrow(S& s)`: a bound source that refers to `s`. It is
///   made, bound, polled until it gives a value or the end, and destroyed for each `next`, on whichever
///   thread the caller runs; polled after its end it gives the end again, and after a failure it fails again.
template <class S>
struct source_traits
{};

/// Whether `source_traits` is specialised for just that kind of type, so that nobody has to find out at compile time
/// what else it could be.
template <class S>
inline constexpr bool has_own_traits = false;

/// What has an entry in `source_traits`.
template <class S>
concept pullable = requires
{
    typename source_traits<S>::value_type;
};

/// What `genpool::next` pulls without an operation of its own.
template <class S>
concept borrowable = pullable<S> && requires(S& s)
{
    source_traits<S>::borrow(s);
};

/// What is copied when it is passed as an lvalue.
template <class S>
concept copied_as_lvalue = pullable<S> && std::copy_constructible<S> && source_traits<S>::copied;

template <class T>
struct unwrap_reference_wrapper
{
    using type = T;
};

template <class T>
struct unwrap_reference_wrapper<std::reference_wrapper<T>>
{
    using type = std::remove_const_t<T>;
};

template <class T>
using unwrap_reference_wrapper_t = typename unwrap_reference_wrapper<T>::type;

} // namespace genpool::detail
