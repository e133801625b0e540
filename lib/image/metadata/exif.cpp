// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "exif.hpp"

#include "../header/header_view.hpp"

#include <algorithm>
#include <array>

namespace genpool::image
{
namespace
{

template <class Bytes>
Bytes in_its_order(Bytes const& bytes)
{
    byte_view const order = bytes.part(0, 2);
    if (order.has(0, "MM"))
        return bytes.in(boost::endian::order::big);
    if (order.has(0, "II"))
        return bytes.in(boost::endian::order::little);
    throw std::runtime_error("the header is damaged: no byte order");
}

std::uint64_t bytes_of(std::uint16_t type) noexcept
{
    constexpr std::array<unsigned char, 19> sizes{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
    return type < sizes.size() ? sizes[type] : 0;
}

} // namespace

template <class Bytes>
basic_tiff_directory<Bytes>::basic_tiff_directory(Bytes bytes) : bytes_(in_its_order(bytes))
{
    big_ = bytes_.u16(2) == 43;
    at_ = offset(big_ ? 8 : 4);
    if (at_ < (big_ ? 16u : 8u)) // who changes the one would change the other
        throw std::runtime_error("the header is damaged: a directory that lies in it");
    std::uint64_t const count = big_ ? bytes_.u64(at_) : bytes_.u16(at_);
    if (count > bytes_.size() / entry_bytes() || count > 0xFFFF)
        throw std::runtime_error("the header is damaged: a directory that is larger than the file");
    std::uint64_t at = at_ + count_bytes();
    for (std::uint64_t n = 0; n != count; ++n, at += entry_bytes()) {
        entry found{bytes_.u16(at), bytes_.u16(at + 2), offset(at + 4), at, at + 4 + offset_bytes(), 0,
                    false};
        // More values than the file has bytes cannot be there, and would overflow the multiplication.
        bool const has_room = found.count <= bytes_.size();
        if (has_room)
            found.bytes = found.count * bytes_of(found.type);
        found.is_inside = has_room && found.bytes <= offset_bytes();
        if (!found.is_inside)
            found.value = offset(found.value);
        entries_.push_back(found);
    }
}

template <class Bytes>
typename basic_tiff_directory<Bytes>::entry const*
basic_tiff_directory<Bytes>::find(std::uint16_t tag) const noexcept
{
    auto const found = std::ranges::find(entries_, tag, &entry::tag);
    return found == entries_.end() ? nullptr : &*found;
}

template <class Bytes>
std::uint64_t basic_tiff_directory<Bytes>::number(std::uint16_t tag, std::uint64_t otherwise) const
{
    entry const* const found = find(tag);
    if (!found || found->count == 0)
        return otherwise;
    switch (bytes_of(found->type)) {
    case 1:
        return bytes_.u8(found->value);
    case 2:
        return bytes_.u16(found->value);
    case 4:
        return bytes_.u32(found->value);
    case 8:
        return bytes_.u64(found->value);
    default:
        return otherwise;
    }
}

template <class Bytes>
std::span<unsigned char const> basic_tiff_directory<Bytes>::data(std::uint16_t tag) const
{
    entry const* const found = find(tag);
    if (!found)
        return {};
    return bytes_.holds(found->value, found->bytes) ? bytes_.part(found->value, found->bytes).span()
                                                    : std::span<unsigned char const>();
}

template class basic_tiff_directory<byte_view>;
template class basic_tiff_directory<header_view>;

std::span<unsigned char const> without_exif_name(std::span<unsigned char const> exif)
{
    return big_endian(exif).has(0, exif_name) ? exif.subspan(exif_name.size()) : exif;
}

int exif_orientation(std::span<unsigned char const> exif)
{
    try {
        return orientation_of(tiff_directory(big_endian(without_exif_name(exif))));
    } catch (std::exception const&) {
        // The picture is whole even when what is said about it is not.
        return 1;
    }
}

} // namespace genpool::image
