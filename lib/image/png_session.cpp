// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "png_session.hpp"

#include <algorithm>
#include <cstring>
#include <new>

namespace genpool::image
{

png_session::png_session(std::span<unsigned char const> bytes) : rest_(bytes)
{
    constexpr auto pass_over = [](png_structp, char const*) {};
    png = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, escape, pass_over);
    if (png)
        info = png_create_info_struct(png);
    if (!info) {
        png_destroy_read_struct(&png, nullptr, nullptr);
        throw std::bad_alloc();
    }
    png_set_read_fn(png, this, read);
}

void png_session::escape(png_structp png, char const* message)
{
    auto& session = *static_cast<png_session*>(png_get_error_ptr(png));
    std::strncpy(session.message_.data(), message, session.message_.size() - 1);
    png_longjmp(png, 1);
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
