// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "decode.hpp"

#include "../resize/reducer.hpp"
#include "blocks.hpp"
#include "colours.hpp"
#include "rows.hpp"

#include <algorithm>

namespace genpool::image
{
namespace
{

template <class T>
void read_ready(tiff_blocks& blocks, tiff_layout const& layout, picture_reducer<T>& reducer)
{
    std::vector<T> rows(blocks.bytes() / sizeof(T));
    std::span const raw(reinterpret_cast<unsigned char*>(rows.data()), blocks.bytes());
    for (std::uint32_t y = 0; y < layout.height; y += blocks.rows()) {
        blocks.read(0, y, 0, raw);
        std::size_t const count = std::min(blocks.rows(), layout.height - y);
        reducer.add(std::span<T const>(rows).first(rows.size() / blocks.rows() * count));
    }
}

template <class T>
void read_apart(tiff_blocks& blocks, tiff_layout const& layout, tiff_rows<T>& rows,
                picture_reducer<T>& reducer)
{
    std::size_t const row_samples = std::size_t(layout.width) * layout.channels();
    std::vector<unsigned char> block(blocks.bytes());
    std::vector<T> beside(row_samples *
                          std::min(blocks.rows(), layout.height)); // the blocks beside each other
    for (std::uint32_t y = 0; y < layout.height; y += std::min(blocks.rows(), layout.height - y)) {
        std::uint32_t const count = std::min(blocks.rows(), layout.height - y);
        for (std::uint32_t x = 0; x < layout.width; x += std::min(blocks.width(), layout.width - x)) {
            for (unsigned plane = 0; plane != (layout.planes ? layout.samples : 1); ++plane) {
                if (!rows.takes(plane))
                    continue;
                blocks.read(x, y, plane, block);
                for (std::uint32_t row = 0; row != count; ++row)
                    rows.take(block.data(), row, std::min(blocks.width(), layout.width - x), plane,
                              beside.data() + row * row_samples + std::size_t(x) * layout.channels());
            }
        }
        reducer.add(std::span<T const>(beside).first(row_samples * count));
    }
}

template <class T>
pictures read(tiff_file const& file, tiff_layout const& layout, header& head, limits const& bounds,
              reduction const& wanted)
{
    tiff_colour_maker const colours(file, layout);
    tiff_blocks blocks(file, layout, bounds);
    tiff_rows<T> rows(file, layout, blocks.row_bytes());
    picture_reducer<T> reducer(layout.reduced(), wanted);
    if (rows.are_ready() && !layout.tile_width)
        read_ready(blocks, layout, reducer);
    else
        read_apart(blocks, layout, rows, reducer);
    pictures images = reducer.take([&](picture& made) { colours(made, head.icc_profile); });
    if (colours.outdates_profile())
        head.icc_profile.clear();
    return images;
}

} // namespace

std::optional<pictures> decode_tiff(std::vector<unsigned char> const& bytes, header& head,
                                    limits const& bounds, reduction const& wanted)
{
    tiff_file file(bytes, bounds.decoded_bytes);
    tiff_layout const layout = layout_of(file, head, bounds);
    file.begin_pixels();
    bool const is_integer = layout.numbers != tiff_numbers::floating;
    if (is_integer && layout.bits <= 8 && layout.colours != tiff_colours::palette)
        return read<unsigned char>(file, layout, head, bounds, wanted);
    if (is_integer && layout.bits <= 16)
        return read<unsigned short>(file, layout, head, bounds, wanted);
    return read<float>(file, layout, head, bounds, wanted);
}

} // namespace genpool::image
