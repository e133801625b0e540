// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <concepts>
#include <ranges>
#include <tuple>
#include <type_traits>

namespace boost
{
template <class>
class iterator_range; // of Boost.Range, and the base of its adaptors
}

namespace genpool::detail
{

template <class Iterator>
void pair_of_iterators(boost::iterator_range<Iterator> const&);

/// A range of Boost.Range, which are views but for their name.
template <class R>
concept boost_range = requires(R const& r)
{
    detail::pair_of_iterators(r);
};

/// Its elements are objects somewhere, and neither a constant `R` makes them constant nor does its destructor end them:
/// two pointers. An array of constant elements looks the same from outside, but it has a size.
template <class R>
concept like_two_pointers = std::is_trivially_destructible_v<R> && std::ranges::input_range<R const> &&
    std::is_lvalue_reference_v<std::ranges::range_reference_t<R>> &&
    std::same_as<std::ranges::range_reference_t<R const>, std::ranges::range_reference_t<R>> && !requires
{
    std::tuple_size<R>::value;
};

/// A range that is no view, and yet owns nothing: moved into a map, it would leave its elements behind, where they may
/// end before the map does.
template <class R>
concept refers_to_its_elements =
    !std::ranges::view<R> && (std::ranges::borrowed_range<R> || boost_range<R> || like_two_pointers<R>);

} // namespace genpool::detail
