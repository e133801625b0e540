// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// The colours that TIFFs of each photometric interpretation show.
#include "../../../lib/image/tiff/decode.hpp"
#include "image/support/decoding.hpp"
#include "writer.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>

namespace image_tiff_colours_tests
{

using namespace genpool::test;
using genpool::image::decode_tiff;
using genpool::image::make_thumbnail;
using genpool::image::picture;

namespace
{

constexpr unsigned width = 35;
constexpr unsigned height = 22;

picture decoded_tiff(bytes const& contents, int size = width)
{
    return picture_of(outcome_of(decode_tiff, contents, size));
}

/// Requires that all of the picture has this colour, in 255ths.
void check_colour(picture const& made, std::vector<double> const& colour, double tolerance = 0.6)
{
    BOOST_TEST_REQUIRE(made.channels == static_cast<int>(colour.size()));
    double worst = 0;
    for (std::size_t n = 0; n != made.samples.size(); ++n)
        worst = std::max(worst, std::abs(double(made.samples[n]) * 255 - colour[n % colour.size()]));
    BOOST_TEST(worst < tolerance);
}

/// A picture in strips, tiles, together and apart, of one colour.
void check_kind(tiff_kind kind, std::vector<std::uint64_t> const& codes, std::vector<double> const& colour,
                double tolerance = 0.6)
{
    for (bool const planes : {false, true}) {
        if (planes && kind.across * kind.down != 1)
            continue;
        for (unsigned const tile : {0u, 16u}) {
            for (std::string const mode : {"wl", "wb"}) {
                kind.planes = planes;
                kind.tile = tile;
                kind.mode = mode;
                BOOST_TEST_CONTEXT(kind)
                {
                    bytes const contents =
                        written_tiff(kind, width, height,
                                     [&](unsigned, unsigned, unsigned sample) { return codes.at(sample); });
                    check_colour(decoded_tiff(contents), colour, tolerance);
                    check_colour(decoded_tiff(contents, 8), colour, tolerance);
                }
            }
        }
    }
}

std::uint64_t bits_of(int value, unsigned bits)
{
    return static_cast<std::uint64_t>(value) & ((std::uint64_t(1) << bits) - 1);
}

struct lab_colour
{
    std::array<double, 3> lab;
    std::vector<double> rgb;
};

/// What is known of the primaries of sRGB, and greys.
std::vector<lab_colour> const lab_colours{
    {{100, 0, 0}, {255, 255, 255}},           {{0, 0, 0}, {0, 0, 0}},
    {{53.585, 0, 0}, {128, 128, 128}},        {{53.241, 80.092, 67.203}, {255, 0, 0}},
    {{87.735, -86.183, 83.179}, {0, 255, 0}}, {{32.297, 79.188, -107.860}, {0, 0, 255}},
};

int rounded(double value) { return static_cast<int>(std::lround(value)); }

} // namespace

BOOST_AUTO_TEST_SUITE(tiff_colours)

BOOST_AUTO_TEST_CASE(of_lab_are_those_of_srgb)
{
    for (lab_colour const& colour : lab_colours) {
        auto const [l, a, b] = colour.lab;
        check_kind({.name = "CIELab, 8 bits", .photometric = PHOTOMETRIC_CIELAB},
                   {bits_of(rounded(l * 2.55), 8), bits_of(rounded(a), 8), bits_of(rounded(b), 8)},
                   colour.rgb, 8);
        check_kind(
            {.name = "CIELab, 16 bits", .photometric = PHOTOMETRIC_CIELAB, .bits = 16},
            {bits_of(rounded(l * 655.35), 16), bits_of(rounded(a * 256), 16), bits_of(rounded(b * 256), 16)},
            colour.rgb, 1);
        for (unsigned const bits : {32u, 64u})
            check_kind({.name = "CIELab, floating",
                        .photometric = PHOTOMETRIC_CIELAB,
                        .bits = bits,
                        .format = SAMPLEFORMAT_IEEEFP},
                       {float_code(l, bits), float_code(a, bits), float_code(b, bits)}, colour.rgb, 1);
        check_kind(
            {.name = "ICCLab, 8 bits", .photometric = PHOTOMETRIC_ICCLAB},
            {bits_of(rounded(l * 2.55), 8), bits_of(rounded(a) + 128, 8), bits_of(rounded(b) + 128, 8)},
            colour.rgb, 8);
        check_kind({.name = "ICCLab, 16 bits", .photometric = PHOTOMETRIC_ICCLAB, .bits = 16},
                   {bits_of(rounded(l * 652.8), 16), bits_of(rounded(a * 256) + 0x8000, 16),
                    bits_of(rounded(b * 256) + 0x8000, 16)},
                   colour.rgb, 1);
        if (a > -85 && a < 85 && b > -75 && b < 125)
            check_kind({.name = "ITULab", .photometric = PHOTOMETRIC_ITULAB},
                       {bits_of(rounded(l * 2.55), 8), bits_of(rounded(a * 255 / 170) + 128, 8),
                        bits_of(rounded(b * 255 / 200) + 96, 8)},
                       colour.rgb, 6);
    }
}

BOOST_AUTO_TEST_CASE(of_lab_with_alpha_shine_through)
{
    check_kind({.photometric = PHOTOMETRIC_CIELAB, .samples = 4, .extra = {EXTRASAMPLE_UNASSALPHA}},
               {255, 0, 0, 51}, {51, 51, 51, 51});
}

BOOST_AUTO_TEST_CASE(of_ycbcr_are_those_of_jpeg)
{
    for (unsigned const across : {1u, 2u, 4u}) {
        for (unsigned const down : {1u, 2u, 4u}) {
            tiff_kind kind{.photometric = PHOTOMETRIC_YCBCR, .across = across, .down = down};
            check_kind(kind, {76, 85, 255}, {254, 0, 0}, 1.5);
            check_kind(kind, {128, 128, 128}, {128, 128, 128});
            kind.compression = COMPRESSION_LZW;
            check_kind(kind, {29, 255, 107}, {0, 0, 254}, 1.5);
        }
    }
    check_kind({.photometric = PHOTOMETRIC_YCBCR, .bits = 16}, {76 * 257, 85 * 257, 65535}, {254, 0, 0}, 2);
    // As in video.
    tiff_kind video{.photometric = PHOTOMETRIC_YCBCR, .tags = [](TIFF* tiff) {
                        float range[] = {16, 235, 128, 240, 128, 240};
                        TIFFSetField(tiff, TIFFTAG_REFERENCEBLACKWHITE, range);
                        float luma[] = {0.2126f, 0.7152f, 0.0722f};
                        TIFFSetField(tiff, TIFFTAG_YCBCRCOEFFICIENTS, luma);
                    }};
    check_kind(video, {235, 128, 128}, {255, 255, 255});
    check_kind(video, {16, 128, 128}, {0, 0, 0});
    check_kind(video, {63, 102, 240}, {255, 0, 0}, 2);
}

BOOST_AUTO_TEST_CASE(of_ycbcr_are_each_in_its_place)
{
    auto const luma = [](unsigned x, unsigned y) { return (x * 5 + y * 3) % 256; };
    for (unsigned const across : {1u, 2u, 4u}) {
        for (unsigned const down : {1u, 2u, 4u}) {
            for (unsigned const tile : {0u, 16u}) {
                tiff_kind const kind{.photometric = PHOTOMETRIC_YCBCR,
                                     .rows = 8,
                                     .tile = tile,
                                     .across = across,
                                     .down = down};
                BOOST_TEST_CONTEXT(kind)
                {
                    bytes const contents =
                        written_tiff(kind, width, height, [&](unsigned x, unsigned y, unsigned sample) {
                            return sample ? 128 : std::uint64_t(luma(x, y));
                        });
                    picture const made = decoded_tiff(contents);
                    for (unsigned y = 0; y != height; ++y) {
                        for (unsigned x = 0; x != width; ++x)
                            BOOST_TEST_REQUIRE(std::lround(255 * made.samples.at((y * width + x) * 3)) ==
                                               long(luma(x, y)));
                    }
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(of_inks_are_dark_where_there_are_many)
{
    for (unsigned const bits : {8u, 16u, 32u}) {
        std::uint64_t const all = bits_of(-1, bits);
        check_kind({.photometric = PHOTOMETRIC_SEPARATED, .samples = 4, .bits = bits}, {0, 0, 0, 0},
                   {255, 255, 255}, 6);
        check_kind({.photometric = PHOTOMETRIC_SEPARATED, .samples = 4, .bits = bits}, {all, 0, 0, 0},
                   {0, 150, 225}, 60);
        check_kind({.photometric = PHOTOMETRIC_SEPARATED,
                    .samples = 5,
                    .bits = bits,
                    .extra = {EXTRASAMPLE_UNSPECIFIED}},
                   {0, 0, 0, all, all / 2}, {30, 30, 30}, 40);
        check_kind({.photometric = PHOTOMETRIC_SEPARATED,
                    .samples = 5,
                    .bits = bits,
                    .extra = {EXTRASAMPLE_UNASSALPHA}},
                   {0, 0, 0, 0, all / 5}, {51, 51, 51, 51}, 2);
    }
}

BOOST_AUTO_TEST_CASE(of_a_palette_are_its_own)
{
    for (unsigned bits = 1; bits <= 16; ++bits) {
        auto const most = static_cast<std::uint16_t>((1u << bits) - 1);
        for (unsigned const factor : {1u, 257u}) { // old palettes have 8 bits
            std::array<std::vector<std::uint16_t>, 3> palette;
            for (unsigned c = 0; c != 3; ++c) {
                for (unsigned n = 0; n <= most; ++n)
                    palette[c].push_back(static_cast<std::uint16_t>((n * 40 + c * 70 + 10) % 256 * factor));
            }
            tiff_kind kind{
                .photometric = PHOTOMETRIC_PALETTE, .samples = 1, .bits = bits, .tags = [&](TIFF* tiff) {
                    TIFFSetField(tiff, TIFFTAG_COLORMAP, palette[0].data(), palette[1].data(),
                                 palette[2].data());
                }};
            std::vector<double> colour;
            for (auto const& part : palette)
                colour.push_back(double(part[most]) / factor);
            check_kind(kind, {most}, colour);
            kind.samples = 2;
            kind.extra = {EXTRASAMPLE_UNSPECIFIED};
            check_kind(kind, {most, 0}, colour);
            kind.extra = {EXTRASAMPLE_UNASSALPHA};
            check_kind(kind, {most, 0}, {0, 0, 0, 0});
            colour.clear();
            for (auto const& part : palette)
                colour.push_back(double(part[0]) / factor);
            check_kind(kind, {0, most}, colour);
        }
    }
}

BOOST_AUTO_TEST_CASE(of_several_extra_samples_take_the_alpha)
{
    check_kind(
        {.samples = 6, .extra = {EXTRASAMPLE_UNSPECIFIED, EXTRASAMPLE_UNASSALPHA, EXTRASAMPLE_UNSPECIFIED}},
        {255, 100, 50, 7, 51, 9}, {51, 20, 10, 51});
}

BOOST_AUTO_TEST_CASE(of_light_in_logarithms_are_encoded)
{
    for (int const compression : {COMPRESSION_SGILOG, COMPRESSION_SGILOG24}) {
        tiff_kind kind{
            .photometric = PHOTOMETRIC_LOGLUV,
            .bits = 32,
            .format = SAMPLEFORMAT_IEEEFP,
            .compression = compression,
            .tags = [](TIFF* tiff) { TIFFSetField(tiff, TIFFTAG_SGILOGDATAFMT, SGILOGDATAFMT_FLOAT); }};
        bytes const white = written_tiff(kind, width, height, [](unsigned, unsigned, unsigned sample) {
            return float_code(std::array{0.9505, 1.0, 1.0891}.at(sample), 32);
        });
        check_colour(decoded_tiff(white), {255, 255, 255}, 4);
    }
}

BOOST_AUTO_TEST_CASE(of_each_kind_stand_upright)
{
    temporary_tree const tree;
    for (int const photometric :
         {PHOTOMETRIC_RGB, PHOTOMETRIC_YCBCR, PHOTOMETRIC_CIELAB, PHOTOMETRIC_SEPARATED}) {
        for (int orientation = 1; orientation <= 8; ++orientation) {
            // Bright where the stored row and column are 0.
            tiff_kind const kind{.photometric = photometric,
                                 .samples = photometric == PHOTOMETRIC_SEPARATED ? 4u : 3u,
                                 .orientation = orientation};
            bytes const contents = written_tiff(kind, 48, 32, [&](unsigned x, unsigned y, unsigned sample) {
                bool const is_bright = x < 24 && y < 16;
                int const neutral = photometric == PHOTOMETRIC_YCBCR ? 128 : 0;
                if (photometric == PHOTOMETRIC_SEPARATED)
                    return std::uint64_t(sample == 3 && !is_bright ? 255 : 0);
                return std::uint64_t(sample == 0 || photometric == PHOTOMETRIC_RGB ? is_bright * 255
                                                                                   : neutral);
            });
            decoded const shown = decode(make_thumbnail(file(tree, "a.tif", contents)).bytes);
            bool const is_on_its_side = orientation >= 5;
            BOOST_TEST_REQUIRE(shown.spec.width == (is_on_its_side ? 32 : 48));
            bool const is_right =
                orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
            bool const is_lower =
                orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
            for (bool const right : {false, true}) {
                for (bool const lower : {false, true}) {
                    float const seen = shown.at(shown.spec.width * (right ? 3 : 1) / 4,
                                                shown.spec.height * (lower ? 3 : 1) / 4, 0);
                    BOOST_TEST_CONTEXT(kind << ", orientation " << orientation)
                    BOOST_TEST((seen > 0.5f) == (right == is_right && lower == is_lower));
                }
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_tiff_colours_tests
