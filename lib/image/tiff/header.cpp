// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../header/header.hpp"

#include "../metadata/exif.hpp"
#include "tags.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace genpool::image
{
namespace
{

constexpr std::uint16_t xmp_tag = 700;

/// What libtiff needs for the pixels; the rest is metadata, or leads to further pictures.
constexpr auto pixel_tags =
    std::to_array<std::uint16_t>({254, 255, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279,   280,
                                  281, 284, 292, 293, 317, 320, 322, 323, 324, 325, 332, 334, 336,   338,
                                  339, 347, 512, 513, 514, 515, 519, 520, 521, 529, 530, 532, 32997, 50674});
static_assert(std::ranges::is_sorted(pixel_tags));

/// Whether its values are in the directory: there they would change with it.
bool is_in_directory(tiff_directory::entry const& entry, tiff_directory const& directory)
{
    constexpr std::uint64_t largest = 8; // of a value, of which the first is read where there cannot be all
    std::uint64_t const end = directory.at() + directory.count_bytes() +
                              directory.entries().size() * directory.entry_bytes() + directory.offset_bytes();
    return !entry.is_inside && entry.value < end &&
           entry.value + (entry.bytes ? entry.bytes : largest) > directory.at();
}

} // namespace

header take_tiff_header(std::vector<unsigned char>& bytes)
{
    tiff_directory const directory(big_endian(bytes));
    header head;
    head.width = directory.number(tiff_width_tag, 0);
    head.height = directory.number(tiff_height_tag, 0);
    head.orientation = orientation_of(directory);
    keep(directory.data(tiff_profile_tag), head.icc_profile);
    keep(directory.data(xmp_tag), head.xmp);

    auto const at = [&](std::uint64_t offset) { return bytes.begin() + static_cast<std::ptrdiff_t>(offset); };

    // The entries that stay move together, the offset of the next directory after them becomes 0: there is
    // none.
    std::uint64_t end = directory.at() + directory.count_bytes();
    std::uint64_t kept = 0;
    for (tiff_directory::entry const& entry : directory.entries()) {
        if (!std::ranges::binary_search(pixel_tags, entry.tag))
            continue;
        if (!directory.bytes().holds(entry.at, directory.entry_bytes())) // what was read of it may be there
            throw std::runtime_error("the header is cut short or damaged");
        if (is_in_directory(entry, directory))
            throw std::runtime_error("the header is damaged: values in the directory");
        std::copy_n(at(entry.at), directory.entry_bytes(), at(end));
        end += directory.entry_bytes();
        ++kept;
    }
    std::fill_n(at(end), std::min(directory.offset_bytes(), bytes.size() - end), 0);
    for (std::uint64_t n = 0; n != directory.count_bytes(); ++n) {
        auto const shift = 8 * (directory.is_little() ? n : directory.count_bytes() - 1 - n);
        *at(directory.at() + n) = static_cast<unsigned char>(kept >> shift);
    }
    return head;
}

} // namespace genpool::image
