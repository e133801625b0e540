// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/remote/codec.hpp>

#include <boost/filesystem/path.hpp>

#include <concepts>
#include <filesystem>
#include <string>
#include <type_traits>
#include <variant>

namespace genpool::remote
{

template <>
struct codec<bool>
{
    static void write(writer& out, bool value) { out.number(value); }
    static bool read(reader& in) { return in.flag(); }
    static void shape(shape_writer& out) { out.word("bool"); }
};

/// The size is a part of the shape, since `long` has another elsewhere; that of `long double` says too little.
template <class T>
    requires(std::is_arithmetic_v<T> && !std::same_as<T, bool> && !std::same_as<T, long double>)
struct codec<T>
{
    static void write(writer& out, T value) { out.number(value); }
    static T read(reader& in) { return in.number<T>(); }

    static void shape(shape_writer& out)
    {
        constexpr char const* kind = std::is_floating_point_v<T> ? "f" : std::is_signed_v<T> ? "i" : "u";
        out.word(kind);
        out.word(std::to_string(8 * sizeof(T)));
    }
};

/// Only those with `class`: any value of the underlying type is one of theirs.
template <class T>
    requires(std::is_enum_v<T> && !std::convertible_to<T, std::underlying_type_t<T>>)
struct codec<T>
{
    using underlying = std::underlying_type_t<T>;

    static void write(writer& out, T value) { codec<underlying>::write(out, static_cast<underlying>(value)); }
    static T read(reader& in) { return static_cast<T>(codec<underlying>::read(in)); }
    static void shape(shape_writer& out) { codec<underlying>::shape(out); }
};

template <>
struct codec<std::monostate>
{
    static void write(writer& out, std::monostate) { out.number(char(0)); }

    static std::monostate read(reader& in)
    {
        in.raw(1);
        return {};
    }

    static void shape(shape_writer& out) { out.word("void"); }
};

template <>
struct codec<std::string>
{
    static void write(writer& out, std::string const& value) { out.text(value); }
    static std::string read(reader& in) { return std::string(in.text()); }
    static void shape(shape_writer& out) { out.word("string"); }
};

template <class Path>
    requires(std::same_as<Path, boost::filesystem::path> || std::same_as<Path, std::filesystem::path>)
struct codec<Path>
{
    static void write(writer& out, Path const& value) { out.text(value.native()); }
    static Path read(reader& in) { return Path(std::string(in.text())); }
    static void shape(shape_writer& out) { out.word("path"); }
};

} // namespace genpool::remote
