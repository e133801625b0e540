// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "decode.hpp"

#include "../resize/reducer.hpp"
#include "session.hpp"

#include <bit>

namespace genpool::image
{
namespace
{

template <class T>
pictures read(png_session& session, sample_layout const& source, reduction const& wanted)
{
    picture_reducer<T> reducer(source, wanted);
    std::size_t const row =
        static_cast<std::size_t>(source.width) * static_cast<std::size_t>(source.channels);
    // An interlaced picture comes in seven passes over all of it.
    int const passes = png_get_interlace_type(session.png, session.info) == PNG_INTERLACE_NONE ? 1 : 7;
    std::size_t const rows_held = passes == 1 ? 1 : static_cast<std::size_t>(source.height);
    std::vector<T> held(row * rows_held);
    auto const read_row = [&](std::size_t y) {
        auto const to = reinterpret_cast<png_bytep>(held.data() + y % rows_held * row);
        session.call([&] { png_read_row(session.png, to, nullptr); });
    };
    for (int pass = 1; pass != passes; ++pass) {
        for (std::size_t y = 0; y != rows_held; ++y)
            read_row(y);
    }
    for (std::size_t y = 0; y != static_cast<std::size_t>(source.height); ++y) {
        read_row(y);
        reducer.add(std::span<T const>(held).subspan(y % rows_held * row, row));
    }
    return reducer.take();
}

} // namespace

std::optional<pictures> decode_png(std::vector<unsigned char> const& bytes, header const& head,
                                   limits const& bounds, reduction const& wanted)
{
    png_session session(bytes);
    png_structp const png = session.png;
    session.call([&] {
        png_read_info(png, session.info);
        png_set_interlace_handling(png);
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
    return is_wide ? read<unsigned short>(session, source, wanted)
                   : read<unsigned char>(session, source, wanted);
}

} // namespace genpool::image
