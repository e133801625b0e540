// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/image/error.hpp>

#include <boost/filesystem/path.hpp>

#include <cstdint>
#include <optional>
#include <span>

namespace genpool::image
{

/// What a file is, by its first bytes.
enum class image_format : unsigned char
{
    jpeg,
    png,
    webp,
    tiff,
    openexr
};

/// Its name, in lower case: `jpeg`.
char const* name(image_format format) noexcept;

/// What the header of an image says about it.
struct image_info
{
    image_format format = image_format::jpeg;
    std::uint64_t file_bytes = 0;
    std::uint64_t width = 0;  ///< as the pixels are stored: `orientation` is not applied
    std::uint64_t height = 0; ///< of OpenEXR, as of the width, the data window
    unsigned channels =
        0;             ///< that a pixel has, alpha included: those of a palette's colours, where there is one
    unsigned bits = 0; ///< of a sample, as it is stored; of an index, where there is a palette
    bool has_alpha = false;
    bool has_palette = false;
    bool has_profile = false;                ///< a colour profile, sound or not
    int orientation = 1;                     ///< as EXIF numbers it, 1 to 8; 1 is upright
    std::optional<std::uint64_t> pages = {}; ///< or frames, or parts; empty where they cannot be told

    /// Whether the picture is shown with its sides exchanged.
    bool is_turned() const noexcept { return orientation >= 5; }
};

/// What it does: tells what the header of an image says, without decoding it: of a file of any size a few kilobytes are
/// read, so that this takes hardly longer than opening it. The format is told by the first bytes, whatever the name
/// ends in. It is what the file claims, and no bound is put on it: whether the pixels are sound, and within `limits`, is
/// seen when a thumbnail is made. What some files say behind their pixels is not looked for: a PNG may have its
/// orientation there.
///
/// Parameters: `file`: a regular file, or a symbolic link to one. Anything else, as a pipe, a device or a directory, is
///   refused without being opened.
/// Cancellation: none; one call is one unit of work.
/// Errors: `image_error`, for everything that can be wrong with the file or its header; `std::bad_alloc` when there is
///   no memory even to tell.
/// Object lifetimes: nothing is kept.
/// Thread safety: safe, also on the same file. `configure()` need not have been called.
/// Exception safety: a call that throws leaves nothing behind.
image_info probe(boost::filesystem::path const& file);

/// The same of the bytes of a whole file, in memory.
///
/// Errors: `image_error` with no name of a file: `what()` is the reason alone.
/// Object lifetimes: `file` is referred to until the call returns.
image_info probe(std::span<unsigned char const> file);

} // namespace genpool::image
