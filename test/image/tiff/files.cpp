// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// TIFFs that OpenImageIO reads right too, decoded by libtiff, against the same decoded by it.
#include "../../../lib/image/tiff/decode.hpp"
#include "image/support/decoding.hpp"
#include "writer.hpp"

#include <boost/test/unit_test.hpp>

namespace image_tiff_files_tests
{

using namespace genpool::test;
using genpool::image::decode_tiff;

namespace
{

std::vector<tiff_kind> const kinds{
    {},
    {.name = "16 bits", .bits = 16},
    {.name = "16 bits, big endian", .bits = 16, .mode = "wb"},
    {.name = "16 bits, BigTIFF", .bits = 16, .mode = "w8"},
    {.name = "grey", .photometric = PHOTOMETRIC_MINISBLACK, .samples = 1},
    {.name = "grey with alpha",
     .photometric = PHOTOMETRIC_MINISBLACK,
     .samples = 2,
     .bits = 16,
     .extra = {EXTRASAMPLE_UNASSALPHA}},
    {.name = "alpha", .samples = 4, .extra = {EXTRASAMPLE_UNASSALPHA}},
    {.name = "associated alpha", .samples = 4, .extra = {EXTRASAMPLE_ASSOCALPHA}},
    {.name = "LZW", .compression = COMPRESSION_LZW},
    {.name = "deflate", .compression = COMPRESSION_ADOBE_DEFLATE, .predictor = PREDICTOR_HORIZONTAL},
    {.name = "16 bits, LZW, big endian",
     .bits = 16,
     .compression = COMPRESSION_LZW,
     .predictor = PREDICTOR_HORIZONTAL,
     .mode = "wb"},
    {.name = "PackBits", .compression = COMPRESSION_PACKBITS},
    {.name = "one strip", .rows = 0xFFFFFFFF, .compression = COMPRESSION_ADOBE_DEFLATE},
    {.name = "a strip of less rows than it might have",
     .rows = 1000,
     .compression = COMPRESSION_ADOBE_DEFLATE},
    {.name = "deflate, with more rows than the picture", .compression = COMPRESSION_ADOBE_DEFLATE},
    {.name = "a row in a strip", .rows = 1},
    {.name = "tiles", .tile = 32},
    {.name = "tiles, 16 bits, deflate",
     .samples = 4,
     .bits = 16,
     .extra = {EXTRASAMPLE_UNASSALPHA},
     .tile = 16,
     .compression = COMPRESSION_DEFLATE},
    {.name = "a tile larger than the picture", .tile = 512},
    {.name = "turned", .orientation = 6},
};

bytes written(tiff_kind const& kind, unsigned width, unsigned height)
{
    return written_tiff(kind, width, height, noise);
}

} // namespace

BOOST_AUTO_TEST_SUITE(tiff_files)

BOOST_AUTO_TEST_CASE(is_the_same_picture_as_by_openimageio)
{
    for (tiff_kind const& kind : kinds) {
        for (auto const& [width, height] : {std::pair(1u, 1u), {7u, 40u}, {250u, 167u}}) {
            bytes const contents = written(kind, width, height);
            for (int const size : {16, 100, 250}) {
                BOOST_TEST_CONTEXT(kind.name << ", " << width << " x " << height << " at " << size)
                {
                    check_same(decode_tiff, contents, size);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(stands_upright)
{
    temporary_tree const tree;
    auto const made = genpool::image::make_thumbnail(file(tree, "a", written(kinds.back(), 60, 50)));
    BOOST_TEST(made.width == 50);
    BOOST_TEST(made.height == 60);
}

BOOST_AUTO_TEST_CASE(cut_anywhere_is_an_error)
{
    for (tiff_kind const& kind : kinds)
        check_cut(decode_tiff, written(kind, 60, 50));
}

BOOST_AUTO_TEST_CASE(damaged_anywhere_is_a_picture_or_an_error)
{
    for (tiff_kind const& kind : kinds)
        check_damaged(decode_tiff, written(kind, 60, 50));
}

BOOST_AUTO_TEST_CASE(over_the_limits_is_refused)
{
    bytes const contents = written({.samples = 4, .bits = 16, .extra = {EXTRASAMPLE_UNASSALPHA}}, 60, 50);
    BOOST_TEST(outcome_of(decode_tiff, contents, 40, {.decoded_bytes = 60 * 50 * 8}).image.has_value());
    BOOST_TEST(outcome_of(decode_tiff, contents, 40, {.decoded_bytes = 60 * 50 * 8 - 1}).reason ==
               "24000 decoded bytes are over the limit of 23999");
    BOOST_TEST(outcome_of(decode_tiff, contents, 40, {.channels = 3}).reason ==
               "4 channels are over the limit of 3");
}

BOOST_AUTO_TEST_CASE(in_parts_over_the_limit_is_refused)
{
    outcome const made =
        outcome_of(decode_tiff, written({.tile = 512}, 60, 50), 40, {.decoded_bytes = 60 * 50 * 3});
    BOOST_TEST(made.reason == "a strip or tile of 512 x 512 pixels is over the limit of 9000 bytes");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_tiff_files_tests
