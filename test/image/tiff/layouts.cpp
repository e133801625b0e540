// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// TIFFs in every layout, against the pixels that were put in.
#include "../../../lib/image/tiff/decode.hpp"
#include "image/support/decoding.hpp"
#include "writer.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>

namespace image_tiff_layouts_tests
{

using namespace genpool::test;
using genpool::image::decode_tiff;
using genpool::image::picture;

namespace
{

constexpr unsigned width = 37;
constexpr unsigned height = 21;

struct number_kind
{
    int format;
    unsigned bits;
};

std::vector<number_kind> number_kinds()
{
    std::vector<number_kind> kinds;
    for (unsigned bits = 1; bits <= 16; ++bits)
        kinds.push_back({SAMPLEFORMAT_UINT, bits});
    for (unsigned const bits : {24u, 32u, 64u})
        kinds.push_back({SAMPLEFORMAT_UINT, bits});
    for (unsigned const bits : {4u, 8u, 12u, 16u, 32u})
        kinds.push_back({SAMPLEFORMAT_INT, bits});
    for (unsigned const bits : {16u, 24u, 32u, 64u})
        kinds.push_back({SAMPLEFORMAT_IEEEFP, bits});
    return kinds;
}

std::uint64_t code(tiff_kind const& kind, unsigned x, unsigned y, unsigned sample)
{
    if (kind.format == SAMPLEFORMAT_IEEEFP)
        return float_code(double((noise(x, y, sample) >> 20) % 17) / 16, kind.bits);
    return noise(x, y, sample) >> (64 - kind.bits);
}

/// The number that a code is, where 1 is white.
double value(tiff_kind const& kind, unsigned x, unsigned y, unsigned sample)
{
    std::uint64_t const number = code(kind, x, y, sample);
    std::uint64_t const sign = std::uint64_t(1) << (kind.bits - 1);
    switch (kind.format) {
    case SAMPLEFORMAT_IEEEFP:
        return double((noise(x, y, sample) >> 20) % 17) / 16;
    case SAMPLEFORMAT_INT:
        return number & sign ? 0 : double(number) / double(sign - 1);
    default:
        return double(number) / double(sign - 1 + sign);
    }
}

double srgb(double linear)
{
    double const light = std::clamp(linear, 0.0, 1.0);
    return light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
}

/// Requires that the picture is what was put in.
void check(tiff_kind const& kind, picture const& made)
{
    bool const is_rgb = kind.photometric == PHOTOMETRIC_RGB;
    unsigned const colours = is_rgb ? 3 : 1;
    bool const has_alpha = !kind.extra.empty() && kind.extra[0] != EXTRASAMPLE_UNSPECIFIED;
    BOOST_TEST_REQUIRE(made.width == static_cast<int>(width));
    BOOST_TEST_REQUIRE(made.height == static_cast<int>(height));
    BOOST_TEST_REQUIRE(made.channels == static_cast<int>(colours + (has_alpha ? 1 : 0)));
    double const tolerance =
        kind.bits < 8 || (kind.bits == 8 && kind.format == SAMPLEFORMAT_INT) ? 1.0 / 255 : 2e-5;
    double worst = 0;
    std::size_t at = 0;
    for (unsigned y = 0; y != height; ++y) {
        for (unsigned x = 0; x != width; ++x) {
            double const alpha = has_alpha ? value(kind, x, y, colours) : 1;
            for (unsigned c = 0; c != colours && alpha > 0; ++c) { // or nothing is seen
                double colour = value(kind, x, y, c);
                if (has_alpha && kind.extra[0] == EXTRASAMPLE_ASSOCALPHA)
                    colour /= alpha;
                if (kind.photometric == PHOTOMETRIC_MINISWHITE)
                    colour = 1 - colour;
                if (kind.format == SAMPLEFORMAT_IEEEFP)
                    colour = srgb(colour);
                worst = std::max(worst, std::abs(colour * alpha - double(made.samples[at + c])));
            }
            at += static_cast<std::size_t>(made.channels);
        }
    }
    BOOST_TEST(worst < tolerance);
}

} // namespace

BOOST_AUTO_TEST_SUITE(tiff_layouts)

BOOST_AUTO_TEST_CASE(are_all_read_as_they_were_written)
{
    struct colour_kind
    {
        int photometric;
        unsigned samples;
    };
    std::array<int, 4> const compressions{COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE,
                                          COMPRESSION_PACKBITS};
    std::size_t turn = 0;
    for (number_kind const& numbers : number_kinds()) {
        for (colour_kind const& colours :
             {colour_kind{PHOTOMETRIC_MINISBLACK, 1}, {PHOTOMETRIC_MINISWHITE, 1}, {PHOTOMETRIC_RGB, 3}}) {
            for (int const extra :
                 {-1, EXTRASAMPLE_UNSPECIFIED, EXTRASAMPLE_ASSOCALPHA, EXTRASAMPLE_UNASSALPHA}) {
                for (int const layout : {0, 1, 2, 3}) {
                    for (std::string const mode : {"wl", "wb", "wb8"}) {
                        tiff_kind kind{.photometric = colours.photometric,
                                       .samples = colours.samples,
                                       .bits = numbers.bits,
                                       .format = numbers.format};
                        if (extra >= 0) {
                            kind.extra = {static_cast<std::uint16_t>(extra)};
                            ++kind.samples;
                        }
                        kind.planes = layout % 2;
                        kind.tile = layout / 2 ? 16 : 0;
                        kind.rows = 8;
                        kind.mode = mode;
                        kind.compression = compressions[turn++ % compressions.size()];
                        BOOST_TEST_CONTEXT(kind)
                        {
                            bytes const contents = written_tiff(kind, width, height,
                                                                [&](unsigned x, unsigned y, unsigned sample) {
                                                                    return code(kind, x, y, sample);
                                                                });
                            check(kind, picture_of(outcome_of(decode_tiff, contents, width)));
                        }
                    }
                }
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_tiff_layouts_tests
