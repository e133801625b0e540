// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "png_decode.hpp"

#include "png_session.hpp"
#include "reducer.hpp"

#include <bit>

namespace genpool::image
{
namespace
{

template <class T>
picture read(png_session& session, sample_layout const& source, int size)
{
    picture_reducer<T> reducer(source, size);
    std::vector<T> row(static_cast<std::size_t>(source.width) * static_cast<std::size_t>(source.channels));
    for (int y = 0; y != source.height; ++y) {
        session.call([&] { png_read_row(session.png, reinterpret_cast<png_bytep>(row.data()), nullptr); });
        reducer.add(std::span<T const>(row));
    }
    return reducer.take();
}

} // namespace

std::optional<picture> decode_png(std::vector<unsigned char> const& bytes, header const& head,
                                  limits const& bounds, int size)
{
    png_session session(bytes);
    png_structp const png = session.png;
    session.call([&] {
        png_set_crc_action(png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
        png_set_option(png, PNG_IGNORE_ADLER32, PNG_OPTION_ON); // of what those of the chunks protect
        png_read_info(png, session.info);
    });
    if (png_get_interlace_type(png, session.info) != PNG_INTERLACE_NONE)
        return std::nullopt;

    session.call([&] {
        png_set_expand(png); // palettes, less than 8 bits and a transparent colour
        if constexpr (std::endian::native == std::endian::little)
            png_set_swap(png);
        png_read_update_info(png, session.info);
    });
    int const channels = png_get_channels(png, session.info);
    bool const is_wide = png_get_bit_depth(png, session.info) == 16;
    png_uint_32 const width = png_get_image_width(png, session.info);
    png_uint_32 const height = png_get_image_height(png, session.info);
    check_decoded(head, width, height, static_cast<unsigned>(channels), is_wide ? 2 : 1, bounds);
    bool const has_alpha = channels % 2 == 0;
    sample_layout const source{
        .width = static_cast<int>(width),
        .height = static_cast<int>(height),
        .channels = channels,
        .has_alpha = has_alpha,
        .straight_alpha = has_alpha,
        .linear = false,
    };
    return is_wide ? read<unsigned short>(session, source, size) : read<unsigned char>(session, source, size);
}

} // namespace genpool::image
