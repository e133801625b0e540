// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "webp_decode.hpp"

#include "lanczos.hpp"
#include "reducer.hpp"

#include <new>
#include <stdexcept>
#include <webp/decode.h>

namespace genpool::image
{
namespace
{

/// What is to be decoded how, and the decoded picture.
struct webp_session : WebPDecoderConfig
{
    webp_session()
    {
        if (!WebPInitDecoderConfig(this))
            throw std::runtime_error("libwebp is another version than genpool was built with");
    }
    ~webp_session() { WebPFreeDecBuffer(&output); }

    webp_session(webp_session const&) = delete;
    webp_session& operator=(webp_session const&) = delete;
};

void check(VP8StatusCode status)
{
    if (status == VP8_STATUS_OUT_OF_MEMORY)
        throw std::bad_alloc();
    if (status == VP8_STATUS_NOT_ENOUGH_DATA || status == VP8_STATUS_SUSPENDED)
        throw std::runtime_error("WebP error: the file is cut short");
    if (status != VP8_STATUS_OK)
        throw std::runtime_error("WebP error: the file is damaged");
}

} // namespace

std::optional<picture> decode_webp(std::vector<unsigned char> const& bytes, header const& head,
                                   limits const& bounds, int size)
{
    webp_session session;
    WebPBitstreamFeatures const& found = session.input;
    check(WebPGetFeatures(bytes.data(), bytes.size(), &session.input));
    if (found.has_alpha || found.has_animation)
        return std::nullopt;
    constexpr int channels = 3;
    check_decoded(head, static_cast<unsigned>(found.width), static_cast<unsigned>(found.height), channels, 1,
                  bounds);

    extent const target = fitted(found.width, found.height, size);
    auto const scaled = [](int side, int factor) { return (side + factor - 1) / factor; };
    extent const decoded{scaled(found.width, whole_factor(found.width, target.width)),
                         scaled(found.height, whole_factor(found.height, target.height))};
    // Without, colours are stretched better.
    session.options.use_scaling = decoded.width != found.width || decoded.height != found.height;
    session.options.scaled_width = decoded.width;
    session.options.scaled_height = decoded.height;
    session.output.colorspace = MODE_RGB;
    check(WebPDecode(bytes.data(), bytes.size(), &session));

    lanczos_reducer reducer({decoded.width, double(decoded.width), target.width},
                            {decoded.height, double(decoded.height), target.height}, channels);
    WebPRGBABuffer const& rows = session.output.u.RGBA;
    for (int y = 0; y != decoded.height; ++y)
        reducer.add(std::span<unsigned char const>(rows.rgba + std::ptrdiff_t(y) * rows.stride,
                                                   static_cast<std::size_t>(decoded.width) * channels),
                    1.0f / 255);
    return picture{target.width, target.height, channels, false, reducer.take()};
}

} // namespace genpool::image
