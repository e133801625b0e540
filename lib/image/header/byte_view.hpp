// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/endian/conversion.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace genpool::image
{

/// Bytes that somebody else wrote, read without ever going beyond their end: that throws.
class byte_view
{
public:
    byte_view() = default;

    byte_view(std::span<unsigned char const> bytes, boost::endian::order order) : bytes_(bytes), order_(order)
    {}

    std::size_t size() const noexcept { return bytes_.size(); }

    std::span<unsigned char const> span() const noexcept { return bytes_; }

    boost::endian::order order() const noexcept { return order_; }
    byte_view in(boost::endian::order order) const noexcept { return byte_view(bytes_, order); }

    bool holds(std::uint64_t at, std::uint64_t count) const noexcept
    {
        return at <= bytes_.size() && count <= bytes_.size() - at;
    }

    byte_view part(std::uint64_t at, std::uint64_t count) const
    {
        if (!holds(at, count))
            throw std::runtime_error("the header is cut short or damaged");
        return byte_view(bytes_.subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(count)),
                         order_);
    }

    /// At most `count` bytes: fewer at the end.
    byte_view up_to(std::uint64_t at, std::uint64_t count) const
    {
        return part(at, holds(at, count) ? count : size() - std::min<std::uint64_t>(at, size()));
    }

    byte_view from(std::uint64_t at) const { return part(at, at < size() ? size() - at : 0); }

    bool has(std::uint64_t at, std::string_view text) const noexcept
    {
        return holds(at, text.size()) &&
               std::equal(text.begin(), text.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(at),
                          [](char a, unsigned char b) { return static_cast<unsigned char>(a) == b; });
    }

    std::uint8_t u8(std::uint64_t at) const { return part(at, 1).bytes_[0]; }
    std::uint16_t u16(std::uint64_t at) const { return load<std::uint16_t>(at); }
    std::uint32_t u32(std::uint64_t at) const { return load<std::uint32_t>(at); }
    std::uint64_t u64(std::uint64_t at) const { return load<std::uint64_t>(at); }

private:
    template <class T>
    T load(std::uint64_t at) const
    {
        unsigned char const* const data = part(at, sizeof(T)).bytes_.data();
        return order_ == boost::endian::order::big
                   ? boost::endian::endian_load<T, sizeof(T), boost::endian::order::big>(data)
                   : boost::endian::endian_load<T, sizeof(T), boost::endian::order::little>(data);
    }

    std::span<unsigned char const> bytes_;
    boost::endian::order order_ = boost::endian::order::big;
};

inline byte_view big_endian(std::span<unsigned char const> bytes)
{
    return byte_view(bytes, boost::endian::order::big);
}

/// Copies the bytes.
inline void keep(std::span<unsigned char const> bytes, std::vector<unsigned char>& into)
{
    into.assign(bytes.begin(), bytes.end());
}

inline byte_view little_endian(std::span<unsigned char const> bytes)
{
    return byte_view(bytes, boost::endian::order::little);
}

} // namespace genpool::image
