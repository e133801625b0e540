// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/remote/codec.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace genpool::remote
{
namespace detail
{

template <class T>
concept byte = std::same_as<T, std::byte> || std::same_as<T, unsigned char> || std::same_as<T, char>;

/// Several values, one after the other. One byte ends them, so that none of them takes no bytes at all.
template <class Tuple, class... Ts>
struct codec_of_several
{
    static void write(writer& out, Tuple const& value)
    {
        std::apply([&](Ts const&... each) { (codec<Ts>::write(out, each), ...); }, value);
        if constexpr (sizeof...(Ts) == 0)
            out.number(char(0));
    }

    static Tuple read(reader& in)
    {
        [[maybe_unused]] reader::nested const guard(in);
        if constexpr (sizeof...(Ts) == 0)
            in.raw(1);
        return Tuple{codec<Ts>::read(in)...}; // from left to right, since in braces
    }

    static void shape(shape_writer& out)
    {
        out.group<Tuple>("tuple", [&] { ((codec<Ts>::shape(out), out.word(",")), ...); });
    }
};

template <class Map>
struct codec_of_map
{
    using key = typename Map::key_type;
    using mapped = typename Map::mapped_type;

    static void write(writer& out, Map const& value)
    {
        out.length(value.size());
        for (auto const& [k, m] : value) {
            codec<key>::write(out, k);
            codec<mapped>::write(out, m);
        }
    }

    static Map read(reader& in)
    {
        reader::nested const guard(in);
        Map value;
        for (auto n = in.length(); n != 0; --n) {
            key k = codec<key>::read(in);
            if (!value.try_emplace(std::move(k), codec<mapped>::read(in)).second)
                throw malformed("a map has a key twice");
        }
        return value;
    }

    static void shape(shape_writer& out)
    {
        out.group<Map>("map", [&] {
            codec<key>::shape(out);
            out.word(",");
            codec<mapped>::shape(out);
        });
    }
};

} // namespace detail

template <class... Ts>
struct codec<std::tuple<Ts...>> : detail::codec_of_several<std::tuple<Ts...>, Ts...>
{};

template <class A, class B>
struct codec<std::pair<A, B>> : detail::codec_of_several<std::pair<A, B>, A, B>
{};

template <class K, class V, class Less, class Allocator>
struct codec<std::map<K, V, Less, Allocator>> : detail::codec_of_map<std::map<K, V, Less, Allocator>>
{};

template <class K, class V, class Hash, class Equal, class Allocator>
struct codec<std::unordered_map<K, V, Hash, Equal, Allocator>>
    : detail::codec_of_map<std::unordered_map<K, V, Hash, Equal, Allocator>>
{};

template <class T, class Allocator>
struct codec<std::vector<T, Allocator>>
{
    static void write(writer& out, std::vector<T, Allocator> const& value)
    {
        out.length(value.size());
        if constexpr (detail::byte<T>)
            out.raw({reinterpret_cast<char const*>(value.data()), value.size()});
        else
            for (T const& each : value) // a copy, where each is a proxy for a bit
                codec<T>::write(out, each);
    }

    static std::vector<T, Allocator> read(reader& in)
    {
        reader::nested const guard(in);
        std::vector<T, Allocator> value;
        auto n = in.length();
        if constexpr (detail::byte<T>) {
            value.resize(n);
            in.raw(n).copy(reinterpret_cast<char*>(value.data()), n);
        } else {
            for (; n != 0; --n) // without a reserve: what is allocated has been there
                value.push_back(codec<T>::read(in));
        }
        return value;
    }

    static void shape(shape_writer& out)
    {
        if constexpr (detail::byte<T>)
            out.word("bytes");
        else
            out.group<std::vector<T, Allocator>>("vector", [&] { codec<T>::shape(out); });
    }
};

template <class T, std::size_t N>
struct codec<std::array<T, N>>
{
    static_assert(N != 0, "genpool::remote: an array of nothing has no codec");

    static void write(writer& out, std::array<T, N> const& value)
    {
        for (T const& each : value)
            codec<T>::write(out, each);
    }

    static std::array<T, N> read(reader& in)
    {
        reader::nested const guard(in);
        return [&]<std::size_t... I>(std::index_sequence<I...>)
        {
            return std::array<T, N>{(static_cast<void>(I), codec<T>::read(in))...};
        }
        (std::make_index_sequence<N>());
    }

    static void shape(shape_writer& out)
    {
        out.word(std::to_string(N));
        out.group<std::array<T, N>>("array", [&] { codec<T>::shape(out); });
    }
};

template <class T>
struct codec<std::optional<T>>
{
    static void write(writer& out, std::optional<T> const& value)
    {
        out.number(value.has_value());
        if (value)
            codec<T>::write(out, *value);
    }

    static std::optional<T> read(reader& in)
    {
        reader::nested const guard(in);
        std::optional<T> value;
        if (in.flag())
            value.emplace(codec<T>::read(in));
        return value;
    }

    static void shape(shape_writer& out)
    {
        out.group<std::optional<T>>("optional", [&] { codec<T>::shape(out); });
    }
};

} // namespace genpool::remote
