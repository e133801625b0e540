// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../header/byte_view.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace genpool::image
{

/// One directory of a TIFF structure, which is what EXIF is too. `Bytes` is a `byte_view` or a `header_view`.
template <class Bytes>
class basic_tiff_directory
{
public:
    struct entry
    {
        std::uint16_t tag;
        std::uint16_t type;
        std::uint64_t count;
        std::uint64_t at;    ///< of the entry itself
        std::uint64_t value; ///< where its value is: in the entry when it fits, else where the entry points
        std::uint64_t bytes; ///< of all its values; 0 when the file has no room for so many
        bool is_inside;      ///< the value is in the entry
    };

    /// The first directory of `bytes`; throws when that is damaged.
    explicit basic_tiff_directory(Bytes bytes);

    std::vector<entry> const& entries() const noexcept { return entries_; }

    bool has(std::uint16_t tag) const noexcept { return find(tag) != nullptr; }

    /// The first value of the entry `tag`, an unsigned integer; `otherwise` when there is none.
    std::uint64_t number(std::uint16_t tag, std::uint64_t otherwise) const;

    /// The bytes of the entry `tag`; none when there is none.
    std::span<unsigned char const> data(std::uint16_t tag) const;

    /// Where the directory is, with the number of its entries first.
    std::uint64_t at() const noexcept { return at_; }

    bool is_little() const noexcept { return bytes_.order() == boost::endian::order::little; }

    std::uint64_t count_bytes() const noexcept { return big_ ? 8 : 2; }
    std::uint64_t entry_bytes() const noexcept { return big_ ? 20 : 12; }
    std::uint64_t offset_bytes() const noexcept { return big_ ? 8 : 4; }

    Bytes const& bytes() const noexcept { return bytes_; }

    /// Where the directory behind this one is; 0 when there is none.
    std::uint64_t next() const { return offset(at_ + count_bytes() + entries_.size() * entry_bytes()); }

private:
    entry const* find(std::uint16_t tag) const noexcept;
    std::uint64_t offset(std::uint64_t at) const { return big_ ? bytes_.u64(at) : bytes_.u32(at); }

    Bytes bytes_;
    bool big_ = false; // BigTIFF, with offsets of 64 bits
    std::uint64_t at_ = 0;
    std::vector<entry> entries_;
};

using tiff_directory = basic_tiff_directory<byte_view>;

/// What JPEGs put before EXIF, and some writers of other formats do too.
inline constexpr std::string_view exif_name("Exif\0\0", 6);

/// The block without that name.
std::span<unsigned char const> without_exif_name(std::span<unsigned char const> exif);

/// The orientation, 1 to 8, that the EXIF block `exif` tells; 1 when it tells none or is damaged.
int exif_orientation(std::span<unsigned char const> exif);

/// The orientation in a TIFF directory; 1 when it has none that exists.
template <class Bytes>
int orientation_of(basic_tiff_directory<Bytes> const& directory)
{
    std::uint64_t const value = directory.number(274, 1);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
}

} // namespace genpool::image
