// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// WebPs made smaller by libwebp, against the same decoded whole by OpenImageIO.
#include "../../../lib/image/webp/decode.hpp"
#include "image/support/decoding.hpp"

#include <boost/test/unit_test.hpp>

namespace image_webp_files_tests
{

using namespace genpool::test;
using genpool::image::decode_webp;

namespace
{

/// What two ways to make the same picture may differ by, in dB.
constexpr double alike = 36;

bytes written(std::string const& compression, int width, int height, int channels = 3)
{
    OIIO::ImageSpec made = spec(width, height, channels);
    made.attribute("Compression", compression);
    return encoded("webp", made);
}

outcome fast(bytes const& contents, int size) { return outcome_of(decode_webp, contents, size); }

} // namespace

BOOST_AUTO_TEST_SUITE(webp)

BOOST_AUTO_TEST_CASE(is_the_same_picture_as_decoded_whole)
{
    for (std::string const compression : {"webp:50", "webp:90", "lossless"}) {
        for (auto const& [width, height] : {std::pair(1, 1), {7, 40}, {33, 1}, {250, 167}}) {
            bytes const contents = written(compression, width, height);
            for (int const size : {16, 60, 125, 250}) {
                BOOST_TEST_CONTEXT(compression << ", " << width << " x " << height << " at " << size)
                {
                    BOOST_TEST(psnr(picture_of(fast(contents, size)), picture_of(whole(contents, size))) >
                               alike);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(with_alpha_is_the_same_picture_too)
{
    for (std::string const compression : {"webp:90", "lossless"}) {
        bytes const contents = written(compression, 100, 80, 4);
        for (int const size : {16, 50, 100})
            BOOST_TEST(psnr(picture_of(fast(contents, size)), picture_of(whole(contents, size))) > alike);
    }
}

BOOST_AUTO_TEST_CASE(cut_anywhere_is_an_error)
{
    for (std::string const compression : {"webp:90", "lossless"})
        check_cut(decode_webp, written(compression, 120, 90));
}

BOOST_AUTO_TEST_CASE(damaged_anywhere_is_a_picture_or_an_error)
{
    for (std::string const compression : {"webp:90", "lossless"})
        check_damaged(decode_webp, written(compression, 120, 90));
}

BOOST_AUTO_TEST_CASE(over_the_limits_is_refused)
{
    bytes const contents = written("webp:90", 60, 50);
    BOOST_TEST(outcome_of(decode_webp, contents, 40, {.decoded_bytes = 60 * 50 * 4}).image.has_value());
    BOOST_TEST(outcome_of(decode_webp, contents, 40, {.decoded_bytes = 60 * 50 * 4 - 1}).reason ==
               "60 x 50 pixels need 12000 bytes, over the limit of 11999");
    BOOST_TEST(outcome_of(decode_webp, contents, 40, {.channels = 2}).reason ==
               "3 channels are over the limit of 2");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_webp_files_tests
