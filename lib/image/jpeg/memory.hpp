// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <array>
#include <cstddef>
#include <cstdio> // jpeglib.h needs it
#include <jpeglib.h>

/// An array of blocks: jpeglib.h leaves it to who gives the memory what that is.
struct jvirt_barray_control
{
    void* memory;
    std::size_t bytes;
    JBLOCKARRAY rows;
};

namespace genpool::image
{

/// Where libjpeg keeps the coefficients of a progressive file, which take two bytes for each sample of the whole
/// picture: in pages that the kernel gives zeroed, and large ones where it can. libjpeg's own memory takes as
/// long to be had as the scans that a small picture needs take to be decoded.
class jpeg_memory
{
public:
    jpeg_memory() = default;
    ~jpeg_memory();

    jpeg_memory(jpeg_memory const&) = delete;
    jpeg_memory& operator=(jpeg_memory const&) = delete;

    /// From now on the blocks of components of which only the averages are shown have memory for no more: the
    /// 64 of a column share that of one, each with its first coefficient at another place. No scan may tell
    /// the other coefficients then.
    void keep_averages_alone() noexcept { averages_alone_ = true; }

    /// Makes libjpeg ask here. Then `info` can only be destroyed when this is.
    void serve(jpeg_decompress_struct& info);

private:
    static jvirt_barray_ptr request(j_common_ptr info, int pool, boolean zeroed, JDIMENSION blocks_of_row,
                                    JDIMENSION rows, JDIMENSION rows_at_once);
    static JBLOCKARRAY access(j_common_ptr info, jvirt_barray_ptr array, JDIMENSION first, JDIMENSION rows,
                              boolean writable);

    std::array<jvirt_barray_control, MAX_COMPONENTS> arrays_{};
    std::size_t count_ = 0;
    bool averages_alone_ = false;
};

} // namespace genpool::image
