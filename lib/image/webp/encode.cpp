// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "encode.hpp"

#include "../header/byte_view.hpp"

#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <webp/encode.h>

namespace genpool::image
{
namespace
{

/// libwebp's encoder.
struct webp_encoder
{
    webp_encoder()
    {
        if (!WebPPictureInit(&input))
            throw std::runtime_error("libwebp is another version than genpool was built with");
        WebPMemoryWriterInit(&output);
        input.writer = WebPMemoryWrite;
        input.custom_ptr = &output;
    }
    ~webp_encoder()
    {
        WebPPictureFree(&input);
        WebPMemoryWriterClear(&output);
    }

    webp_encoder(webp_encoder const&) = delete;
    webp_encoder& operator=(webp_encoder const&) = delete;

    [[noreturn]] void fail() const
    {
        if (input.error_code == VP8_ENC_ERROR_OUT_OF_MEMORY ||
            input.error_code == VP8_ENC_ERROR_BITSTREAM_OUT_OF_MEMORY)
            throw std::bad_alloc();
        if (input.error_code == VP8_ENC_ERROR_BAD_DIMENSION)
            throw std::runtime_error("a WebP has at most 16383 pixels on a side");
        throw std::runtime_error("cannot be encoded as WebP: error " + std::to_string(input.error_code));
    }

    WebPPicture input;
    WebPMemoryWriter output;
};

/// The bytes that WebP knows: red, green, blue and, where there is one, alpha.
std::vector<unsigned char> interleaved(picture const& image)
{
    std::vector<unsigned char> bytes(image.samples.size());
    round_to_bytes(image.samples, bytes);
    if (image.colours() == 3)
        return bytes;
    std::vector<unsigned char> coloured;
    auto const step = static_cast<std::size_t>(image.channels);
    for (std::size_t n = 0; n != bytes.size(); n += step) {
        coloured.insert(coloured.end(), 3, bytes[n]);
        if (image.has_alpha)
            coloured.push_back(bytes[n + 1]);
    }
    return coloured;
}

void append_number(std::vector<unsigned char>& to, std::uint32_t value, int bytes)
{
    for (int n = 0; n != bytes; ++n)
        to.push_back(static_cast<unsigned char>(value >> 8 * n));
}

void append_chunk(std::vector<unsigned char>& to, std::string_view name, std::span<unsigned char const> data)
{
    if (data.empty())
        return;
    to.insert(to.end(), name.begin(), name.end());
    append_number(to, static_cast<std::uint32_t>(data.size()), 4);
    to.insert(to.end(), data.begin(), data.end());
    if (data.size() % 2)
        to.push_back(0);
}

/// The file with the metadata around its picture, in the order that the format wants.
std::vector<unsigned char> extended(std::span<unsigned char const> file, picture const& image,
                                    carried_metadata const& carried)
{
    constexpr std::size_t riff_header = 12;
    byte_view const view = little_endian(file);
    std::vector<unsigned char> made(file.begin(), file.begin() + riff_header);
    std::vector<unsigned char> features;
    append_number(features,
                  (carried.profile.empty() ? 0u : 0x20u) | (image.has_alpha ? 0x10u : 0u) |
                      (carried.exif.empty() ? 0u : 0x08u) | (carried.xmp.empty() ? 0u : 0x04u),
                  4);
    append_number(features, static_cast<std::uint32_t>(image.width - 1), 3);
    append_number(features, static_cast<std::uint32_t>(image.height - 1), 3);
    append_chunk(made, "VP8X", features);
    append_chunk(made, "ICCP", carried.profile);
    for (std::uint64_t at = riff_header; view.holds(at, 8);) {
        std::uint64_t const length = view.u32(at + 4);
        if (!view.has(at, "VP8X"))
            append_chunk(made, std::string_view(reinterpret_cast<char const*>(file.data() + at), 4),
                         view.part(at + 8, length).span());
        at += 8 + length + length % 2;
    }
    append_chunk(made, "EXIF", carried.exif);
    append_chunk(made, "XMP ", carried.xmp);
    auto const size = static_cast<std::uint32_t>(made.size() - 8);
    for (std::size_t n = 0; n != 4; ++n)
        made[4 + n] = static_cast<unsigned char>(size >> 8 * n);
    return made;
}

} // namespace

std::optional<std::vector<unsigned char>> encode_webp(picture const& image, carried_metadata const& carried,
                                                      int quality)
{
    WebPConfig config;
    if (!WebPConfigInit(&config))
        throw std::runtime_error("libwebp is another version than genpool was built with");
    config.quality = static_cast<float>(quality);
    webp_encoder encoder;
    encoder.input.width = image.width;
    encoder.input.height = image.height;
    std::vector<unsigned char> const bytes = interleaved(image);
    int const row = image.width * (image.has_alpha ? 4 : 3);
    bool const done = (image.has_alpha ? WebPPictureImportRGBA(&encoder.input, bytes.data(), row)
                                       : WebPPictureImportRGB(&encoder.input, bytes.data(), row)) &&
                      WebPEncode(&config, &encoder.input);
    if (!done)
        encoder.fail();
    std::span<unsigned char const> const file(encoder.output.mem, encoder.output.size);
    if (carried.profile.empty() && carried.exif.empty() && carried.xmp.empty())
        return std::vector<unsigned char>(file.begin(), file.end());
    return extended(file, image, carried);
}

} // namespace genpool::image
