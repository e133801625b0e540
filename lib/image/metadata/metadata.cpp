// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "metadata.hpp"

#include "../colour/icc.hpp"
#include "exif.hpp"

namespace genpool::image
{

std::vector<unsigned char> upright_exif(std::vector<unsigned char> exif)
{
    constexpr std::uint16_t orientation_tag = 274;
    constexpr std::uint16_t short_type = 3;
    try {
        tiff_directory const directory(big_endian(exif));
        for (tiff_directory::entry const& entry : directory.entries()) {
            if (entry.tag != orientation_tag || entry.type != short_type ||
                !directory.bytes().holds(entry.value, 2))
                continue;
            auto const at = static_cast<std::size_t>(entry.value);
            exif[at] = directory.is_little() ? 1 : 0;
            exif[at + 1] = directory.is_little() ? 0 : 1;
        }
        // Readers also believe one that is told in other numbers, or in a directory that this has changed.
        if (exif_orientation(exif) != 1)
            return {};
    } catch (std::exception const&) {
        return {};
    }
    return exif;
}

carried_metadata carried(header const& head, picture const& image, kept_metadata which)
{
    carried_metadata all;
    if (which != kept_metadata::none && is_usable_profile(head.icc_profile, image.colours()))
        all.profile = head.icc_profile;
    if (which == kept_metadata::all) {
        all.exif = head.exif;
        all.xmp = head.xmp;
    }
    return all;
}

} // namespace genpool::image
