// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "decode.hpp"

#include "../resize/reducer.hpp"
#include "../resize/resampler.hpp"
#include "frame.hpp"

#include <algorithm>
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
    if (status == VP8_STATUS_OUT_OF_MEMORY) // libwebp 1.5 says so also of damaged transparency
        throw std::runtime_error("WebP error: there is not enough memory, or the file is damaged");
    if (status == VP8_STATUS_NOT_ENOUGH_DATA || status == VP8_STATUS_SUSPENDED)
        throw std::runtime_error("WebP error: the file is cut short");
    if (status != VP8_STATUS_OK)
        throw std::runtime_error("WebP error: the file is damaged");
}

/// Where what is decoded goes; all of the canvas, unless it is a frame of an animation.
webp_frame placed(std::span<unsigned char const> file, header const& head)
{
    if (std::optional<webp_frame> const frame = first_webp_frame(file))
        return *frame;
    return {0, 0, static_cast<std::uint32_t>(head.width), static_cast<std::uint32_t>(head.height), file};
}

std::span<unsigned char const> row_of(webp_session const& session, int y, std::size_t samples)
{
    WebPRGBABuffer const& rows = session.output.u.RGBA;
    return {rows.rgba + std::ptrdiff_t(y) * rows.stride, samples};
}

/// libwebp averages while it decodes, before the colours become RGB.
pictures decode_opaque(webp_session& session, std::span<unsigned char const> bytes, reduction const& wanted)
{
    WebPBitstreamFeatures const& found = session.input;
    std::vector<extent> const targets = wanted.targets(found.width, found.height);
    extent const most = largest(targets);
    auto const scaled = [](int side, int factor) { return (side + factor - 1) / factor; };
    extent const decoded{scaled(found.width, whole_factor(found.width, most.width)),
                         scaled(found.height, whole_factor(found.height, most.height))};
    // Without, colours are stretched better.
    session.options.use_scaling = decoded.width != found.width || decoded.height != found.height;
    session.options.scaled_width = decoded.width;
    session.options.scaled_height = decoded.height;
    session.output.colorspace = MODE_RGB;
    check(WebPDecode(bytes.data(), bytes.size(), &session));

    constexpr int channels = 3;
    auto const samples = static_cast<std::size_t>(decoded.width) * channels;
    pictures images;
    for (extent const& target : targets) {
        resampler reducer({decoded.width, double(decoded.width), target.width},
                          {decoded.height, double(decoded.height), target.height}, channels, wanted.filter);
        for (int y = 0; y != decoded.height; ++y)
            reducer.add(row_of(session, y, samples), 1.0f / 255);
        images.push_back({target.width, target.height, channels, false, reducer.take()});
    }
    return images;
}

pictures decode_opaque_in_light(webp_session& session, std::span<unsigned char const> bytes,
                                reduction const& wanted)
{
    session.output.colorspace = MODE_RGB;
    check(WebPDecode(bytes.data(), bytes.size(), &session));
    constexpr int channels = 3;
    WebPBitstreamFeatures const& found = session.input;
    picture_reducer<unsigned char> reducer(
        {
            .width = found.width,
            .height = found.height,
            .channels = channels,
            .has_alpha = false,
            .straight_alpha = false,
            .linear = false,
        },
        wanted);
    for (int y = 0; y != found.height; ++y)
        reducer.add(row_of(session, y, static_cast<std::size_t>(found.width) * channels));
    return reducer.take();
}

/// Colours are multiplied by alpha before they are averaged, which libwebp does not do. What the frame leaves free of
/// the canvas is transparent, as browsers show it, whatever background the file tells.
pictures decode_on_canvas(webp_session& session, webp_frame const& frame, header const& head,
                          reduction const& wanted)
{
    session.output.colorspace = MODE_RGBA;
    check(WebPDecode(frame.bytes.data(), frame.bytes.size(), &session));

    constexpr std::size_t channels = 4;
    picture_reducer<unsigned char> reducer(
        {
            .width = static_cast<int>(head.width),
            .height = static_cast<int>(head.height),
            .channels = channels,
            .has_alpha = true,
            .straight_alpha = true,
            .linear = false,
        },
        wanted);
    WebPRGBABuffer const& rows = session.output.u.RGBA;
    std::vector<unsigned char> row(static_cast<std::size_t>(head.width) * channels);
    for (std::uint64_t y = 0; y != head.height; ++y) {
        if (y >= frame.y && y - frame.y < frame.height)
            std::copy_n(rows.rgba + static_cast<std::ptrdiff_t>(y - frame.y) * rows.stride,
                        frame.width * channels,
                        row.begin() + static_cast<std::ptrdiff_t>(frame.x * channels));
        else
            std::ranges::fill(row, static_cast<unsigned char>(0));
        reducer.add(row);
    }
    return reducer.take();
}

} // namespace

std::optional<pictures> decode_webp(std::vector<unsigned char> const& bytes, header const& head,
                                    limits const& bounds, reduction const& wanted)
{
    webp_frame const frame = placed(bytes, head);
    webp_session session;
    WebPBitstreamFeatures const& found = session.input;
    check(WebPGetFeatures(frame.bytes.data(), frame.bytes.size(), &session.input));
    if (found.has_animation || static_cast<std::uint32_t>(found.width) != frame.width ||
        static_cast<std::uint32_t>(found.height) != frame.height)
        throw std::runtime_error("WebP error: the file is damaged: its headers contradict each other");
    bool const fills_canvas = frame.width == head.width && frame.height == head.height;
    bool const is_opaque = fills_canvas && !found.has_alpha;
    check_decoded(head, head.width, head.height, is_opaque ? 3 : 4, 1, bounds);
    if (!is_opaque)
        return decode_on_canvas(session, frame, head, wanted);
    return wanted.linear ? decode_opaque_in_light(session, frame.bytes, wanted)
                         : decode_opaque(session, frame.bytes, wanted);
}

} // namespace genpool::image
