// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "errors.hpp"

#include <span>

namespace genpool::image
{

/// libpng's decoder of a file in memory.
class png_session
{
public:
    explicit png_session(std::span<unsigned char const> bytes);
    ~png_session() { png_destroy_read_struct(&png, &info, nullptr); }

    png_session(png_session const&) = delete;
    png_session& operator=(png_session const&) = delete;

    /// As `png_errors::call`.
    template <class F>
    void call(F const& function)
    {
        errors_.call(png, function);
    }

    png_structp png = nullptr;
    png_infop info = nullptr;

private:
    static void read(png_structp png, png_bytep to, std::size_t size);

    png_errors errors_;
    std::span<unsigned char const> rest_;
};

} // namespace genpool::image
