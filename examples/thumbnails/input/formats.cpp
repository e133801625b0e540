// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "formats.hpp"

#include <algorithm>
#include <array>

namespace thumbnails
{
namespace
{

using namespace std::string_view_literals;

struct signature
{
    std::string_view start;
    std::string_view format;
};

constexpr std::array signatures{
    signature{"GIF87a"sv, "gif"},
    signature{"GIF89a"sv, "gif"},
    signature{"BM"sv, "bmp"},
    signature{"8BPS"sv, "psd"},
    signature{"#?RADIANCE"sv, "hdr"},
    signature{"#?RGBE"sv, "hdr"},
    signature{"SDPX"sv, "dpx"},
    signature{"XPDS"sv, "dpx"},
    signature{"\0\0\0\x0CjP  \r\n\x87\n"sv, "jpeg2000"},
    signature{"\xFF\x4F\xFF\x51"sv, "jpeg2000"},
};

bool is_pnm(std::string_view beginning)
{
    constexpr std::string_view kinds = "123456fF", spaces = " \t\r\n#";
    return beginning.size() > 2 && beginning[0] == 'P' && kinds.find(beginning[1]) != kinds.npos &&
           spaces.find(beginning[2]) != spaces.npos;
}

/// A box that names the kind of file, for pictures and not for films.
bool is_heif(std::string_view beginning)
{
    constexpr std::array brands{"heic"sv, "heix"sv, "heim"sv, "heis"sv, "mif1"sv, "avif"sv, "avis"sv};
    return beginning.size() >= 12 && beginning.substr(4, 4) == "ftyp" &&
           std::ranges::find(brands, beginning.substr(8, 4)) != brands.end();
}

} // namespace

std::span<optional_format const> optional_formats()
{
    static std::vector<optional_format> const all{{"gif", {"gif"}},
                                                  {"bmp", {"bmp", "dib"}},
                                                  {"pnm", {"pnm", "ppm", "pgm", "pbm", "pfm"}},
                                                  {"psd", {"psd"}},
                                                  {"hdr", {"hdr", "rgbe"}},
                                                  {"dpx", {"dpx"}},
                                                  {"jpeg2000", {"jp2", "j2k", "j2c", "jpx"}},
                                                  {"heif", {"heif", "heic", "hif", "avif"}}};
    return all;
}

optional_format const* find_format(std::string_view beginning)
{
    std::string_view name;
    for (signature const& one : signatures) {
        if (beginning.starts_with(one.start))
            name = one.format;
    }
    if (is_pnm(beginning))
        name = "pnm";
    if (is_heif(beginning))
        name = "heif";
    auto const found = std::ranges::find(optional_formats(), name, &optional_format::name);
    return found == optional_formats().end() ? nullptr : &*found;
}

} // namespace thumbnails
