// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <array>
#include <csetjmp>
#include <png.h>
#include <span>
#include <stdexcept>
#include <string>

namespace genpool::image
{

/// libpng's decoder of a file in memory, whose errors become exceptions. Its warnings are not told: they are
/// about what can be decoded all the same.
class png_session
{
public:
    explicit png_session(std::span<unsigned char const> bytes);
    ~png_session() { png_destroy_read_struct(&png, &info, nullptr); }

    png_session(png_session const&) = delete;
    png_session& operator=(png_session const&) = delete;

    /// Calls `function`, which calls libpng. Between the two nothing may need a destructor: an error jumps
    /// over it, because exceptions must not pass through C.
    template <class F>
    void call(F const& function)
    {
        if (setjmp(png_jmpbuf(png)) != 0)
            throw std::runtime_error("PNG error: " + std::string(message_.data()));
        function();
    }

    png_structp png = nullptr;
    png_infop info = nullptr;

private:
    [[noreturn]] static void escape(png_structp png, char const* message);
    static void read(png_structp png, png_bytep to, std::size_t size);

    std::span<unsigned char const> rest_;
    std::array<char, 256> message_{};
};

} // namespace genpool::image
