// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// TIFFs decoded by libtiff alone, against the same decoded by OpenImageIO.
#include "../../lib/image/tiff_decode.hpp"
#include "decoding.hpp"

#include <boost/test/unit_test.hpp>

#include <tiffio.h>

using namespace genpool::test;
using genpool::image::decode_tiff;

namespace
{

struct tiff_kind
{
    std::string name = "plain";
    int channels = 3;
    int bits = 8;
    int compression = COMPRESSION_NONE;
    int predictor = PREDICTOR_NONE;
    int photometric = PHOTOMETRIC_RGB;
    int alpha = EXTRASAMPLE_UNASSALPHA; ///< what a channel that is no colour is
    int planar = PLANARCONFIG_CONTIG;
    unsigned rows = 16; ///< of a strip
    unsigned tile = 0;
    std::string mode = "wl"; ///< the order of bytes, and how large offsets are
    int orientation = 1;
};

std::vector<tiff_kind> const kinds{
    {},
    {.name = "16 bits", .bits = 16},
    {.name = "16 bits, big endian", .bits = 16, .mode = "wb"},
    {.name = "16 bits, BigTIFF", .bits = 16, .mode = "w8"},
    {.name = "grey", .channels = 1, .photometric = PHOTOMETRIC_MINISBLACK},
    {.name = "grey with alpha", .channels = 2, .bits = 16, .photometric = PHOTOMETRIC_MINISBLACK},
    {.name = "alpha", .channels = 4},
    {.name = "associated alpha", .channels = 4, .alpha = EXTRASAMPLE_ASSOCALPHA},
    {.name = "LZW", .compression = COMPRESSION_LZW},
    {.name = "deflate", .compression = COMPRESSION_ADOBE_DEFLATE, .predictor = PREDICTOR_HORIZONTAL},
    {.name = "16 bits, LZW, big endian",
     .bits = 16,
     .compression = COMPRESSION_LZW,
     .predictor = PREDICTOR_HORIZONTAL,
     .mode = "wb"},
    {.name = "PackBits", .compression = COMPRESSION_PACKBITS},
    {.name = "one strip", .compression = COMPRESSION_ADOBE_DEFLATE, .rows = 0xFFFFFFFF},
    {.name = "a strip of less rows than it might have",
     .compression = COMPRESSION_ADOBE_DEFLATE,
     .rows = 1000},
    {.name = "deflate, with more rows than the picture", .compression = COMPRESSION_ADOBE_DEFLATE},
    {.name = "a row in a strip", .rows = 1},
    {.name = "tiles", .tile = 32},
    {.name = "tiles, 16 bits, deflate",
     .channels = 4,
     .bits = 16,
     .compression = COMPRESSION_DEFLATE,
     .tile = 16},
    {.name = "a tile larger than the picture", .tile = 512},
    {.name = "turned", .orientation = 6},
};

std::vector<tiff_kind> const kinds_for_openimageio{
    {.name = "white is 0", .channels = 1, .photometric = PHOTOMETRIC_MINISWHITE},
    {.name = "CMYK", .channels = 4, .photometric = PHOTOMETRIC_SEPARATED},
    {.name = "channels apart", .planar = PLANARCONFIG_SEPARATE},
    {.name = "an unknown channel", .channels = 4, .alpha = EXTRASAMPLE_UNSPECIFIED},
    {.name = "32 bits", .bits = 32},
    {.name = "LZMA", .compression = COMPRESSION_LZMA},
};

void set_tags(TIFF* tiff, tiff_kind const& kind, unsigned width, unsigned height)
{
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, kind.channels);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, kind.bits);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, kind.photometric);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, kind.planar);
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, kind.orientation);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, kind.compression);
    if (kind.predictor != PREDICTOR_NONE)
        TIFFSetField(tiff, TIFFTAG_PREDICTOR, kind.predictor);
    if (kind.channels % 2 == 0 && kind.photometric != PHOTOMETRIC_SEPARATED) {
        auto const alpha = static_cast<std::uint16_t>(kind.alpha);
        TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &alpha);
    }
    if (kind.tile) {
        TIFFSetField(tiff, TIFFTAG_TILEWIDTH, kind.tile);
        TIFFSetField(tiff, TIFFTAG_TILELENGTH, kind.tile);
    } else {
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, kind.rows);
    }
}

/// A file of this kind, of noise with some repetition.
bytes written(tiff_kind const& kind, unsigned width, unsigned height)
{
    temporary_tree const tree;
    auto const path = tree / "image";
    TIFF* const tiff = TIFFOpen(path.c_str(), kind.mode.c_str());
    BOOST_REQUIRE(tiff);
    set_tags(tiff, kind, width, height);
    bytes data(static_cast<std::size_t>(kind.tile ? TIFFTileSize(tiff) : TIFFStripSize(tiff)));
    unsigned const count = kind.tile ? TIFFNumberOfTiles(tiff) : TIFFNumberOfStrips(tiff);
    for (unsigned part = 0; part != count; ++part) {
        for (std::size_t n = 0; n != data.size(); ++n)
            data[n] = static_cast<unsigned char>(n % 50 < 20 ? 200 : n * 7 + n * n * 11 + part * 31);
        auto const size = static_cast<tmsize_t>(data.size());
        BOOST_REQUIRE((kind.tile ? TIFFWriteEncodedTile(tiff, part, data.data(), size)
                                 : TIFFWriteEncodedStrip(tiff, part, data.data(), size)) >= 0);
    }
    TIFFClose(tiff);
    return contents_of(path);
}

outcome fast(bytes const& contents, int size) { return outcome_of(decode_tiff, contents, size); }

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

BOOST_AUTO_TEST_CASE(of_other_kinds_is_left_to_openimageio)
{
    temporary_tree const tree;
    for (tiff_kind const& kind : kinds_for_openimageio) {
        BOOST_TEST_CONTEXT(kind.name)
        {
            bytes const contents = written(kind, 60, 50);
            BOOST_TEST(!fast(contents, 30).image);
            BOOST_TEST(fast(contents, 30).reason == "");
            BOOST_TEST(genpool::image::make_thumbnail(file(tree, "a", contents), {.size = 30}).width == 30);
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
    bytes const contents = written({.channels = 4, .bits = 16}, 60, 50);
    BOOST_TEST(outcome_of(decode_tiff, contents, 40, {.decoded_bytes = 60 * 50 * 8}).image.has_value());
    BOOST_TEST(outcome_of(decode_tiff, contents, 40, {.decoded_bytes = 60 * 50 * 8 - 1}).reason ==
               "24000 decoded bytes are over the limit of 23999");
    BOOST_TEST(outcome_of(decode_tiff, contents, 40, {.channels = 3}).reason ==
               "4 channels are over the limit of 3");
}

BOOST_AUTO_TEST_CASE(in_parts_over_the_limit_is_left_to_openimageio)
{
    outcome const made =
        outcome_of(decode_tiff, written({.tile = 512}, 60, 50), 40, {.decoded_bytes = 60 * 50 * 3});
    BOOST_TEST(!made.image);
    BOOST_TEST(made.reason == "");
}

BOOST_AUTO_TEST_SUITE_END()
