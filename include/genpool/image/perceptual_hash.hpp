// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/image/error.hpp>
#include <genpool/image/limits.hpp>

#include <boost/filesystem/path.hpp>

#include <array>
#include <cstdint>

namespace genpool::image
{

/// What a picture looks like from afar, in few bits: pictures that look alike have hashes that are near to each other,
/// whatever their size, format, compression and sharpness. Not if one is cropped, mirrored or turned (but EXIF orientation
/// is applied).
///
/// Thread safety: distinct objects: safe. Shared objects: unsafe.
struct perceptual_hash
{
    std::uint64_t across =
        0;                  ///< of 8 rows of 9 cells, a bit for each that is darker than the one to its right
    std::uint64_t down = 0; ///< of 9 rows of 8 cells, a bit for each that is darker than the one below
    std::array<std::uint8_t, 3> colour{}; ///< the mean of red, green and blue

    friend bool operator==(perceptual_hash const&, perceptual_hash const&) noexcept = default;
};

/// How far two pictures are from each other: the bits that differ, 0 to 128, and how far their mean colours are, 0 to 31.
/// That is an eighth of the largest difference of red, green or blue, 0 to 255; the fewer bits are set, the more of it,
/// up to the whole where none is, since there is nothing else to tell pictures of one colour each apart by. The same
/// picture in another size or compression is seldom farther than 8 away, and others seldom nearer than 24.
unsigned distance(perceptual_hash const& one, perceptual_hash const& other) noexcept;

/// What it does: reads one image and makes its hash: the difference hash of N. Krawetz, "Kind of Like That" (The Hacker
/// Factor Blog, 2013), in both directions, as B. Hoyt's `dhash` has it; a difference of less than a hundredth counts as
/// none, or the noise of plain areas would. What shines through is shown on black.
///
/// Parameters: `file`: as of `make_thumbnail`; `source`: what the image may cost.
/// Cancellation: none; one call is one unit of work.
/// Errors: `image_error`, for everything that can be wrong with the file, as of `make_thumbnail`; `std::bad_alloc` when
///   there is no memory even to tell.
/// Object lifetimes: nothing is kept.
/// Thread safety: safe, also on the same file, once `configure()` has returned.
/// Exception safety: a call that throws leaves nothing behind.
perceptual_hash make_perceptual_hash(boost::filesystem::path const& file, limits const& source = {});

} // namespace genpool::image
