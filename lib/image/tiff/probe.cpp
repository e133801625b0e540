// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../header/file_kind.hpp"
#include "../metadata/exif.hpp"
#include "tags.hpp"

#include <optional>
#include <stdexcept>
#include <unordered_set>

namespace genpool::image
{
namespace
{

using directory = basic_tiff_directory<header_view>;

constexpr std::uint16_t bits_tag = 258;
constexpr std::uint16_t colours_tag = 262;
constexpr std::uint16_t samples_tag = 277;
constexpr std::uint16_t extra_samples_tag = 338;
constexpr std::uint64_t palette_colours = 3;

/// Nothing where the chain of directories is damaged, leads round, or is beyond all measure.
std::optional<std::uint64_t> pages_from(directory const& first)
{
    constexpr std::size_t most_pages = 10000;
    header_view const& file = first.bytes();
    std::unordered_set<std::uint64_t> seen{first.at()};
    try {
        for (std::uint64_t at = first.next(); at != 0;) {
            if (seen.size() == most_pages || !seen.insert(at).second)
                return {};
            std::uint64_t const entries = first.count_bytes() == 8 ? file.u64(at) : file.u16(at);
            if (entries > file.size())
                return {};
            at += first.count_bytes() + entries * first.entry_bytes();
            at = first.count_bytes() == 8 ? file.u64(at) : file.u32(at);
        }
    } catch (std::exception const&) {
        return {}; // the first page is sound all the same
    }
    return seen.size();
}

} // namespace

void describe_tiff(header_view const& file, image_info& found)
{
    directory const first(file);
    found.width = first.number(tiff_width_tag, 0);
    found.height = first.number(tiff_height_tag, 0);
    found.bits = static_cast<unsigned>(first.number(bits_tag, 1));
    found.has_palette = first.number(colours_tag, 0) == palette_colours;
    found.channels = static_cast<unsigned>(first.number(samples_tag, 1)) + (found.has_palette ? 2 : 0);
    std::uint64_t const extra = first.number(extra_samples_tag, 0);
    found.has_alpha = extra == 1 || extra == 2; // what it is not called is no alpha
    found.has_profile = first.has(tiff_profile_tag);
    found.orientation = orientation_of(first);
    found.pages = pages_from(first);
    if (found.width == 0 || found.height == 0)
        throw std::runtime_error("the header is damaged: the image has no size");
}

} // namespace genpool::image
