// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// What becomes of TIFFs where genpool is built without libtiff.
#include "image/support/decoding.hpp"
#include "writer.hpp"

#include <boost/test/unit_test.hpp>

namespace genpool::image
{

// decode_tiff() of such a build, by another name.
std::optional<pictures> decode_tiff_without_library(std::vector<unsigned char> const& bytes, header& head,
                                                    limits const& bounds, reduction const& wanted);

} // namespace genpool::image

namespace image_tiff_without_library_tests
{

using namespace genpool::test;

namespace
{

outcome made_of(tiff_kind const& kind)
{
    return outcome_of(genpool::image::decode_tiff_without_library, written_tiff(kind, 20, 10, noise), 20);
}

} // namespace

BOOST_AUTO_TEST_SUITE(tiff_without_library)

BOOST_AUTO_TEST_CASE(leaves_what_is_read_right_to_openimageio)
{
    std::vector<tiff_kind> const kinds{
        {},
        {.bits = 16, .mode = "wb"},
        {.photometric = PHOTOMETRIC_MINISBLACK, .samples = 1},
        {.photometric = PHOTOMETRIC_MINISBLACK, .samples = 2, .extra = {EXTRASAMPLE_ASSOCALPHA}},
        {.samples = 4, .extra = {EXTRASAMPLE_UNASSALPHA}},
        {.tile = 16, .compression = COMPRESSION_LZW},
    };
    for (tiff_kind const& kind : kinds) {
        BOOST_TEST_CONTEXT(kind)
        {
            BOOST_TEST(!made_of(kind).image);
            BOOST_TEST(made_of(kind).reason == "");
        }
    }
}

BOOST_AUTO_TEST_CASE(refuses_everything_else_by_name)
{
    auto const refusal = [](tiff_kind const& kind) {
        constexpr std::string_view end = " have no thumbnail where genpool is built without libtiff";
        std::string const reason = made_of(kind).reason;
        BOOST_TEST_REQUIRE(reason.ends_with(end));
        return reason.substr(0, reason.size() - end.size());
    };
    BOOST_TEST(refusal({.bits = 12}) == "TIFFs of bits 12");
    BOOST_TEST(refusal({.bits = 16, .format = SAMPLEFORMAT_IEEEFP}) == "TIFFs of sample format 3");
    BOOST_TEST(refusal({.planes = true}) == "TIFFs of planar configuration 2");
    BOOST_TEST(refusal({.compression = COMPRESSION_LZMA}) == "TIFFs of compression 34925");
    BOOST_TEST(refusal({.samples = 4, .extra = {EXTRASAMPLE_UNSPECIFIED}}) == "TIFFs of extra samples 0");
    BOOST_TEST(refusal({.photometric = PHOTOMETRIC_MINISWHITE, .samples = 1}) ==
               "TIFFs of photometric interpretation 0");
    for (int const photometric : {PHOTOMETRIC_SEPARATED, PHOTOMETRIC_YCBCR, PHOTOMETRIC_CIELAB})
        BOOST_TEST(refusal({.photometric = photometric, .samples = photometric == 5 ? 4u : 3u, .tile = 16}) ==
                   "TIFFs of photometric interpretation " + std::to_string(photometric));
    BOOST_TEST(refusal({.samples = 5, .extra = {0, 0}}) == "TIFFs of samples 5");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_tiff_without_library_tests
