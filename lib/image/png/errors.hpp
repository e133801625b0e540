// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <array>
#include <csetjmp>
#include <png.h>

namespace genpool::image
{

/// Makes exceptions of libpng's errors. Its warnings are not told: they are about what can be done all the same.
class png_errors
{
public:
    png_errors() = default;

    png_errors(png_errors const&) = delete;
    png_errors& operator=(png_errors const&) = delete;

    /// What one of libpng's two functions returns that create one, which keeps the address of this.
    template <class F>
    png_structp create(F const& function)
    {
        return function(PNG_LIBPNG_VER_STRING, this, escape, pass_over, this, allocate, release);
    }

    /// Calls `function`, which calls libpng. Between the two nothing may need a destructor: an error jumps
    /// over it, because exceptions must not pass through C.
    template <class F>
    void call(png_structp png, F const& function)
    {
        if (setjmp(png_jmpbuf(png)) != 0)
            throw_error();
        function();
    }

private:
    [[noreturn]] static void escape(png_structp png, char const* message);
    static void pass_over(png_structp, char const*) {}
    static png_voidp allocate(png_structp png, png_alloc_size_t size);
    static void release(png_structp, png_voidp memory);
    [[noreturn]] void throw_error() const;

    std::array<char, 256> message_{};
    bool is_out_of_memory_ = false; // which libpng tells by words alone
};

} // namespace genpool::image
