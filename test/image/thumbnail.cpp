// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "image/support/images.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

namespace image_thumbnail_tests
{

using namespace genpool::test;
using genpool::image::image_error;
using genpool::image::make_thumbnail;
using genpool::image::thumbnail;
using genpool::image::thumbnail_format;

namespace
{

thumbnail thumbnail_of(bytes const& contents, int size = 256)
{
    temporary_tree const tree;
    return make_thumbnail(file(tree, "image", contents), {.size = size});
}

struct size_case
{
    int width, height, size, expected_width, expected_height;
};

constexpr size_case size_cases[] = {
    {400, 300, 256, 256, 192}, {300, 400, 256, 192, 256}, {257, 257, 256, 256, 256},
    {1000, 10, 100, 100, 1},   {10, 1000, 100, 1, 100},   {1000, 1, 100, 100, 1},
    {256, 100, 256, 256, 100}, {255, 255, 256, 255, 255}, {1, 1, 256, 1, 1},
    {2, 3, 1, 1, 1},           {641, 480, 64, 64, 48},    {3000, 2000, 30, 30, 20},
};

std::string const formats[] = {"jpeg", "png", "webp", "tiff", "openexr"};

/// What a thumbnail of gradient() must have where; floating-point samples are linear light.
float expected_at(float x, float y, int c, bool linear)
{
    float const base = c == 0 ? x : c == 1 ? y : 1 - x;
    float const value = 0.1f + 0.7f * base;
    if (!linear)
        return value;
    return value <= 0.0031308f ? 12.92f * value : 1.055f * std::pow(value, 1 / 2.4f) - 0.055f;
}

/// Requires the colours of gradient(), less its fine detail, in the middle and towards the corners.
void check_gradient(thumbnail const& made, bool linear = false)
{
    decoded const picture = decode(made.bytes);
    BOOST_REQUIRE(picture.spec.nchannels == 3);
    for (float const x : {0.1f, 0.5f, 0.9f}) {
        for (float const y : {0.1f, 0.5f, 0.9f}) {
            for (int c = 0; c != 3; ++c) {
                float const seen = picture.at(static_cast<int>(x * static_cast<float>(made.width)),
                                              static_cast<int>(y * static_cast<float>(made.height)), c);
                BOOST_TEST(std::abs(seen - expected_at(x, y, c, linear)) < 0.08f);
            }
        }
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(thumbnails)

BOOST_AUTO_TEST_CASE(keep_the_aspect_and_are_never_enlarged)
{
    for (size_case const& one : size_cases) {
        BOOST_TEST_CONTEXT(one.width << " x " << one.height << " to " << one.size)
        {
            thumbnail const made = thumbnail_of(encoded("png", spec(one.width, one.height)), one.size);
            BOOST_TEST(made.width == one.expected_width);
            BOOST_TEST(made.height == one.expected_height);
            decoded const picture = decode(made.bytes);
            BOOST_TEST(picture.spec.width == one.expected_width);
            BOOST_TEST(picture.spec.height == one.expected_height);
        }
    }
}

BOOST_AUTO_TEST_CASE(show_the_picture_in_every_format)
{
    for (std::string const& format : formats) {
        BOOST_TEST_CONTEXT(format)
        {
            bool const linear = format == "openexr";
            bytes const contents =
                encoded(format, spec(700, 500, 3, linear ? OIIO::TypeDesc::HALF : OIIO::TypeDesc::UINT8));
            thumbnail const made = thumbnail_of(contents, 64);
            BOOST_CHECK(made.format == thumbnail_format::jpeg);
            check_gradient(made, linear);
            check_gradient(thumbnail_of(contents, 400), linear); // without averaging before
            check_gradient(thumbnail_of(contents, 1000), linear);
        }
    }
}

BOOST_AUTO_TEST_CASE(show_16_bits_and_floating_point)
{
    check_gradient(thumbnail_of(encoded("png", spec(300, 200, 3, OIIO::TypeDesc::UINT16)), 64));
    check_gradient(thumbnail_of(encoded("tiff", spec(300, 200, 3, OIIO::TypeDesc::UINT16)), 64));
    check_gradient(thumbnail_of(encoded("openexr", spec(300, 200, 3, OIIO::TypeDesc::FLOAT)), 64), true);
}

BOOST_AUTO_TEST_CASE(show_a_progressive_jpeg)
{
    OIIO::ImageSpec made = spec(300, 200);
    made.attribute("jpeg:progressive", 1);
    check_gradient(thumbnail_of(encoded("jpeg", made), 64));
}

BOOST_AUTO_TEST_CASE(show_tiles)
{
    for (std::string const format : {"tiff", "openexr"}) {
        temporary_tree const tree;
        bool const is_tiff = format == "tiff"; // floating point in it needs libtiff: tiff.cpp has it
        boost::filesystem::path const path = tree / ("tiled." + std::string(is_tiff ? "tif" : "exr"));
        OIIO::ImageSpec made = spec(333, 210, 3, is_tiff ? OIIO::TypeDesc::UINT16 : OIIO::TypeDesc::FLOAT);
        made.tile_width = 64;
        made.tile_height = 32;
        std::vector<float> samples;
        for (int y = 0; y != made.height; ++y) {
            for (int n = 0; n != made.width * 3; ++n)
                samples.push_back(
                    gradient((static_cast<float>(n / 3) + 0.5f) / static_cast<float>(made.width),
                             (static_cast<float>(y) + 0.5f) / static_cast<float>(made.height), n % 3));
        }
        auto const output = OIIO::ImageOutput::create(format);
        BOOST_REQUIRE(output && output->open(path.string(), made) &&
                      output->write_image(OIIO::TypeDesc::FLOAT, samples.data()) && output->close());
        (void)output->geterror();
        check_gradient(make_thumbnail(path, {.size = 100}), !is_tiff);
    }
}

BOOST_AUTO_TEST_CASE(show_the_first_of_several_pages_or_parts)
{
    temporary_tree const tree;
    for (std::string const format : {"tiff", "openexr"}) {
        auto const type = format == "tiff" ? OIIO::TypeDesc::UINT8 : OIIO::TypeDesc::FLOAT;
        std::vector<OIIO::ImageSpec> parts(2, spec(40, 30, 3, type));
        parts[1].width = 20;
        parts[1].height = 10;
        std::vector<float> const samples(40 * 30 * 3, 0.5f);
        boost::filesystem::path const path = tree / format;
        auto const output = OIIO::ImageOutput::create(format);
        BOOST_REQUIRE(output);
        BOOST_REQUIRE(format == "tiff" ? output->open(path.string(), parts[0])
                                       : output->open(path.string(), 2, parts.data()));
        BOOST_REQUIRE(output->write_image(OIIO::TypeDesc::FLOAT, samples.data()));
        BOOST_REQUIRE(output->open(path.string(), parts[1], OIIO::ImageOutput::AppendSubimage));
        BOOST_REQUIRE(output->write_image(OIIO::TypeDesc::FLOAT, samples.data()));
        BOOST_REQUIRE(output->close());
        (void)output->geterror();
        thumbnail const made = make_thumbnail(path);
        BOOST_TEST(made.width == 40);
        BOOST_TEST(made.height == 30);
    }
}

BOOST_AUTO_TEST_CASE(cut_light_off_at_white_and_take_what_is_not_a_number_as_black)
{
    auto const paint = [](float x, float, int) {
        return x < 0.25f ? 1000.0f : x < 0.5f ? -3.0f : x < 0.75f ? std::nanf("") : 0.2140f;
    };
    decoded const picture =
        decode(thumbnail_of(encoded("openexr", spec(64, 16, 3, OIIO::TypeDesc::FLOAT), paint)).bytes);
    BOOST_TEST(picture.at(8, 8, 0) > 0.97f);
    BOOST_TEST(picture.at(24, 8, 0) < 0.03f);
    BOOST_TEST(picture.at(40, 8, 0) < 0.03f);
    BOOST_TEST(std::abs(picture.at(56, 8, 0) - 0.5f) < 0.03f);
}

BOOST_AUTO_TEST_CASE(stay_grey)
{
    for (std::string const& format : formats) {
        if (format == "webp") // which has no grey
            continue;
        for (OIIO::TypeDesc const type :
             {OIIO::TypeDesc::UINT8, OIIO::TypeDesc::UINT16, OIIO::TypeDesc::HALF}) {
            if (format == "tiff" && type == OIIO::TypeDesc::HALF) // tiff.cpp has it
                continue;
            decoded const picture = decode(thumbnail_of(encoded(format, spec(100, 50, 1, type)), 40).bytes);
            BOOST_TEST(picture.spec.nchannels == 1);
        }
    }
}

BOOST_AUTO_TEST_CASE(are_png_when_something_shines_through)
{
    // Green, fading away to the left. In OpenEXR colours are multiplied by alpha.
    auto const straight = [](float x, float, int c) { return c == 1 ? 1.0f : c == 3 ? x : 0.0f; };
    auto const multiplied = [](float x, float, int c) { return c == 1 || c == 3 ? x : 0.0f; };
    for (std::string const format : {"png", "webp", "tiff", "openexr"}) {
        painter const paint = format == "openexr" ? painter(multiplied) : painter(straight);
        for (OIIO::TypeDesc const type : {OIIO::TypeDesc::UINT8, OIIO::TypeDesc::UINT16}) {
            BOOST_TEST_CONTEXT(format << ' ' << type.c_str())
            {
                thumbnail const made = thumbnail_of(encoded(format, spec(200, 100, 4, type), paint), 50);
                BOOST_CHECK(made.format == thumbnail_format::png);
                decoded const picture = decode(made.bytes);
                BOOST_REQUIRE(picture.spec.nchannels == 4);
                for (int const x : {12, 25, 37, 48}) {
                    BOOST_TEST(std::abs(picture.at(x, 10, 3) - (static_cast<float>(x) + 0.5f) / 50) < 0.03f);
                    BOOST_TEST(picture.at(x, 10, 0) < 0.05f);
                    BOOST_TEST(picture.at(x, 10, 1) > 0.9f); // as green where it fades as where it does not
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(are_png_when_something_grey_shines_through)
{
    auto const paint = [](float, float y, int c) { return c == 1 ? y : 0.5f; };
    thumbnail const made = thumbnail_of(encoded("png", spec(100, 200, 2), paint), 50);
    BOOST_CHECK(made.format == thumbnail_format::png);
    decoded const picture = decode(made.bytes);
    BOOST_REQUIRE(picture.spec.nchannels == 2);
    BOOST_TEST(std::abs(picture.at(10, 40, 0) - 0.5f) < 0.03f);
    BOOST_TEST(std::abs(picture.at(10, 40, 1) - 0.81f) < 0.03f);
}

BOOST_AUTO_TEST_CASE(are_jpeg_when_alpha_hides_nothing)
{
    auto const paint = [](float x, float y, int c) { return c == 3 ? 1.0f : gradient(x, y, c); };
    for (std::string const format : {"png", "webp", "tiff"}) {
        thumbnail const made = thumbnail_of(encoded(format, spec(100, 50, 4), paint), 40);
        BOOST_CHECK(made.format == thumbnail_format::jpeg);
        check_gradient(made);
    }
}

BOOST_AUTO_TEST_CASE(have_the_same_bytes_each_time)
{
    for (std::string const& format : formats) {
        bytes const contents = encoded(format, spec(300, 200));
        BOOST_TEST((thumbnail_of(contents).bytes == thumbnail_of(contents).bytes));
    }
}

BOOST_AUTO_TEST_CASE(carry_no_metadata_but_a_sound_profile)
{
    OIIO::ImageSpec made = spec(100, 80);
    made.attribute("ImageDescription", "a secret");
    made.attribute("GPS:Latitude", 3.0f);
    made.attribute("Artist", "a secret");
    bytes const profile = good_profile();
    made.attribute("ICCProfile", OIIO::TypeDesc(OIIO::TypeDesc::UINT8, static_cast<int>(profile.size())),
                   profile.data());
    bytes const contents = encoded("jpeg", made);
    BOOST_TEST(contains(contents, "a secret"));
    thumbnail const kept = thumbnail_of(contents);
    BOOST_TEST(!contains(kept.bytes, "a secret"));
    BOOST_TEST(contains(kept.bytes,
                        std::string_view(reinterpret_cast<char const*>(profile.data()), profile.size())));
}

BOOST_AUTO_TEST_CASE(are_made_from_what_a_file_holds_whatever_its_name_ends_in)
{
    temporary_tree const tree;
    check_gradient(make_thumbnail(file(tree, "a.jpg", encoded("png", spec(64, 64)))));
    check_gradient(make_thumbnail(file(tree, "a.png", encoded("jpeg", spec(64, 64)))));
    check_gradient(make_thumbnail(file(tree, "a.psd", encoded("webp", spec(64, 64)))));
    check_gradient(make_thumbnail(file(tree, "no \xff\n%04d?<UDIM>", encoded("tiff", spec(64, 64)))));
}

BOOST_AUTO_TEST_CASE(are_made_through_symbolic_links)
{
    temporary_tree const tree;
    file(tree, "image", encoded("jpeg", spec(64, 64)));
    tree.symlink("image", "link.jpg");
    check_gradient(make_thumbnail(tree / "link.jpg"));
}

BOOST_AUTO_TEST_CASE(have_sizes_and_qualities_that_exist)
{
    temporary_tree const tree;
    auto const path = file(tree, "image", encoded("jpeg", spec(64, 64)));
    for (int const size : {0, -1, 65501})
        BOOST_CHECK_THROW(make_thumbnail(path, {.size = size}), std::invalid_argument);
    for (int const quality : {0, 101})
        BOOST_CHECK_THROW(make_thumbnail(path, {.jpeg_quality = quality}), std::invalid_argument);
    BOOST_TEST(make_thumbnail(path, {.jpeg_quality = 20}).bytes.size() <
               make_thumbnail(path, {.jpeg_quality = 95}).bytes.size());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_thumbnail_tests
