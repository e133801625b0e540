// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Animated WebPs: their first frame, where it is on the canvas.
#include "../../../lib/image/webp/decode.hpp"
#include "image/support/decoding.hpp"
#include "writer.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>

namespace image_webp_animation_tests
{

using namespace genpool::test;
using genpool::image::decode_webp;
using genpool::image::picture;

namespace
{

struct extent
{
    int width, height;
};

/// In full size, colours multiplied by alpha.
picture canvas_with(webp_frame_kind const& frame, extent canvas)
{
    picture expected{canvas.width, canvas.height, 4, true, {}};
    for (int y = 0; y != canvas.height; ++y) {
        for (int x = 0; x != canvas.width; ++x) {
            bool const is_in_frame =
                x >= frame.x && x < frame.x + frame.width && y >= frame.y && y < frame.y + frame.height;
            auto const sample = [&](int c) {
                return static_cast<float>(frame_pixel(frame, x - frame.x, y - frame.y, c)) / 255;
            };
            float const alpha = !is_in_frame ? 0 : frame.channels == 4 ? sample(3) : 1;
            for (int c = 0; c != 3; ++c)
                expected.samples.push_back(alpha > 0 ? sample(c) * alpha : 0);
            expected.samples.push_back(alpha);
        }
    }
    drop_idle_alpha(expected);
    return expected;
}

float difference(picture const& a, picture const& b)
{
    BOOST_REQUIRE(a.width == b.width);
    BOOST_REQUIRE(a.height == b.height);
    BOOST_REQUIRE(a.channels == b.channels);
    float most = 0;
    for (std::size_t n = 0; n != a.samples.size(); ++n)
        most = std::max(most, std::abs(a.samples[n] - b.samples[n]));
    return most;
}

outcome made_of(bytes const& contents, int size = 100) { return outcome_of(decode_webp, contents, size); }

void check_refused(bytes const& contents, std::string_view words)
{
    std::string const reason = made_of(contents).reason;
    BOOST_TEST(reason.find(words) != std::string::npos, reason);
}

} // namespace

BOOST_AUTO_TEST_SUITE(webp_animation)

BOOST_AUTO_TEST_CASE(shows_its_first_frame_on_its_canvas)
{
    constexpr extent canvases[] = {{20, 14}, {21, 15}, {33, 9}};
    std::vector<webp_frame_kind> frames{
        {.width = 1, .height = 1}, {.x = 4, .y = 2}, {.x = 2, .y = 0, .width = 7, .height = 9}};
    for (extent const canvas : canvases) {
        frames.push_back({.width = canvas.width, .height = canvas.height});
        frames.push_back({.x = canvas.width / 2 * 2 - 2, .y = 4, .width = 1, .height = 3});
        for (webp_frame_kind frame : frames) {
            if (frame.x + frame.width > canvas.width || frame.y + frame.height > canvas.height)
                continue;
            for (int const channels : {3, 4}) {
                for (int const flags : {0, 1, 2, 3}) {
                    frame.channels = channels;
                    frame.flags = flags;
                    webp_frame_kind const second{.width = 12, .height = 8, .dye = 99};
                    bytes const contents = animated_webp(canvas.width, canvas.height, {frame, second});
                    BOOST_TEST_CONTEXT(canvas.width << " x " << canvas.height << ": " << frame.width << " x "
                                                    << frame.height << " at " << frame.x << ", " << frame.y
                                                    << ", " << channels << " channels, flags " << flags)
                    {
                        picture const made = picture_of(made_of(contents));
                        BOOST_TEST(difference(made, canvas_with(frame, canvas)) < 1e-6f);
                    }
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(of_lossy_frames_is_much_alike)
{
    for (int const channels : {3, 4}) {
        webp_frame_kind const frame{
            .x = 10, .y = 6, .width = 50, .height = 40, .channels = channels, .is_lossless = false};
        picture const made = picture_of(made_of(animated_webp(80, 60, {frame}), 16));
        BOOST_TEST(made.has_alpha);
        BOOST_TEST(made.width == 16);
        // In the upper left corner there is nothing, in the middle the frame.
        BOOST_TEST(std::abs(made.samples[3]) < 0.01f);
        BOOST_TEST(made.samples[static_cast<std::size_t>((6 * 16 + 7) * 4 + 3)] > 0.15f);
    }
}

BOOST_AUTO_TEST_CASE(cut_anywhere_is_an_error_or_has_all_of_its_first_frame)
{
    webp_frame_kind const frame{.x = 2, .y = 2, .width = 40, .height = 30};
    for (bool const is_lossless : {false, true}) {
        for (int const channels : {3, 4}) {
            webp_frame_kind cut = frame;
            cut.is_lossless = is_lossless;
            cut.channels = channels;
            check_cut(decode_webp, animated_webp(60, 50, {cut, frame}));
        }
    }
}

BOOST_AUTO_TEST_CASE(damaged_anywhere_is_a_picture_or_an_error)
{
    for (bool const is_lossless : {false, true})
        check_damaged(
            decode_webp,
            animated_webp(
                60, 50,
                {{.x = 2, .y = 2, .width = 40, .height = 30, .channels = 4, .is_lossless = is_lossless}}));
}

BOOST_AUTO_TEST_CASE(whose_headers_contradict_each_other_is_refused)
{
    check_refused(animated_webp(20, 14, {{.x = 14}}), "beyond the canvas");
    check_refused(animated_webp(20, 14, {{.y = 8}}), "beyond the canvas");
    check_refused(animated_webp(20, 14, {{.claimed_by = 1}}), "contradict each other");
    check_refused(animated_webp(20, 14, {{.claimed_by = -1}}), "contradict each other");
    check_refused(animated_webp(20, 14, {}), "has no whole frame");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_webp_animation_tests
