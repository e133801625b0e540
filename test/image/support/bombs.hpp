// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

// Small files that claim to be huge pictures, or cost much more than their bytes.

#include "images.hpp"

namespace genpool::test
{

bytes png_of(std::uint32_t width, std::uint32_t height);

/// Three channels, in scans of `channels_in_scan`; `frame` is the marker.
bytes jpeg_header(int frame, std::uint32_t width, std::uint32_t height, int channels_in_scan);

/// `more`: further attributes.
bytes exr_header(std::int32_t right, std::int32_t bottom, std::string_view more = {});

bytes webp_of_largest();
bytes tiff_of(std::uint32_t width, std::uint32_t height);

/// `progressive`, a JPEG, with its last scan so many times more.
bytes jpeg_with_scans(bytes const& progressive, int count);

/// What zlib makes of it.
bytes packed(bytes const& contents);

/// A chunk of a PNG that unpacks to so many spaces.
bytes packed_text_chunk(std::string_view type, std::string_view name, std::size_t size);

} // namespace genpool::test
