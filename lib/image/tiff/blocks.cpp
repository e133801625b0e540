// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "blocks.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace genpool::image
{
namespace
{

/// Strips that are larger are read in parts, where that is possible.
constexpr std::uint64_t large = 64u << 20;

std::uint64_t ceil_div(std::uint64_t value, std::uint64_t divisor) { return (value + divisor - 1) / divisor; }

std::uint64_t row_bytes_of(tiff_layout const& layout, std::uint64_t width)
{
    std::uint64_t const samples = layout.is_subsampled() ? ceil_div(width, layout.chroma_across) *
                                                               (layout.chroma_across * layout.chroma_down + 2)
                                                         : width * (layout.planes ? 1 : layout.samples);
    return ceil_div(samples * layout.bits, 8);
}

/// Whether libtiff can only read whole strips.
bool is_whole(tiff_layout const& layout)
{
    return layout.is_subsampled() || layout.compression == COMPRESSION_JBIG ||
           layout.compression == COMPRESSION_OJPEG;
}

} // namespace

tiff_blocks::tiff_blocks(tiff_file const& file, tiff_layout const& layout, limits const& bounds)
    : file_(file), layout_(layout), width_(layout.tile_width ? layout.tile_width : layout.width),
      rows_(layout.rows), row_bytes_(0)
{
    // A tile may be larger than the picture, but not so much that a small file costs as much as a large one. What
    // follows cannot overflow: a side has 32 bits, a pixel at most 16 + 6.
    std::uint64_t const row = row_bytes_of(layout, width_);
    std::uint64_t const picture =
        row_bytes_of(layout, layout.width) * layout.height * (layout.planes ? layout.samples : 1);
    std::uint64_t const most = std::min(bounds.decoded_bytes, std::max(large, 4 * picture));
    auto const fits = [&] { return row <= most && ceil_div(rows_, layout.chroma_down) <= most / row; };
    if (!layout.tile_width && !layout.planes && !is_whole(layout) && row * rows_ > large) {
        constexpr std::uint32_t part = 64;
        rows_ = std::min(rows_, part);
    }
    if (!fits())
        throw std::runtime_error("a strip or tile of " + std::to_string(width_) + " x " +
                                 std::to_string(rows_) + " pixels is over the limit of " +
                                 std::to_string(most) + " bytes");
    row_bytes_ = static_cast<std::size_t>(row);

    // libtiff writes as much as it thinks that there is.
    auto const same = [&](std::uint64_t bytes, std::uint32_t rows) { return bytes == bytes_of(rows); };
    if (!(layout.tile_width ? same(TIFFTileSize64(file.get()), rows_)
                            : same(TIFFVStripSize64(file.get(), rows_), rows_) &&
                                  (is_whole(layout) || TIFFScanlineSize64(file.get()) == row)))
        throw std::runtime_error("cannot be decoded");
}

std::size_t tiff_blocks::bytes_of(std::uint32_t rows) const noexcept
{
    return row_bytes_ * static_cast<std::size_t>(ceil_div(rows, layout_.chroma_down));
}

void tiff_blocks::read(std::uint32_t x, std::uint32_t y, unsigned plane, std::span<unsigned char> to)
{
    // Not every codec tells when it has less than was asked for.
    if (layout_.compression != COMPRESSION_NONE)
        std::ranges::fill(to, static_cast<unsigned char>(0));
    auto const sample = static_cast<std::uint16_t>(plane);
    if (layout_.tile_width) {
        auto const size = static_cast<tmsize_t>(bytes());
        std::uint32_t const tile = TIFFComputeTile(file_.get(), x, y, 0, sample);
        file_.check(TIFFReadEncodedTile(file_.get(), tile, to.data(), size), size);
        return;
    }
    std::uint32_t const rows = std::min(rows_, layout_.height - y);
    // A last strip that is shorter may hold as many rows as the others. Read at once, libtiff 4.5 leaves out the end
    // of what is wanted then.
    if (!is_whole(layout_) && rows != layout_.rows)
        return read_rows(y, rows, plane, to.data());
    auto const size = static_cast<tmsize_t>(bytes_of(rows));
    file_.check(TIFFReadEncodedStrip(file_.get(), TIFFComputeStrip(file_.get(), y, sample), to.data(), size),
                size);
}

void tiff_blocks::read_rows(std::uint32_t y, std::uint32_t rows, unsigned plane, unsigned char* to) const
{
    for (std::uint32_t const end = y + rows; y != end; ++y, to += row_bytes_)
        file_.check(TIFFReadScanline(file_.get(), to, y, static_cast<std::uint16_t>(plane)), 1);
}

} // namespace genpool::image
