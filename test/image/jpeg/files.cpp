// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// JPEGs decoded no further than a thumbnail needs, against the same decoded whole by OpenImageIO.
#include "../../../lib/image/jpeg/decode.hpp"
#include "image/support/decoding.hpp"
#include "writer.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

namespace image_jpeg_files_tests
{

using namespace genpool::test;
using genpool::image::picture;

namespace
{

/// What two ways to make the same picture may differ by, in dB.
constexpr double alike = 36;

/// What a picture may differ by from the one that all scans give.
constexpr double known = 38;

outcome fast(bytes const& contents, int size)
{
    return outcome_of(genpool::image::decode_jpeg, contents, size);
}

picture fast_picture(bytes const& contents, int size) { return picture_of(fast(contents, size)); }

std::vector<jpeg_kind> kinds()
{
    std::vector<jpeg_kind> all{
        {.name = "4:4:4", .across = 1, .down = 1},
        {.name = "4:2:2", .down = 1},
        {.name = "4:4:0", .across = 1},
        {.name = "4:2:0"},
        {.name = "4:1:1", .across = 4, .down = 1},
        {.name = "grey", .channels = 1, .across = 1, .down = 1},
        {.name = "RGB", .across = 1, .down = 1, .keeps_rgb = true},
        {.name = "restart", .restart = 3},
        {.name = "arithmetic", .arithmetic = true},
        {.name = "coarse", .quality = 40},
    };
    for (std::size_t n = 0, count = all.size(); n != count; ++n) {
        jpeg_kind progressive = all[n];
        progressive.name += " progressive";
        progressive.progressive = true;
        all.push_back(progressive);
    }
    return all;
}

/// One way to divide a picture into blocks, in every way to encode them.
std::vector<jpeg_kind> encodings()
{
    std::vector<jpeg_kind> all = kinds();
    std::erase_if(all, [](jpeg_kind const& kind) { return kind.across != 2 || kind.down != 2; });
    return all;
}

/// Edges and noise, which nothing can be foretold of.
painter noise()
{
    return [random = std::mt19937(1)](float x, float y, int c) mutable {
        float const edge = std::fmod(x * 37 + y * 11, 1.0f) < 0.5f ? 0.2f : 0.6f;
        return edge + 0.3f * gradient(x, y, c) * static_cast<float>(random() % 1000) / 1000;
    };
}

} // namespace

BOOST_AUTO_TEST_SUITE(jpeg)

BOOST_AUTO_TEST_CASE(is_the_same_picture_as_decoded_whole)
{
    struct extent
    {
        int width, height;
    };
    constexpr extent extents[] = {{1, 1}, {7, 40}, {33, 1}, {130, 9}, {250, 167}};
    for (jpeg_kind const& kind : kinds()) {
        for (auto const& [width, height] : extents) {
            bytes const contents = written_jpeg(kind, width, height);
            for (int const size : {16, 60, 250}) {
                BOOST_TEST_CONTEXT(kind.name << ' ' << width << " x " << height << " at " << size)
                {
                    outcome const made = whole(contents, size);
                    BOOST_REQUIRE_MESSAGE(made.image, made.reason);
                    BOOST_TEST(psnr(fast_picture(contents, size), *made.image) > alike);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(is_the_same_picture_when_only_some_scans_are_read)
{
    for (jpeg_kind kind : kinds()) {
        if (kind.progressive)
            continue;
        for (int const quality : {50, 90}) {
            kind.quality = quality;
            bytes const all = written_jpeg(kind, 400, 300, noise());
            kind.progressive = true;
            bytes const some = written_jpeg(kind, 400, 300, noise());
            kind.progressive = false;
            for (int const size : {24, 64, 128}) {
                BOOST_TEST_CONTEXT(kind.name << " quality " << quality << " at " << size)
                {
                    BOOST_TEST(psnr(fast_picture(all, size), fast_picture(some, size)) > known);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(does_not_depend_on_scans_that_it_does_not_need)
{
    bytes contents = written_jpeg({.progressive = true}, 800, 600, noise());
    picture const small = fast_picture(contents, 40);
    BOOST_REQUIRE(fast(contents, 500).image);
    std::vector<std::size_t> const scans = scans_of(contents);
    BOOST_REQUIRE(scans.size() == 10u);
    // What the last scan has of the coefficients, which no decoder can pass over.
    std::fill_n(contents.begin() + static_cast<std::ptrdiff_t>(scans.back() + 7), 3, 0xFF);
    BOOST_TEST((fast_picture(contents, 40).samples == small.samples));
    BOOST_TEST(!fast(contents, 500).image);
}

BOOST_AUTO_TEST_CASE(cut_anywhere_is_an_error)
{
    for (jpeg_kind const& kind : encodings()) {
        BOOST_TEST_CONTEXT(kind.name)
        {
            check_cut(genpool::image::decode_jpeg, written_jpeg(kind, 120, 90, noise()));
        }
    }
}

BOOST_AUTO_TEST_CASE(damaged_anywhere_is_a_picture_or_an_error)
{
    standard_error const silence;
    std::mt19937 random(2026);
    for (jpeg_kind const& kind : encodings()) {
        bytes const contents = written_jpeg(kind, 120, 90, noise());
        for (int round = 0; round != 20; ++round) {
            bytes changed = contents;
            for (int n = 0; n != 3; ++n)
                changed[random() % changed.size()] = static_cast<unsigned char>(random());
            outcome const made = fast(changed, 10);
            if (made.image)
                BOOST_TEST(
                    made.image->samples.size() ==
                    static_cast<std::size_t>(made.image->width * made.image->height * made.image->channels));
        }
    }
    BOOST_TEST(silence.is_empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_jpeg_files_tests
