// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// OpenEXRs of luminance and chroma, against the same pixels as red, green and blue.
#include "../../../lib/image/openexr/decode.hpp"
#include "image/support/decoding.hpp"

#include <boost/test/unit_test.hpp>

#include <OpenEXR/ImfRgbaFile.h>
#include <OpenEXR/OpenEXRConfig.h>
#include <vector>

namespace image_openexr_files_tests
{

using namespace genpool::test;
using genpool::image::decode_openexr;

namespace
{

struct exr_kind
{
    int width = 60;
    int height = 40;
    Imf::RgbaChannels channels = Imf::WRITE_YC;
    Imf::Compression compression = Imf::ZIP_COMPRESSION;
    int left = 0; ///< of the window of the data
    int top = 0;
};

bytes written(exr_kind const& kind)
{
    temporary_tree const tree;
    auto const path = tree / "a.exr";
    int const right = kind.left + kind.width - 1;
    int const bottom = kind.top + kind.height - 1;
    std::vector<Imf::Rgba> pixels;
    for (int y = 0; y != kind.height; ++y) {
        for (int x = 0; x != kind.width; ++x) {
            float const fx = (static_cast<float>(x) + 0.5f) / static_cast<float>(kind.width);
            float const fy = (static_cast<float>(y) + 0.5f) / static_cast<float>(kind.height);
            pixels.emplace_back(0.1f + 0.7f * fx, 0.1f + 0.7f * fy, 0.8f - 0.7f * fx, 0.5f + 0.4f * fy);
        }
    }
    {
        Imf::RgbaOutputFile output(path.c_str(), {{0, 0}, {kind.width - 1, kind.height - 1}},
                                   {{kind.left, kind.top}, {right, bottom}}, kind.channels, 1, {0, 0}, 1,
                                   Imf::INCREASING_Y, kind.compression, 0);
        output.setFrameBuffer(pixels.data() - kind.left - std::ptrdiff_t(kind.top) * kind.width, 1,
                              static_cast<std::size_t>(kind.width));
        output.writePixels(kind.height);
    }
    return contents_of(path);
}

// The class of OpenEXR that reads these files writes on standard error what is wrong with one, from this version on, and
// cannot be told not to.
constexpr bool is_silent = OPENEXR_VERSION_MAJOR == 3 && OPENEXR_VERSION_MINOR < 3;

outcome made_of(bytes const& contents, int size) { return outcome_of(decode_openexr, contents, size); }

} // namespace

BOOST_AUTO_TEST_SUITE(openexr)

BOOST_AUTO_TEST_CASE(of_luminance_and_chroma_is_the_same_picture)
{
    for (Imf::Compression const compression :
         {Imf::NO_COMPRESSION, Imf::ZIP_COMPRESSION, Imf::PIZ_COMPRESSION, Imf::B44_COMPRESSION}) {
        for (auto const& [width, height] : {std::pair(40, 16), {8, 40}, {62, 34}}) {
            for (int const size : {16, 62}) {
                exr_kind kind{
                    .width = width, .height = height, .compression = compression, .left = -4, .top = 6};
                BOOST_TEST_CONTEXT(compression << ", " << width << " x " << height << " at " << size)
                {
                    auto const chroma = picture_of(made_of(written(kind), size));
                    kind.channels = Imf::WRITE_RGB;
                    auto const colours = picture_of(whole(written(kind), size));
                    BOOST_TEST(psnr(chroma, colours) > 30);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(of_luminance_chroma_and_alpha_is_the_same_picture)
{
    auto const chroma = picture_of(made_of(written({.channels = Imf::WRITE_YCA}), 30));
    auto const colours = picture_of(whole(written({.channels = Imf::WRITE_RGBA}), 30));
    BOOST_TEST(chroma.has_alpha);
    BOOST_TEST(psnr(chroma, colours) > 30);
}

BOOST_AUTO_TEST_CASE(of_other_channels_is_left_to_openimageio)
{
    for (Imf::RgbaChannels const channels : {Imf::WRITE_Y, Imf::WRITE_RGB, Imf::WRITE_RGBA}) {
        outcome const made = made_of(written({.channels = channels}), 30);
        BOOST_TEST(!made.image);
        BOOST_TEST(made.reason.empty());
        BOOST_TEST(whole(written({.channels = channels}), 30).reason.empty());
    }
}

BOOST_AUTO_TEST_CASE(of_luminance_and_chroma_cut_anywhere_is_an_error)
{
    check_cut(decode_openexr, written({}), is_silent);
}

BOOST_AUTO_TEST_CASE(of_luminance_and_chroma_damaged_anywhere_is_a_picture_or_an_error)
{
    check_damaged(decode_openexr, written({}), is_silent);
}

BOOST_AUTO_TEST_CASE(over_the_limits_is_refused)
{
    BOOST_TEST(outcome_of(decode_openexr, written({}), 30, {.decoded_bytes = 60 * 40 * 3 * 2 - 1}).reason ==
               "14400 decoded bytes are over the limit of 14399");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_openexr_files_tests
