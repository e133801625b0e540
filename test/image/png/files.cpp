// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// PNGs decoded by libpng alone, against the same decoded by OpenImageIO.
#include "../../../lib/image/png/decode.hpp"
#include "../../../lib/image/png/encode.hpp"
#include "image/support/decoding.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <png.h>

namespace image_png_files_tests
{

using namespace genpool::test;
using genpool::image::decode_png;

namespace
{

struct png_kind
{
    std::string name;
    int colour_type;
    int depth = 8;
    bool has_transparent_colour = false;
    bool is_interlaced = false;
};

std::vector<png_kind> const kinds{
    {"grey, 1 bit", PNG_COLOR_TYPE_GRAY, 1},
    {"grey, 4 bits", PNG_COLOR_TYPE_GRAY, 4},
    {"grey", PNG_COLOR_TYPE_GRAY},
    {"grey, 16 bits", PNG_COLOR_TYPE_GRAY, 16},
    {"grey with alpha", PNG_COLOR_TYPE_GRAY_ALPHA},
    {"grey with alpha, 16 bits", PNG_COLOR_TYPE_GRAY_ALPHA, 16},
    {"palette, 2 bits", PNG_COLOR_TYPE_PALETTE, 2},
    {"palette", PNG_COLOR_TYPE_PALETTE},
    {"palette with alpha", PNG_COLOR_TYPE_PALETTE, 8, true},
    {"RGB", PNG_COLOR_TYPE_RGB},
    {"RGB with a transparent colour", PNG_COLOR_TYPE_RGB, 8, true},
    {"RGB, 16 bits", PNG_COLOR_TYPE_RGB, 16},
    {"RGB with alpha", PNG_COLOR_TYPE_RGB_ALPHA},
    {"RGB with alpha, 16 bits", PNG_COLOR_TYPE_RGB_ALPHA, 16},
};

/// A file of this kind: noise with some of its colours many times, in rows that are filtered in every way.
bytes written(png_kind const& kind, unsigned width, unsigned height)
{
    bytes result;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(
        png, &result,
        [](png_structp self, png_bytep data, std::size_t size) {
            append(*static_cast<bytes*>(png_get_io_ptr(self)), std::span(data, size));
        },
        nullptr);
    png_set_IHDR(png, info, width, height, kind.depth, kind.colour_type,
                 kind.is_interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    std::vector<png_color> palette;
    for (unsigned n = 0; n != 1u << std::min(kind.depth, 8); ++n)
        palette.push_back(
            {static_cast<png_byte>(n * 37), static_cast<png_byte>(n * 73), static_cast<png_byte>(n)});
    if (kind.colour_type == PNG_COLOR_TYPE_PALETTE)
        png_set_PLTE(png, info, palette.data(), static_cast<int>(palette.size()));
    if (kind.has_transparent_colour) {
        bytes const alphas{0, 100, 200};
        png_color_16 const colour{.index = 0, .red = 1, .green = 1, .blue = 1, .gray = 1};
        png_set_tRNS(png, info, alphas.data(), static_cast<int>(alphas.size()), &colour);
    }
    png_write_info(png, info);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_ALL_FILTERS);

    std::vector<bytes> rows(height, bytes(png_get_rowbytes(png, info)));
    std::vector<png_bytep> pointers;
    for (unsigned y = 0; y != height; ++y) {
        for (std::size_t n = 0; n != rows[y].size(); ++n)
            rows[y][n] =
                static_cast<unsigned char>((n / 12 + y / 5) % 3 == 0 ? 1 : n * 7 + y * y * 11 + n * y);
        pointers.push_back(rows[y].data());
    }
    png_write_image(png, pointers.data());
    png_write_end(png, nullptr);
    png_destroy_write_struct(&png, &info);
    return result;
}

outcome fast(bytes const& contents, int size) { return outcome_of(decode_png, contents, size); }

} // namespace

BOOST_AUTO_TEST_SUITE(png)

BOOST_AUTO_TEST_CASE(is_the_same_picture_as_by_openimageio)
{
    for (png_kind const& kind : kinds) {
        for (auto const& [width, height] : {std::pair(1u, 1u), {7u, 40u}, {250u, 167u}}) {
            bytes const contents = written(kind, width, height);
            for (int const size : {16, 100, 250}) {
                BOOST_TEST_CONTEXT(kind.name << ", " << width << " x " << height << " at " << size)
                {
                    check_same(decode_png, contents, size);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(that_is_interlaced_is_the_same_picture)
{
    for (png_kind kind : kinds) {
        bytes const straight = written(kind, 61, 50);
        kind.is_interlaced = true;
        bytes const interlaced = written(kind, 61, 50);
        for (int const size : {16, 61}) {
            BOOST_TEST_CONTEXT(kind.name << " at " << size)
            {
                BOOST_TEST(
                    (picture_of(fast(interlaced, size)).samples == picture_of(fast(straight, size)).samples));
            }
        }
        check_cut(decode_png, interlaced);
    }
}

BOOST_AUTO_TEST_CASE(with_a_damaged_chunk_that_is_not_needed_is_read)
{
    bytes const contents = written(kinds.back(), 60, 50);
    for (std::string_view const name : {"gAMA", "tEXt", "eXIf", "iCCP", "unKn", "tRNS"}) {
        bytes chunk = png_chunk(name, {0, 1, 0x86, 0xA0});
        chunk.back() ^= 1;
        standard_error const silence;
        outcome const made = fast(inserted(contents, 33, chunk), 40);
        BOOST_TEST((picture_of(made).samples == picture_of(fast(contents, 40)).samples));
        BOOST_TEST(silence.is_empty());
    }
    bytes header = contents;
    header.at(32) ^= 1;
    BOOST_TEST(fast(header, 40).reason == "the file is damaged: a checksum is wrong");
}

BOOST_AUTO_TEST_CASE(with_a_chunk_that_changes_the_picture_in_an_unknown_way_is_refused)
{
    bytes const contents = with_chunk(written(kinds.back(), 60, 50), "CgBI", {0x50, 0, 0x20, 2});
    BOOST_TEST(fast(contents, 40).reason.find("must not leave out: CgBI") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(that_has_its_profile_is_written)
{
    bytes const profile = good_profile();
    genpool::image::picture const half{1, 1, 4, true, {0.2f, 0.4f, 0.6f, 0.5f}};
    BOOST_TEST(contains(genpool::image::encode_png(half, {.profile = profile}).value(), "iCCP"));
    bytes const without = genpool::image::encode_png(half, {}).value();
    BOOST_TEST(!contains(without, "iCCP"));
    decoded const again = decode(without);
    BOOST_TEST(again.spec.nchannels == 4);
    for (int c = 0; c != 4; ++c)
        BOOST_TEST(std::abs(again.at(0, 0, c) - half.samples[static_cast<std::size_t>(c)]) < 0.003f);
}

BOOST_AUTO_TEST_CASE(cut_anywhere_is_an_error) { check_cut(decode_png, written(kinds.back(), 60, 50)); }

BOOST_AUTO_TEST_CASE(damaged_anywhere_is_a_picture_or_an_error)
{
    for (png_kind const& kind : kinds)
        check_damaged(decode_png, written(kind, 60, 50));
}

BOOST_AUTO_TEST_CASE(whose_checksums_are_right_may_still_be_damaged)
{
    // Whatever damages a file before its checksums are made.
    bytes const head = png_chunk("IHDR", {0, 0, 0, 60, 0, 0, 0, 50, 8, 2, 0, 0, 0});
    for (bytes const& data : {bytes(), bytes(100), bytes(100, 0xFF), bytes{0x78, 0x9C, 3, 0, 0, 0, 0, 1}}) {
        bytes contents;
        append(contents, "\x89PNG\r\n\x1A\n");
        for (bytes const& chunk : {head, png_chunk("IDAT", data), png_chunk("IEND", {})})
            append(contents, chunk);
        standard_error const silence;
        BOOST_TEST(fast(contents, 40).reason.find("PNG error: ") == 0u);
        BOOST_TEST(silence.is_empty());
    }
}

BOOST_AUTO_TEST_CASE(over_the_limits_is_refused)
{
    bytes const contents = written(kinds.back(), 60, 50);
    BOOST_TEST(outcome_of(decode_png, contents, 40, {.decoded_bytes = 60 * 50 * 8}).image.has_value());
    BOOST_TEST(outcome_of(decode_png, contents, 40, {.decoded_bytes = 60 * 50 * 8 - 1}).reason ==
               "24000 decoded bytes are over the limit of 23999");
    BOOST_TEST(outcome_of(decode_png, contents, 40, {.channels = 3}).reason ==
               "4 channels are over the limit of 3");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_png_files_tests
