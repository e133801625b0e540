// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <cstdint>

namespace genpool::image
{

/// What it does: bounds what one image may cost. Its size is checked in the file's own header before a
/// decoder sees it, so a small file that claims to be a huge picture costs nothing; the rest is checked
/// before any pixel is decoded. Beside that no JPEG of more than 500 scans is read. An aggregate.
///
/// Parameters:
/// - `file_bytes`: of the file, which is read into memory whole. Default: 1 GiB.
/// - `side`: pixels across and down, each. Default: 65500, the most that JPEG can hold.
/// - `pixels`: across times down. Default: 268402689, which is 16383 × 16383.
/// - `channels`: Default: 64.
/// - `decoded_bytes`: of the whole picture as the file stores it, which some decoders hold in memory at once.
///   Default: 1 GiB.
/// Thread safety: distinct objects: safe. Shared objects: unsafe.
struct limits
{
    std::uint64_t file_bytes = std::uint64_t(1) << 30;
    std::uint64_t side = 65500;
    std::uint64_t pixels = 16383 * 16383;
    std::uint64_t channels = 64;
    std::uint64_t decoded_bytes = std::uint64_t(1) << 30;
};

} // namespace genpool::image
