// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/flow/map_state.hpp>

namespace genpool::proof
{

// What tells one state of a map from another, and cannot be seen from outside. An explicit instantiation may name what is
// private, so that the library has nothing that is there for its proof alone.

template <class Tag, auto Member>
struct reveals
{
    friend constexpr auto member_of(Tag) noexcept { return Member; }
};

struct calls_tag
{
    friend constexpr auto member_of(calls_tag) noexcept;
};
struct pulls_tag
{
    friend constexpr auto member_of(pulls_tag) noexcept;
};
struct consumer_tag
{
    friend constexpr auto member_of(consumer_tag) noexcept;
};
struct woken_tag
{
    friend constexpr auto member_of(woken_tag) noexcept;
};
struct place_tag
{
    friend constexpr auto member_of(place_tag) noexcept;
};
struct committed_calls_tag
{
    friend constexpr auto member_of(committed_calls_tag) noexcept;
};
struct committed_pulls_tag
{
    friend constexpr auto member_of(committed_pulls_tag) noexcept;
};
struct items_tag
{
    friend constexpr auto member_of(items_tag) noexcept;
};
struct told_tag
{
    friend constexpr auto member_of(told_tag) noexcept;
};
struct added_tag
{
    friend constexpr auto member_of(added_tag) noexcept;
};

template struct reveals<calls_tag, &detail::map_state::calls_>;
template struct reveals<pulls_tag, &detail::map_state::pulls_>;
template struct reveals<consumer_tag, &detail::map_state::consumer_>;
template struct reveals<woken_tag, &detail::pull_role::woken_>;
template struct reveals<place_tag, &detail::pull_role::place_>;
template struct reveals<committed_calls_tag, &detail::chunk::committed_>;
template struct reveals<committed_pulls_tag, &detail::pulled_account::committed_>;
template struct reveals<items_tag, &detail::map_state::window_>;
template struct reveals<told_tag, &detail::window::told_>;
template struct reveals<added_tag, &detail::map_state::added_>;

/// That member of `object`.
template <class Tag, class Object>
auto const& look(Tag tag, Object const& object) noexcept
{
    return object.*member_of(tag);
}

} // namespace genpool::proof
