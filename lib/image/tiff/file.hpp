// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <tiffio.h>

namespace genpool::image
{

/// A TIFF in memory, opened by libtiff. What libtiff says is wrong with it becomes an exception; it may say
/// so, or only warn, and go on as if nothing was missing.
class tiff_file
{
public:
    /// No piece of memory that libtiff takes may be larger than `most_memory`.
    tiff_file(std::span<unsigned char const> bytes, std::uint64_t most_memory);

    tiff_file(tiff_file const&) = delete;
    tiff_file& operator=(tiff_file const&) = delete;

    TIFF* get() const noexcept { return tiff_.get(); }

    /// The number with this tag, of the type that libtiff has for it; 0 where there is none.
    template <class T>
    T number(std::uint32_t tag) const
    {
        T value = 0;
        return TIFFGetFieldDefaulted(get(), tag, &value) ? value : T(0);
    }

    /// From here on pixels are read: what codecs warn of may be that some are missing.
    void begin_pixels() { reads_pixels_ = true; }

    /// Throws unless all was well so far, and so many bytes have come as were asked for.
    void check(tmsize_t bytes, tmsize_t wanted) const;

private:
    struct closer
    {
        void operator()(TIFF* tiff) const { TIFFClose(tiff); }
    };

    using text = std::array<char, 256>; // of a fixed size, because exceptions must not pass through C

    static tmsize_t read(thandle_t handle, void* to, tmsize_t size);
    static toff_t seek(thandle_t handle, toff_t offset, int whence);
    static int map(thandle_t handle, void** begin, toff_t* size);
    static int keep_error(TIFF*, void* file, char const* where, char const* format, va_list arguments);
    static int keep_warning(TIFF*, void* file, char const* where, char const* format, va_list arguments);

    std::span<unsigned char const> bytes_;
    std::uint64_t at_ = 0;
    bool reads_pixels_ = false;
    text error_{}; // the first
    std::unique_ptr<TIFF, closer> tiff_;
};

} // namespace genpool::image
