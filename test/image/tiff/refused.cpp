// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// TIFFs that cannot be read right are refused by name.
#include "../../../lib/image/tiff/decode.hpp"
#include "image/support/decoding.hpp"
#include "writer.hpp"

#include <boost/test/unit_test.hpp>

namespace image_tiff_refused_tests
{

using namespace genpool::test;
using genpool::image::decode_tiff;

namespace
{

std::string refusal(std::vector<tiff_entry> more)
{
    std::vector<tiff_entry> entries{
        {TIFFTAG_IMAGEWIDTH, 2, {8}},    {TIFFTAG_IMAGELENGTH, 2, {8}},
        {TIFFTAG_BITSPERSAMPLE, 2, {8}}, {TIFFTAG_COMPRESSION, 2, {1}},
        {TIFFTAG_PHOTOMETRIC, 2, {1}},   {TIFFTAG_STRIPOFFSETS, 4, {in_data}},
        {TIFFTAG_ROWSPERSTRIP, 2, {8}},  {TIFFTAG_STRIPBYTECOUNTS, 4, {8 * 8 * 8}},
    };
    for (tiff_entry& entry : more) {
        std::erase_if(entries, [&](tiff_entry const& before) { return before.tag == entry.tag; });
        entries.push_back(std::move(entry));
    }
    std::ranges::sort(entries, {}, &tiff_entry::tag);
    outcome const made = outcome_of(decode_tiff, raw_tiff(std::move(entries), bytes(8 * 8 * 8)), 8);
    BOOST_TEST(!made.image);
    return made.reason;
}

} // namespace

BOOST_AUTO_TEST_SUITE(tiff_refused)

BOOST_AUTO_TEST_CASE(are_named)
{
    tiff_entry const three{TIFFTAG_SAMPLESPERPIXEL, 2, {3}};
    auto const photometric = [](std::uint32_t value) { return tiff_entry{TIFFTAG_PHOTOMETRIC, 2, {value}}; };
    auto const bits = [](std::uint32_t value) { return tiff_entry{TIFFTAG_BITSPERSAMPLE, 2, {value}}; };
    auto const format = [](std::uint32_t value) { return tiff_entry{TIFFTAG_SAMPLEFORMAT, 2, {value}}; };
    BOOST_TEST(refusal({photometric(4)}) == "TIFFs that are transparency masks have no thumbnail");
    BOOST_TEST(refusal({photometric(32803)}) ==
               "TIFFs with the pixels of a colour filter array have no thumbnail");
    BOOST_TEST(refusal({photometric(777)}) == "TIFFs with photometric interpretation 777 have no thumbnail");
    BOOST_TEST(refusal({bits(40)}) == "TIFFs of 40-bit integers have no thumbnail");
    BOOST_TEST(refusal({bits(8), format(3)}) == "TIFFs of 8-bit floating-point samples have no thumbnail");
    BOOST_TEST(refusal({bits(32), format(5)}) == "TIFFs of complex numbers have no thumbnail");
    BOOST_TEST(refusal({photometric(5), three}) == "TIFFs of 3 inks have no thumbnail");
    BOOST_TEST(refusal({photometric(5), {TIFFTAG_SAMPLESPERPIXEL, 2, {6}}, {TIFFTAG_INKSET, 2, {2}}}) ==
               "TIFFs of other inks than CMYK have no thumbnail");
    BOOST_TEST(refusal({photometric(2)}) == "TIFFs with 1 samples of 3 have no thumbnail");
    BOOST_TEST(refusal({photometric(6), three, bits(12)}) ==
               "TIFFs of YCbCr with 12-bit samples have no thumbnail");
    BOOST_TEST(refusal({photometric(8), three, bits(4)}) ==
               "TIFFs of CIELab with 4-bit samples have no thumbnail");
    BOOST_TEST(refusal({photometric(9), three, bits(4)}) ==
               "TIFFs of ICCLab with 4-bit samples have no thumbnail");
    BOOST_TEST(refusal({photometric(10), three, bits(16)}) ==
               "TIFFs of ITULab with 16-bit samples have no thumbnail");
    BOOST_TEST(refusal({photometric(32845), three}) ==
               "TIFFs of LogLuv without its compression have no thumbnail");
    BOOST_TEST(refusal({photometric(6),
                        three,
                        {TIFFTAG_YCBCRSUBSAMPLING, 2, {2, 2}},
                        {TIFFTAG_PLANARCONFIG, 2, {2}},
                        {TIFFTAG_STRIPOFFSETS, 4, {in_data, in_data, in_data}},
                        {TIFFTAG_STRIPBYTECOUNTS, 4, {64, 64, 64}}}) ==
               "TIFFs with a plane of subsampled chroma have no thumbnail");
    BOOST_TEST(refusal({photometric(6), three, {TIFFTAG_YCBCRSUBSAMPLING, 2, {3, 1}}}) ==
               "Invalid YCbCr subsampling"); // as libtiff says
    BOOST_TEST(refusal({bits(1), {TIFFTAG_COMPRESSION, 2, {32771}}}) ==
               "TIFFs in fax compression with rows of whole words have no thumbnail");
    BOOST_TEST(refusal({{32997, 4, {2}}}) == "TIFFs of volumes have no thumbnail");
    BOOST_TEST(refusal({{TIFFTAG_COMPRESSION, 2, {50000 - 7777}}}).find("42223") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(are_those_with_huge_tiles)
{
    // Of a small picture, for which libtiff alone would take as much memory as it may.
    bytes const contents = raw_tiff({{TIFFTAG_IMAGEWIDTH, 2, {8}},
                                     {TIFFTAG_IMAGELENGTH, 2, {8}},
                                     {TIFFTAG_BITSPERSAMPLE, 2, {8}},
                                     {TIFFTAG_COMPRESSION, 2, {5}},
                                     {TIFFTAG_PHOTOMETRIC, 2, {1}},
                                     {TIFFTAG_TILEWIDTH, 2, {16384}},
                                     {TIFFTAG_TILELENGTH, 2, {16384}},
                                     {TIFFTAG_TILEOFFSETS, 4, {in_data}},
                                     {TIFFTAG_TILEBYTECOUNTS, 4, {64}}},
                                    bytes(64));
    BOOST_TEST(outcome_of(decode_tiff, contents, 8).reason ==
               "a strip or tile of 16384 x 16384 pixels is over the limit of 67108864 bytes");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_tiff_refused_tests
