// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "session.hpp"

#include <algorithm>
#include <new>

namespace genpool::image
{

png_session::png_session(std::span<unsigned char const> bytes) : rest_(bytes)
{
    png = errors_.create(png_create_read_struct_2);
    if (png)
        info = png_create_info_struct(png);
    if (!info) {
        png_destroy_read_struct(&png, nullptr, nullptr);
        throw std::bad_alloc();
    }
    png_set_read_fn(png, this, read);
    // take_png_header() has looked at the checksums of the chunks, which protect what zlib's does too. Not every libpng
    // can leave that out.
    png_set_crc_action(png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
#ifdef PNG_IGNORE_ADLER32
    png_set_option(png, PNG_IGNORE_ADLER32, PNG_OPTION_ON);
#endif
}

void png_session::read(png_structp png, png_bytep to, std::size_t size)
{
    auto& rest = static_cast<png_session*>(png_get_io_ptr(png))->rest_;
    if (size > rest.size())
        png_error(png, "the file is cut short");
    std::copy_n(rest.begin(), size, to);
    rest = rest.subspan(size);
}

} // namespace genpool::image
