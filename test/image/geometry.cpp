// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../../lib/image/picture/reduction.hpp"
#include "support/images.hpp"

#include <boost/test/unit_test.hpp>

namespace image_geometry_tests
{

using namespace genpool::test;
using genpool::image::geometry;
using genpool::image::make_thumbnail;
using genpool::image::parse_geometry;

namespace
{

struct example
{
    char const* text;
    int width; ///< what becomes of 400 x 200 pixels
    int height;
    int small_width; ///< what becomes of 20 x 40 pixels
    int small_height;
};

// Each line by hand, from what the manuals of ImageMagick and vipsthumbnail say, but for enlarging.
constexpr example examples[] = {
    {"100", 100, 50, 20, 40},      {"100x", 100, 50, 20, 40},          {"x100", 200, 100, 20, 40},
    {"100x20", 40, 20, 10, 20},    {"100x100>", 100, 50, 20, 40},      {"100x100^", 200, 100, 20, 40},
    {"100x80!", 100, 80, 100, 80}, {"100x30!>", 100, 30, 20, 30},      {"100<", 400, 200, 50, 100},
    {"100<>", 100, 50, 50, 100},   {"100x100^<>", 200, 100, 100, 200}, {"100x100^<", 400, 200, 100, 200},
    {"1x1", 1, 1, 1, 1},
};

} // namespace

BOOST_AUTO_TEST_SUITE(image_geometry)

BOOST_AUTO_TEST_CASE(is_read_as_other_tools_do)
{
    for (example const& one : examples) {
        BOOST_TEST_CONTEXT(one.text)
        {
            geometry const size = parse_geometry(one.text);
            auto const large = genpool::image::fitted(400, 200, size);
            BOOST_TEST(large.width == one.width);
            BOOST_TEST(large.height == one.height);
            auto const small = genpool::image::fitted(20, 40, size);
            BOOST_TEST(small.width == one.small_width);
            BOOST_TEST(small.height == one.small_height);
            BOOST_TEST((parse_geometry(to_string(size)) == size));
        }
    }
    for (char const* const wrong : {"", "x", "0", "0x5", "65501", "-1", "100x-1", "10 x 10", "a", "10x10x10",
                                    "10x10^!", "10%", "10x10 ", "99999999999", "^"})
        BOOST_CHECK_THROW(parse_geometry(wrong), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(is_of_the_picture_as_it_is_seen)
{
    temporary_tree const tree;
    bytes const lying = with_segment(encoded("jpeg", spec(100, 50)), 0xE1, [] {
        bytes data{'E', 'x', 'i', 'f', 0, 0};
        append(data, exif_with_orientation(6));
        return data;
    }());
    auto const made = make_thumbnail(file(tree, "a.jpg", lying), {.size = parse_geometry("20x")});
    BOOST_TEST(made.width == 20);
    BOOST_TEST(made.height == 40);
}

BOOST_AUTO_TEST_CASE(enlarges_what_it_shall)
{
    temporary_tree const tree;
    auto const path = file(tree, "a.png", encoded("png", spec(16, 8)));
    auto const made = make_thumbnail(path, {.size = parse_geometry("100x100<"), .jpeg_quality = 100});
    BOOST_TEST(made.width == 100);
    BOOST_TEST(made.height == 50);
    decoded const large = decode(made.bytes);
    decoded const small = decode(contents_of(path));
    for (int const n : {2, 7, 12})
        BOOST_TEST(std::abs(large.at(n * 100 / 16 + 3, 25, 0) - small.at(n, 4, 0)) < 0.06f);

    auto const thin = file(tree, "thin.png", encoded("png", spec(1, 100)));
    BOOST_TEST(reason_of(thin, {.size = parse_geometry("1000x<")}).find("would be enlarged") !=
               std::string::npos);
    BOOST_TEST(reason_of(path, {.size = parse_geometry("1000x<"), .source = {.pixels = 1000}})
                   .find("enlarged pixels") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_geometry_tests
