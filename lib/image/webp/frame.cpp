// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "frame.hpp"

#include "../header/byte_view.hpp"

#include <stdexcept>

namespace genpool::image
{
namespace
{

constexpr std::uint64_t first_chunk = 12;
constexpr std::uint64_t chunk_header = 8;
constexpr std::uint64_t frame_header = 16;
constexpr std::uint8_t animation_flag = 0x02;

std::uint32_t u24(byte_view const& bytes, std::uint64_t at)
{
    return bytes.u16(at) | std::uint32_t(bytes.u8(at + 2)) << 16;
}

} // namespace

std::optional<webp_frame> first_webp_frame(std::span<unsigned char const> file)
{
    byte_view const bytes = little_endian(file);
    if (!bytes.has(first_chunk, "VP8X") || !(bytes.u8(first_chunk + chunk_header) & animation_flag))
        return std::nullopt;
    for (std::uint64_t at = first_chunk; bytes.holds(at, chunk_header);) {
        std::uint64_t const length = bytes.u32(at + 4);
        if (!bytes.has(at, "ANMF")) {
            at += chunk_header + length + length % 2;
            continue;
        }
        if (!bytes.holds(at + chunk_header, length))
            break;
        byte_view const chunk = bytes.part(at + chunk_header, length);
        webp_frame const frame{u24(chunk, 0) * 2, u24(chunk, 3) * 2, u24(chunk, 6) + 1, u24(chunk, 9) + 1,
                               chunk.from(frame_header).span()};
        if (std::uint64_t(frame.x) + frame.width > u24(bytes, first_chunk + chunk_header + 4) + 1 ||
            std::uint64_t(frame.y) + frame.height > u24(bytes, first_chunk + chunk_header + 7) + 1)
            throw std::runtime_error("WebP error: the file is damaged: a frame that is beyond the canvas");
        return frame;
    }
    throw std::runtime_error("WebP error: the file is cut short: it is animated and has no whole frame");
}

} // namespace genpool::image
