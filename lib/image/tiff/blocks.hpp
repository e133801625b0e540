// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "layout.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace genpool::image
{

/// The strips and tiles of a TIFF, decompressed one by one. Strips too large to be held come in parts.
class tiff_blocks
{
public:
    /// Throws when a block is over the limits.
    tiff_blocks(tiff_file const& file, tiff_layout const& layout, limits const& bounds);

    /// The size of a block. The last ones may reach beyond the picture: tiles always hold all of it, strips less rows.
    std::uint32_t width() const noexcept { return width_; }
    std::uint32_t rows() const noexcept { return rows_; }

    /// Of a row of a block; where chroma is subsampled, of the rows that share it.
    std::size_t row_bytes() const noexcept { return row_bytes_; }

    /// Of a whole block.
    std::size_t bytes() const noexcept { return bytes_of(rows_); }

    /// Reads the block whose upper left pixel is (x, y), of this plane, which is 0 unless each sample has its own.
    /// Throws unless all its bytes have come. `to` holds bytes(), and its contents are lost.
    void read(std::uint32_t x, std::uint32_t y, unsigned plane, std::span<unsigned char> to);

private:
    std::size_t bytes_of(std::uint32_t rows) const noexcept;
    void read_rows(std::uint32_t y, std::uint32_t rows, unsigned plane, unsigned char* to) const;

    tiff_file const& file_;
    tiff_layout const& layout_;
    std::uint32_t width_;
    std::uint32_t rows_;
    std::size_t row_bytes_;
};

} // namespace genpool::image
