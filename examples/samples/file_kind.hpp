// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <OpenImageIO/imageio.h>

#include <string>
#include <string_view>
#include <vector>

namespace samples
{

/// A picture of so many stored pixels; the last of two or four channels is alpha, which colours are not multiplied by.
inline OIIO::ImageSpec spec(int width, int height, int channels, OIIO::TypeDesc type)
{
    OIIO::ImageSpec made(width, height, channels, type);
    if (channels % 2 == 0) {
        made.alpha_channel = channels - 1;
        if (channels == 2)
            made.channelnames = std::vector<std::string>{"Y", "A"};
        made.attribute("oiio:UnassociatedAlpha", 1);
    }
    return made;
}

/// How a picture is stored.
struct file_kind
{
    char const* format; ///< OpenImageIO's name of it
    char const* extension;
    int channels; ///< 1 and 2 are grey, 2 and 4 have alpha
    int bits;     ///< of a sample: 8, or 16, which OpenEXR has as floating point
    bool is_progressive;

    bool is(std::string_view name) const { return name == format; }
};

inline OIIO::ImageSpec spec_of(file_kind const& kind, int width, int height)
{
    OIIO::TypeDesc const type = kind.bits == 8       ? OIIO::TypeDesc::UINT8
                                : kind.is("openexr") ? OIIO::TypeDesc::HALF
                                                     : OIIO::TypeDesc::UINT16;
    OIIO::ImageSpec made = spec(width, height, kind.channels, type);
    // Else TIFF files have the time of day in them, and no two sets are the same.
    made.attribute("DateTime", "2026:01:01 12:00:00");
    if (kind.is_progressive)
        made.attribute("jpeg:progressive", 1);
    return made;
}

} // namespace samples
