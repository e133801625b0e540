// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "image/fuzz/check.hpp"

#include <zlib.h>

namespace
{

/// `png` with right checksums: else nearly all that libFuzzer makes would be refused at the first.
genpool::test::bytes with_checksums(std::span<unsigned char const> png)
{
    genpool::test::bytes mended(png.begin(), png.end());
    constexpr std::size_t around = 12; // the length, the type and the checksum of a chunk
    for (std::size_t at = 8; at + around <= mended.size();) {
        genpool::image::byte_view const view = genpool::image::big_endian(mended);
        std::size_t const length = view.u32(at);
        if (!view.holds(at + around, length))
            break;
        std::uint32_t const sum = static_cast<std::uint32_t>(::crc32_z(0, &mended[at + 4], length + 4));
        for (std::size_t n = 0; n != 4; ++n)
            mended[at + 8 + length + n] = static_cast<unsigned char>(sum >> (24 - 8 * n));
        at += around + length;
    }
    return mended;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size)
{
    using namespace genpool::image;
    file_kind const png{image_format::png, take_png_header, describe_png};
    genpool::test::check_format(png, {data, size});
    genpool::test::check_format(png, with_checksums({data, size}));
    return 0;
}
