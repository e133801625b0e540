// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <OpenImageIO/imageio.h>

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace genpool::image
{

/// What it does: encodes a picture in memory, as the bytes of a whole file. OpenImageIO must not write to a
/// file by itself: on a full disk its JPEG writer ends the process, and some of the others report success.
///
/// Parameters:
/// - `format`: OpenImageIO's name of the format, as "jpeg" or "png". In "tiff" there must be no attributes of
///   EXIF: OpenImageIO 2.4 cannot place them in memory, and the file could not be read.
/// - `spec`: the size, the channels, the type of the samples in the file, and attributes.
/// - `fill`: called once for each row, from the top, to fill in its samples, channels interleaved: 0 is black
///   and 1 is white.
/// Errors: `std::invalid_argument` for a size that the format cannot hold; `std::runtime_error` when
///   OpenImageIO fails; what `fill` throws.
/// Thread safety: safe, once `configure()` has returned.
/// Exception safety: a call that throws leaves nothing behind.
std::vector<unsigned char> encode(std::string const& format, OIIO::ImageSpec const& spec,
                                  std::function<void(int row, std::span<float> samples)> const& fill);

} // namespace genpool::image
