// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/generator.hpp>

#include <genpool/detail/source/async_source.hpp>
#include <genpool/detail/source/range_source.hpp>
#include <genpool/detail/source/source_traits.hpp>

#include <boost/asio/deferred.hpp>

#include <concepts>
#include <functional>
#include <ranges>
#include <type_traits>
#include <utility>

namespace genpool
{
namespace detail
{

/// An array is moved element by element.
template <class S>
concept given_away = std::constructible_from<std::remove_cvref_t<S>, S> || std::is_array_v<S>;

} // namespace detail

/// What it does: tells whether `S` may be passed as a source; `S` is deduced as for a forwarding reference.
/// These are sources:
/// - a `generator<T>`, or a stream of another map: an rvalue, which is owned from then on;
/// - a `std::ranges::input_range`: an rvalue is owned, and if it is no view its elements are moved out; a
///   view is copied also as an lvalue; `std::ref(range)` is referred to. The elements of views and of
///   referred ranges are copied, unless they come as rvalues. Reading begins with the first item that is
///   asked for, and no element is computed before it is asked for. A view, a `std::span` for instance, is known
///   to refer to what somebody else keeps. What is no view must own its elements: what does not, a
///   `boost::iterator_range` or two pointers in a struct, is refused; of a `std::initializer_list`, given as
///   an rvalue, the elements are copied. A range whose increment blocks until something comes from outside is
///   asked for one item at a time until it has shown itself fast; if it then blocks in the midst of a batch, up
///   to 256 items that it has given wait to be run, where every thread of the pool is busy or there is only one.
///   None waits if the range has `bool would_block() const`, as `lines` has, which tells that the next increment
///   would block;
/// - any type with `async_next(token)` that completes with `void(std::exception_ptr, std::optional<T>)` or
///   `void(boost::system::error_code, std::optional<T>)`, the empty item at its end: an rvalue is owned,
///   `std::ref(it)` is referred to;
/// - an `asio::experimental::coro`, with <genpool/coro.hpp>.
///
/// Object lifetimes: what is referred to must live until the final completion of the map that pulls it.
/// Thread safety: a source is never pulled by two threads at once, but by one thread after another.
template <class S>
concept source = detail::pullable<std::remove_cvref_t<S>> && detail::given_away<S> &&
    (std::same_as<S, std::remove_cvref_t<S>> || detail::copied_as_lvalue<std::remove_cvref_t<S>>);

/// The type of the items of a source.
template <source S>
using source_value_t = typename detail::source_traits<std::remove_cvref_t<S>>::value_type;

namespace detail
{

/// Says why `S` is no source, in words.
template <class S>
consteval bool require_source()
{
    using plain = std::remove_cvref_t<S>;
    using referred = unwrap_reference_wrapper_t<plain>;
    constexpr bool ok = source<S>;
    if constexpr (ok) {
        return true;
    } else if constexpr (borrowable<referred> ||
                         (pullable<plain> && !pullable<std::reference_wrapper<plain>>)) {
        static_assert(ok, "genpool: move it: a generator, a stream or a coro is passed with std::move");
    } else if constexpr (pullable<plain> && std::is_const_v<S>) {
        static_assert(ok, "genpool: a const source cannot be moved from: pass one that is not const, or "
                          "std::ref(source)");
    } else if constexpr (std::is_array_v<plain> && pullable<plain>) {
        static_assert(ok,
                      "genpool: pass std::ref(array) to refer to it, or std::to_array(array) to copy it: an "
                      "array is neither copied nor referred to silently");
    } else if constexpr (pullable<plain>) {
        static_assert(ok,
                      "genpool: pass std::ref(source) or std::move(source): an lvalue is neither copied nor "
                      "referred to silently");
    } else if constexpr (has_async_next<referred>) {
        static_assert(ok, "genpool: this is not a source: its async_next must complete with "
                          "void(std::exception_ptr, std::optional<T>) or "
                          "void(boost::system::error_code, std::optional<T>)");
    } else if constexpr (std::ranges::input_range<plain> && refers_to_its_elements<plain>) {
        static_assert(ok, "genpool: this range does not own its elements, which may end before the map does: "
                          "pass the container that owns them with std::move, or, if they live long enough, "
                          "std::ranges::subrange(range.begin(), range.end())");
    } else if constexpr (std::ranges::input_range<referred>) {
        static_assert(ok,
                      "genpool: this is not a source: the elements of this range cannot be copied; pass the "
                      "container that owns them with std::move");
    } else if constexpr (requires(plain & s) { s.async_resume(boost::asio::deferred); }) {
        static_assert(ok,
                      "genpool: include <genpool/coro.hpp> to use an asio::experimental::coro as a source");
    } else {
        static_assert(ok,
                      "genpool: this is not a source: it must be a genpool::generator, a stream, an input "
                      "range, or have async_next(token)");
    }
    return false;
}

/// The bound source, in the protocol of poll_result.hpp, for what a user passed. Movable until it is bound.
template <class S>
auto make_source(S&& s)
{
    if constexpr (require_source<S>())
        return source_traits<std::remove_cvref_t<S>>::own(std::forward<S>(s));
}

/// Throws `std::invalid_argument` for a source that was moved from, as far as it can be told.
template <class S>
void require_filled(S const& s)
{
    if constexpr (requires { source_traits<S>::require_filled(s); })
        source_traits<S>::require_filled(s);
}

/// What an operation keeps of a source until it is launched.
template <class S>
decltype(auto) kept(S&& s)
{
    if constexpr (source<S> && requires { source_traits<std::remove_cvref_t<S>>::container(std::move(s)); })
        return source_traits<std::remove_cvref_t<S>>::container(std::move(s));
    else
        return std::forward<S>(s);
}

template <source S>
using bound_source_t = decltype(make_source(std::declval<S>()));

} // namespace detail
} // namespace genpool
