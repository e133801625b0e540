// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/remote/codec.hpp>

#include <boost/describe/bases.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <type_traits>

namespace genpool::remote
{
namespace detail
{

inline constexpr auto described_bases = boost::describe::mod_any_access;
inline constexpr auto described_members = boost::describe::mod_any_access;

template <class T>
concept described = std::is_class_v<T> && boost::describe::has_describe_members<T>::value &&
    boost::describe::has_describe_bases<T>::value;

} // namespace detail

/// The members in their order, after those of the bases.
template <class T>
    requires(detail::described<T> && !std::is_union_v<T>)
struct codec<T>
{
    static_assert(std::is_default_constructible_v<T>,
                  "genpool::remote: a described struct is made by default and then read into");

    using bases = boost::describe::describe_bases<T, detail::described_bases>;
    using members = boost::describe::describe_members<T, detail::described_members>;

    static void write(writer& out, T const& value)
    {
        boost::mp11::mp_for_each<bases>([&](auto base) {
            using type = typename decltype(base)::type;
            codec<type>::write(out, static_cast<type const&>(value));
        });
        boost::mp11::mp_for_each<members>([&](auto member) {
            auto const& each = value.*member.pointer;
            codec<std::remove_cvref_t<decltype(each)>>::write(out, each);
        });
        if constexpr (is_empty)
            out.number(char(0));
    }

    static T read(reader& in)
    {
        reader::nested const guard(in);
        T value{};
        boost::mp11::mp_for_each<bases>([&](auto base) {
            using type = typename decltype(base)::type;
            static_cast<type&>(value) = codec<type>::read(in);
        });
        boost::mp11::mp_for_each<members>([&](auto member) {
            auto& each = value.*member.pointer;
            each = codec<std::remove_cvref_t<decltype(each)>>::read(in);
        });
        if constexpr (is_empty)
            in.raw(1);
        return value;
    }

    /// The names of the members are a part of it: two of one type that change places are seen.
    static void shape(shape_writer& out)
    {
        out.group<T>("struct", [&] {
            boost::mp11::mp_for_each<bases>([&](auto base) {
                codec<typename decltype(base)::type>::shape(out);
                out.word(",");
            });
            boost::mp11::mp_for_each<members>([&](auto member) {
                out.word(member.name);
                out.word(":");
                codec<std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>>::shape(out);
                out.word(",");
            });
        });
    }

private:
    static constexpr bool is_empty =
        boost::mp11::mp_empty<bases>::value && boost::mp11::mp_empty<members>::value;
};

} // namespace genpool::remote
