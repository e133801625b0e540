// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "tiff_decode.hpp"

#include "reducer.hpp"
#include "tiff_file.hpp"

#include <algorithm>
#include <limits>

namespace genpool::image
{
namespace
{

/// What is decoded at once: a strip, or the tiles beside each other.
constexpr std::uint64_t most_bytes_at_once = 64u << 20;

struct layout
{
    sample_layout samples;
    std::uint32_t tile_width; ///< 0 when the picture is in strips
    std::uint32_t rows;       ///< of a strip or a tile
    int sample_bytes;

    std::size_t row_samples() const
    {
        return static_cast<std::size_t>(samples.width) * static_cast<std::size_t>(samples.channels);
    }
    std::uint64_t bytes_at_once() const
    {
        std::uint64_t const height =
            tile_width ? rows : std::min(rows, static_cast<std::uint32_t>(samples.height));
        return std::uint64_t(row_samples()) * static_cast<std::uint64_t>(sample_bytes) * height;
    }
};

bool is_common(std::uint16_t compression)
{
    return compression == COMPRESSION_NONE || compression == COMPRESSION_LZW ||
           compression == COMPRESSION_DEFLATE || compression == COMPRESSION_ADOBE_DEFLATE ||
           compression == COMPRESSION_PACKBITS;
}

/// Nothing of a file that is left to OpenImageIO.
std::optional<layout> layout_of(tiff_file const& file, header const& head, limits const& bounds)
{
    auto const number = [&](std::uint32_t tag) { return file.number<std::uint16_t>(tag); };
    int const channels = number(TIFFTAG_SAMPLESPERPIXEL);
    int const bits = number(TIFFTAG_BITSPERSAMPLE);
    int const photometric = number(TIFFTAG_PHOTOMETRIC);
    int const colours = photometric == PHOTOMETRIC_RGB ? 3 : photometric == PHOTOMETRIC_MINISBLACK ? 1 : 0;
    bool const has_alpha = channels == colours + 1;
    if (colours == 0 || (channels != colours && !has_alpha) || (bits != 8 && bits != 16) ||
        number(TIFFTAG_SAMPLEFORMAT) != SAMPLEFORMAT_UINT ||
        number(TIFFTAG_PLANARCONFIG) != PLANARCONFIG_CONTIG || !is_common(number(TIFFTAG_COMPRESSION)))
        return std::nullopt;

    std::uint16_t extra = 0;
    std::uint16_t const* meanings = nullptr;
    TIFFGetFieldDefaulted(file.get(), TIFFTAG_EXTRASAMPLES, &extra, &meanings);
    if (extra != channels - colours || (has_alpha && meanings[0] == EXTRASAMPLE_UNSPECIFIED))
        return std::nullopt;

    auto const width = file.number<std::uint32_t>(TIFFTAG_IMAGEWIDTH);
    auto const height = file.number<std::uint32_t>(TIFFTAG_IMAGELENGTH);
    check_decoded(head, width, height, static_cast<unsigned>(channels), static_cast<unsigned>(bits / 8),
                  bounds);
    bool const is_tiled = TIFFIsTiled(file.get()) != 0;
    auto const rows = file.number<std::uint32_t>(is_tiled ? TIFFTAG_TILELENGTH : TIFFTAG_ROWSPERSTRIP);
    constexpr auto all = std::numeric_limits<std::uint32_t>::max();
    layout const found{
        .samples{
            .width = static_cast<int>(width),
            .height = static_cast<int>(height),
            .channels = channels,
            .has_alpha = has_alpha,
            .straight_alpha = has_alpha && meanings[0] == EXTRASAMPLE_UNASSALPHA,
            .linear = false,
        },
        .tile_width = is_tiled ? file.number<std::uint32_t>(TIFFTAG_TILEWIDTH) : 0,
        .rows = !is_tiled && rows == all ? height : rows,
        .sample_bytes = bits / 8,
    };
    // A tile may be wider than the picture.
    std::uint64_t const most = std::min(most_bytes_at_once, bounds.decoded_bytes);
    if (found.rows == 0 || (is_tiled && found.tile_width == 0) || found.bytes_at_once() > most ||
        std::uint64_t(found.tile_width) * found.rows * static_cast<unsigned>(channels * bits / 8) > most)
        return std::nullopt;
    return found;
}

template <class T>
void read_strips(tiff_file const& file, layout const& source, picture_reducer<T>& reducer)
{
    std::vector<T> strip(static_cast<std::size_t>(source.bytes_at_once()) / sizeof(T));
    auto const height = static_cast<std::uint32_t>(source.samples.height);
    std::uint32_t number = 0;
    std::uint32_t y = 0;
    for (; height - y >= source.rows; y += source.rows, ++number) {
        auto const bytes = static_cast<tmsize_t>(strip.size() * sizeof(T));
        file.check(TIFFReadEncodedStrip(file.get(), number, strip.data(), bytes), bytes);
        reducer.add(std::span<T const>(strip));
    }
    // A last strip that is shorter may hold as many rows as the others. Read at once, libtiff 4.5 leaves out
    // the end of what is wanted then.
    for (; y != height; ++y) {
        file.check(TIFFReadScanline(file.get(), strip.data(), y, 0), 1);
        reducer.add(std::span<T const>(strip).first(source.row_samples()));
    }
}

template <class T>
void read_tiles(tiff_file const& file, layout const& source, picture_reducer<T>& reducer)
{
    auto const channels = static_cast<std::size_t>(source.samples.channels);
    std::size_t const tile_row = source.tile_width * channels;
    std::vector<T> tile(tile_row * source.rows);
    std::vector<T> tiles(source.row_samples() * source.rows); // beside each other
    auto const bytes = static_cast<tmsize_t>(tile.size() * sizeof(T));
    auto const height = static_cast<std::uint32_t>(source.samples.height);
    std::uint32_t number = 0;
    for (std::uint32_t y = 0; y < height; y += std::min(source.rows, height - y)) {
        std::uint32_t const rows = std::min(source.rows, height - y);
        for (std::size_t x = 0; x < source.row_samples(); x += tile_row, ++number) {
            file.check(TIFFReadEncodedTile(file.get(), number, tile.data(), bytes), bytes);
            std::size_t const count = std::min(tile_row, source.row_samples() - x);
            for (std::size_t row = 0; row != rows; ++row)
                std::copy_n(tile.data() + row * tile_row, count,
                            tiles.data() + row * source.row_samples() + x);
        }
        reducer.add(std::span(tiles).first(source.row_samples() * rows));
    }
}

template <class T>
picture read(tiff_file const& file, layout const& source, int size)
{
    picture_reducer<T> reducer(source.samples, size);
    source.tile_width ? read_tiles(file, source, reducer) : read_strips(file, source, reducer);
    return reducer.take();
}

} // namespace

std::optional<picture> decode_tiff(std::vector<unsigned char> const& bytes, header const& head,
                                   limits const& bounds, int size)
{
    tiff_file const file(bytes, bounds.decoded_bytes);
    std::optional<layout> const source = layout_of(file, head, bounds);
    if (!source)
        return std::nullopt;
    return source->sample_bytes == 1 ? read<unsigned char>(file, *source, size)
                                     : read<unsigned short>(file, *source, size);
}

} // namespace genpool::image
