// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Pictures of inks. What they look like without a profile is what libvips 8.14 shows.
#include "image/support/decoding.hpp"
#include "writer.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace image_jpeg_inks_tests
{

using namespace genpool::test;
using genpool::image::make_thumbnail;

namespace
{

using colour = std::array<int, 3>;
using inks = std::array<float, 4>;

/// Of one colour, told as writers of JPEGs do: how much paper is left.
bytes plain(inks const& of)
{
    return written_jpeg({.channels = 4, .across = 1, .down = 1, .quality = 100}, 40, 30,
                        [&](float, float, int c) { return 1 - of.at(static_cast<std::size_t>(c)); });
}

colour seen(bytes const& jpeg, int size = 40)
{
    temporary_tree const tree;
    auto const made = make_thumbnail(file(tree, "a.jpg", jpeg), {.size = size, .jpeg_quality = 100});
    decoded const picture = decode(made.bytes);
    colour middle{};
    for (std::size_t c = 0; c != middle.size(); ++c)
        middle[c] = static_cast<int>(
            std::lround(255 * picture.at(made.width / 2, made.height / 2, static_cast<int>(c))));
    return middle;
}

int difference(colour const& a, colour const& b)
{
    int most = 0;
    for (std::size_t c = 0; c != a.size(); ++c)
        most = std::max(most, std::abs(a[c] - b[c]));
    return most;
}

bytes without_adobe_segment(bytes jpeg)
{
    bytes const marker{0xFF, 0xEE};
    auto const at = std::search(jpeg.begin(), jpeg.end(), marker.begin(), marker.end());
    BOOST_REQUIRE((at != jpeg.end()));
    jpeg.erase(at, at + 2 + at[2] * 256 + at[3]);
    return jpeg;
}

} // namespace

BOOST_AUTO_TEST_SUITE(ink)

BOOST_AUTO_TEST_CASE(looks_as_on_paper)
{
    struct example
    {
        inks of;
        colour shown;
    };
    constexpr example examples[] = {
        {{0, 0, 0, 0}, {255, 255, 255}}, {{1, 0, 0, 0}, {0, 157, 228}}, {{0, 1, 0, 0}, {235, 30, 132}},
        {{0, 0, 1, 0}, {255, 238, 0}},   {{1, 1, 0, 0}, {26, 39, 123}}, {{1, 0, 1, 0}, {0, 142, 65}},
        {{0, 1, 1, 0}, {236, 33, 40}},   {{0, 0, 0, 1}, {40, 35, 43}},  {{1, 1, 1, 1}, {31, 34, 43}},
    };
    for (example const& given : examples) {
        for (int const size : {40, 10}) {
            BOOST_TEST_CONTEXT(given.of[0] << ' ' << given.of[1] << ' ' << given.of[2] << ' ' << given.of[3])
            {
                BOOST_TEST(difference(seen(plain(given.of), size), given.shown) <= 20);
                BOOST_TEST(difference(seen(without_adobe_segment(plain(given.of)), size), given.shown) <= 20);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(of_a_profile_that_is_of_no_use_looks_the_same)
{
    colour const expected = seen(plain({0.5f, 0, 0, 0}));
    for (bytes const& profile :
         {bytes(20), bytes(500), good_profile(), icc_profile({}, "CMYK"),
          icc_profile({{"A2B0", std::string("mft2\0\0\0\0\4\3\xFF\0", 12)}}, "CMYK")}) {
        standard_error const silence;
        colour const shown = seen(with_segment(plain({0.5f, 0, 0, 0}), 0xE2, icc_segment(profile)));
        BOOST_TEST(difference(shown, expected) == 0);
        BOOST_TEST(silence.is_empty());
    }
}

BOOST_AUTO_TEST_CASE(ycck_is_the_same_picture)
{
    jpeg_kind const as_ycck{.channels = 4, .across = 1, .down = 1, .as_ycck = true, .quality = 100};
    jpeg_kind const as_cmyk{.channels = 4, .across = 1, .down = 1, .quality = 100};
    BOOST_TEST(difference(seen(written_jpeg(as_ycck, 40, 30)), seen(written_jpeg(as_cmyk, 40, 30))) <= 6);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_jpeg_inks_tests
