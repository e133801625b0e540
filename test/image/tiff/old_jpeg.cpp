// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// TIFFs with JPEGs as they were before technical note 2, against the JPEGs themselves.
#include "../../../lib/image/jpeg/decode.hpp"
#include "../../../lib/image/tiff/decode.hpp"
#include "image/jpeg/writer.hpp"
#include "image/support/decoding.hpp"
#include "writer.hpp"

#include <boost/test/unit_test.hpp>

namespace image_tiff_old_jpeg_tests
{

using namespace genpool::test;
using genpool::image::decode_jpeg;
using genpool::image::decode_tiff;

namespace
{

constexpr int width = 64;
constexpr int height = 48;

std::uint32_t two_bytes(bytes const& contents, std::size_t at)
{
    return contents.at(at) * 256u + contents.at(at + 1);
}

/// What a TIFF has of its JPEG.
struct parts
{
    std::vector<std::uint32_t> quantisers;
    std::vector<std::uint32_t> dc_codes;
    std::vector<std::uint32_t> ac_codes;
    std::uint32_t data = 0;
};

/// Where they are in `jpeg`.
parts parts_of(bytes const& jpeg)
{
    parts found;
    for (std::size_t at = 2;;) {
        unsigned const marker = jpeg.at(at + 1);
        std::uint32_t const length = two_bytes(jpeg, at + 2);
        auto const table = static_cast<std::uint32_t>(at + 5);
        if (marker == 0xDB)
            found.quantisers.push_back(in_data | table);
        if (marker == 0xC4)
            (jpeg.at(at + 4) >> 4 ? found.ac_codes : found.dc_codes).push_back(in_data | table);
        at += 2 + length;
        if (marker != 0xDA)
            continue;
        found.data = static_cast<std::uint32_t>(at);
        // Both colours have the second ones.
        for (auto* tables : {&found.quantisers, &found.dc_codes, &found.ac_codes}) {
            BOOST_TEST_REQUIRE(tables->size() == 2u);
            tables->push_back(tables->back());
        }
        return found;
    }
}

std::vector<tiff_entry> entries(bytes const& jpeg, std::uint32_t across, std::uint32_t down,
                                std::uint32_t data)
{
    return {
        {TIFFTAG_IMAGEWIDTH, 2, {width}},
        {TIFFTAG_IMAGELENGTH, 2, {height}},
        {TIFFTAG_BITSPERSAMPLE, 2, {8, 8, 8}},
        {TIFFTAG_COMPRESSION, 2, {COMPRESSION_OJPEG}},
        {TIFFTAG_PHOTOMETRIC, 2, {PHOTOMETRIC_YCBCR}},
        {TIFFTAG_STRIPOFFSETS, 4, {in_data | data}},
        {TIFFTAG_SAMPLESPERPIXEL, 2, {3}},
        {TIFFTAG_ROWSPERSTRIP, 2, {height}},
        {TIFFTAG_STRIPBYTECOUNTS, 4, {static_cast<std::uint32_t>(jpeg.size()) - data}},
        {TIFFTAG_YCBCRSUBSAMPLING, 2, {across, down}},
    };
}

bytes with(std::vector<tiff_entry> all, std::vector<tiff_entry> const& more, bytes const& jpeg)
{
    all.insert(all.end(), more.begin(), more.end());
    std::ranges::sort(all, {}, &tiff_entry::tag);
    return raw_tiff(all, jpeg);
}

/// As with tables, and as with a whole JPEG.
std::vector<bytes> tiffs_of(bytes const& jpeg, std::uint32_t across, std::uint32_t down)
{
    parts const found = parts_of(jpeg);
    auto const size = static_cast<std::uint32_t>(jpeg.size());
    return {
        with(entries(jpeg, across, down, found.data),
             {{TIFFTAG_JPEGPROC, 2, {JPEGPROC_BASELINE}},
              {TIFFTAG_JPEGQTABLES, 4, found.quantisers},
              {TIFFTAG_JPEGDCTABLES, 4, found.dc_codes},
              {TIFFTAG_JPEGACTABLES, 4, found.ac_codes}},
             jpeg),
        with(entries(jpeg, across, down, 0),
             {{TIFFTAG_JPEGPROC, 2, {JPEGPROC_BASELINE}},
              {TIFFTAG_JPEGIFOFFSET, 4, {in_data}},
              {TIFFTAG_JPEGIFBYTECOUNT, 4, {size}}},
             jpeg),
    };
}

} // namespace

BOOST_AUTO_TEST_SUITE(tiff_old_jpeg)

BOOST_AUTO_TEST_CASE(is_the_picture_of_the_jpeg)
{
    for (auto const& [across, down] : {std::pair(1, 1), {2, 1}, {2, 2}}) {
        bytes const jpeg = written_jpeg({.across = across, .down = down}, width, height);
        auto const expected = picture_of(outcome_of(decode_jpeg, jpeg, width));
        for (bytes const& tiff : tiffs_of(jpeg, std::uint32_t(across), std::uint32_t(down))) {
            BOOST_TEST_CONTEXT("chroma of " << across << " x " << down)
            {
                BOOST_TEST(psnr(picture_of(outcome_of(decode_tiff, tiff, width)), expected) > 30);
                BOOST_TEST(psnr(picture_of(outcome_of(decode_tiff, tiff, 16)),
                                picture_of(outcome_of(decode_jpeg, jpeg, 16))) > 30);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(cut_short_is_an_error)
{
    for (bytes const& tiff : tiffs_of(written_jpeg({}, width, height), 2, 2)) {
        for (std::size_t const percent : {10u, 50u, 90u}) {
            bytes const cut(tiff.begin(),
                            tiff.begin() + static_cast<std::ptrdiff_t>(tiff.size() * percent / 100));
            BOOST_TEST(!outcome_of(decode_tiff, cut, width).reason.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(damaged_anywhere_is_a_picture_or_an_error)
{
    for (bytes const& tiff : tiffs_of(written_jpeg({}, width, height), 2, 2))
        check_damaged(decode_tiff, tiff);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_tiff_old_jpeg_tests
