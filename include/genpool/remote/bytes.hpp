// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace genpool::remote
{

/// What it does: tells that bytes are not what the type that they are read as is written as.
///
/// Thread safety: as `std::runtime_error`.
class malformed : public std::runtime_error
{
public:
    explicit malformed(char const* what);
};

/// What it does: appends values to a string of bytes: numbers as little-endian ones of their size, lengths in as few
/// bytes as they need.
///
/// Object lifetimes: the string must live as long as the writer.
/// Thread safety: distinct objects: safe. Shared objects: unsafe.
/// Exception safety: what is thrown for want of memory leaves the string with a part of the value.
class writer
{
public:
    explicit writer(std::string& out) noexcept : out_(out) {}

    void raw(std::string_view bytes) { out_.append(bytes); }

    /// A length, in seven bits a byte.
    void length(std::size_t n);

    /// A length and as many bytes.
    void text(std::string_view bytes);

    template <class T>
        requires std::is_arithmetic_v<T>
    void number(T value)
    {
        auto bytes = std::bit_cast<std::array<char, sizeof(T)>>(value);
        if constexpr (std::endian::native == std::endian::big)
            for (std::size_t i = 0; i != sizeof(T) / 2; ++i)
                std::swap(bytes[i], bytes[sizeof(T) - 1 - i]);
        out_.append(bytes.data(), bytes.size());
    }

private:
    std::string& out_;
};

/// What it does: reads what a `writer` wrote, from bytes that may be anything: nothing is read beyond their end, and
/// nothing is allocated for what is not there.
///
/// Errors: `malformed`.
/// Object lifetimes: the bytes must live as long as the reader, and as long as what `raw` and `text` return.
/// Thread safety: distinct objects: safe. Shared objects: unsafe.
/// Exception safety: basic.
class reader
{
public:
    explicit reader(std::string_view bytes) noexcept : left_(bytes) {}

    std::size_t size() const noexcept { return left_.size(); }

    std::string_view raw(std::size_t n);

    /// A length of something of which each element takes at least one byte: never more than the bytes that are left.
    std::size_t length();

    std::string_view text() { return raw(length()); }

    template <class T>
        requires(std::is_arithmetic_v<T> && !std::same_as<T, bool>)
    T number()
    {
        std::array<char, sizeof(T)> bytes;
        raw(sizeof(T)).copy(bytes.data(), sizeof(T));
        if constexpr (std::endian::native == std::endian::big)
            for (std::size_t i = 0; i != sizeof(T) / 2; ++i)
                std::swap(bytes[i], bytes[sizeof(T) - 1 - i]);
        return std::bit_cast<T>(bytes);
    }

    /// Zero or one: anything else is malformed.
    bool flag();

    /// Whoever reads a value that holds others keeps one of these meanwhile, which refuses what is nested so deeply
    /// that the stack would not suffice.
    class nested
    {
    public:
        explicit nested(reader& r);
        ~nested() { --reader_.depth_; }
        nested(nested const&) = delete;
        nested& operator=(nested const&) = delete;

    private:
        reader& reader_;
    };

    /// That nothing is left.
    void end() const;

private:
    std::string_view left_;
    unsigned depth_ = 0;
};

} // namespace genpool::remote
