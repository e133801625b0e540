// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "writer.hpp"

#include <boost/test/unit_test.hpp>

#include <webp/encode.h>

namespace genpool::test
{
namespace
{

void append_little(bytes& to, std::size_t value, int size)
{
    for (int n = 0; n != size; ++n)
        to.push_back(static_cast<unsigned char>(value >> 8 * n));
}

void append_chunk(bytes& to, std::string_view name, bytes const& data)
{
    append(to, name);
    append_little(to, data.size(), 4);
    append(to, data);
    if (data.size() % 2 != 0)
        to.push_back(0);
}

/// The chunks of a still picture, without those that only a whole file has.
bytes picture_chunks(webp_frame_kind const& frame)
{
    bytes pixels;
    for (int y = 0; y != frame.height; ++y) {
        for (int x = 0; x != frame.width; ++x) {
            for (int c = 0; c != frame.channels; ++c)
                pixels.push_back(static_cast<unsigned char>(frame_pixel(frame, x, y, c)));
        }
    }
    int const row = frame.width * frame.channels;
    constexpr float quality = 90;
    unsigned char* memory = nullptr;
    std::size_t const size =
        frame.channels == 4
            ? frame.is_lossless
                  ? WebPEncodeLosslessRGBA(pixels.data(), frame.width, frame.height, row, &memory)
                  : WebPEncodeRGBA(pixels.data(), frame.width, frame.height, row, quality, &memory)
        : frame.is_lossless ? WebPEncodeLosslessRGB(pixels.data(), frame.width, frame.height, row, &memory)
                            : WebPEncodeRGB(pixels.data(), frame.width, frame.height, row, quality, &memory);
    BOOST_REQUIRE(size != 0);
    constexpr std::size_t riff = 12;
    constexpr std::size_t extended = 18;
    bytes const chunks(memory + (memory[riff + 3] == 'X' ? riff + extended : riff), memory + size);
    WebPFree(memory);
    return chunks;
}

} // namespace

int frame_pixel(webp_frame_kind const& frame, int x, int y, int c)
{
    return c == 3 ? 40 + (x * 9 + y * 5) % 200 : (x * 7 + y * 13 + c * 50 + frame.dye) % 256;
}

bytes animated_webp(int width, int height, std::vector<webp_frame_kind> const& frames)
{
    bytes head{0x12, 0, 0, 0}; // alpha, animation
    append_little(head, static_cast<std::size_t>(width - 1), 3);
    append_little(head, static_cast<std::size_t>(height - 1), 3);
    bytes chunks;
    append(chunks, "WEBP");
    append_chunk(chunks, "VP8X", head);
    append_chunk(chunks, "ANIM", {0x10, 0x80, 0xF0, 0xFF, 0, 0}); // on a background that browsers do not show
    for (webp_frame_kind const& frame : frames) {
        bytes data;
        append_little(data, static_cast<std::size_t>(frame.x / 2), 3);
        append_little(data, static_cast<std::size_t>(frame.y / 2), 3);
        append_little(data, static_cast<std::size_t>(frame.width + frame.claimed_by - 1), 3);
        append_little(data, static_cast<std::size_t>(frame.height - 1), 3);
        append_little(data, 100, 3);
        data.push_back(static_cast<unsigned char>(frame.flags));
        append(data, picture_chunks(frame));
        append_chunk(chunks, "ANMF", data);
    }
    bytes file;
    append_chunk(file, "RIFF", chunks);
    return file;
}

} // namespace genpool::test
