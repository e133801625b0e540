// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// What is made of an image by options other than its size.
#include "support/images.hpp"

#include <OpenImageIO/filesystem.h>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace image_options_tests
{

using namespace genpool::test;
using namespace genpool::image;

namespace
{

/// Grey, but for a striped square at one end of it.
float square(float x, float y, int c)
{
    bool const is_there = x > 0.8f && y > 0.25f && y < 0.75f;
    return is_there ? (static_cast<int>(x * 100) + c) % 2 ? 0.9f : 0.1f : 0.5f;
}

float mean(decoded const& image)
{
    double sum = 0;
    for (float const sample : image.samples)
        sum += double(sample);
    return static_cast<float>(sum / double(image.samples.size()));
}

bytes segment(std::string_view name, bytes const& data)
{
    bytes all(name.begin(), name.end());
    append(all, data);
    return all;
}

/// A JPEG that has EXIF of this orientation, XMP and a profile.
bytes told_of(int orientation)
{
    bytes const xmp{'<', 'x', ':', 'x', 'm', 'p', 'm', 'e', 't', 'a', '>'};
    bytes made = encoded("jpeg", spec(120, 80));
    made = with_segment(made, 0xE1, segment({"http://ns.adobe.com/xap/1.0/\0", 29}, xmp));
    made = with_segment(made, 0xE1, segment({"Exif\0\0", 6}, exif_with_orientation(orientation)));
    made = with_segment(made, 0xE2, icc_segment(good_profile()));
    return made;
}

std::string_view text_of(bytes const& contents)
{
    return {reinterpret_cast<char const*>(contents.data()), contents.size()};
}

} // namespace

BOOST_AUTO_TEST_SUITE(image_options)

BOOST_AUTO_TEST_CASE(several_sizes_are_those_that_are_made_alone)
{
    temporary_tree const tree;
    std::array const sizes{geometry(64), parse_geometry("200x200^"), geometry(100), geometry(64)};
    for (char const* const format : {"jpeg", "png", "webp", "tiff", "openexr"}) {
        auto const path = file(tree, format, encoded(format, spec(600, 400)));
        thumbnail_report report;
        auto const made = make_thumbnails(path, sizes, {}, &report);
        BOOST_TEST(report.format == format);
        BOOST_TEST(report.width == 600u);
        BOOST_TEST(report.height == 400u);
        BOOST_REQUIRE(made.size() == 4u);
        BOOST_TEST((made[1].bytes == make_thumbnail(path, {.size = sizes[1]}).bytes)); // the largest
        BOOST_TEST((made[3].bytes == made[0].bytes));
        decoded const small = decode(made[0].bytes);
        decoded const alone = decode(make_thumbnail(path, {.size = 64}).bytes);
        BOOST_REQUIRE(small.samples.size() == alone.samples.size());
        double worst = 0;
        for (std::size_t n = 0; n != small.samples.size(); ++n)
            worst = std::max(worst, double(std::abs(small.samples[n] - alone.samples[n])));
        BOOST_TEST(worst < 0.12);
    }
    auto const path = file(tree, "a.png", encoded("png", spec(10, 10)));
    BOOST_CHECK_THROW(make_thumbnails(path, {}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(formats_hold_the_same_picture)
{
    temporary_tree const tree;
    auto const opaque = file(tree, "opaque.png", encoded("png", spec(60, 40)));
    auto const clear = file(tree, "clear.png", encoded("png", spec(60, 40, 4)));
    for (auto const format :
         {thumbnail_format::jpeg, thumbnail_format::png, thumbnail_format::webp, thumbnail_format::tiff}) {
        for (auto const& path : {opaque, clear}) {
            auto const made =
                make_thumbnail(path, {.size = 30, .jpeg_quality = 95, .webp_quality = 95, .format = format});
            BOOST_TEST((made.format == format));
            // Read again by the library, whose decoders the tests of each format look at.
            auto const again =
                make_thumbnail(file(tree, "again", made.bytes), {.size = 30, .jpeg_quality = 95});
            BOOST_TEST((again.format == thumbnail_format::png) ==
                       (path == clear && format != thumbnail_format::jpeg));
            decoded const expected = decode(
                make_thumbnail(path, {.size = 30, .jpeg_quality = 95, .format = thumbnail_format::jpeg})
                    .bytes);
            decoded const found =
                decode(make_thumbnail(file(tree, "flat", made.bytes),
                                      {.size = 30, .jpeg_quality = 95, .format = thumbnail_format::jpeg})
                           .bytes);
            BOOST_REQUIRE(found.samples.size() == expected.samples.size());
            double sum = 0;
            for (std::size_t n = 0; n != found.samples.size(); ++n)
                sum += double(std::abs(found.samples[n] - expected.samples[n]));
            BOOST_TEST(sum / double(found.samples.size()) < 0.03);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_background_is_put_behind_what_shines_through)
{
    temporary_tree const tree;
    auto const empty = [](float, float, int c) { return c == 3 || c == 1 ? 0.0f : 0.7f; };
    auto const path = file(tree, "a.png", encoded("png", spec(20, 20, 4), empty));
    decoded const white = decode(make_thumbnail(path, {.format = thumbnail_format::jpeg}).bytes);
    BOOST_TEST(white.at(5, 5, 0) > 0.98f);
    auto const made = make_thumbnail(path, {.background = rgb_colour{255, 0, 0}});
    BOOST_TEST((made.format == thumbnail_format::jpeg));
    decoded const red = decode(made.bytes);
    BOOST_TEST(red.at(5, 5, 0) > 0.95f);
    BOOST_TEST(red.at(5, 5, 1) < 0.05f);

    // Grey becomes coloured where that is needed.
    auto const half = [](float, float, int c) { return c == 1 ? 0.5f : 1.0f; };
    auto const grey = file(tree, "grey.png", encoded("png", spec(20, 20, 2), half));
    decoded const tinted = decode(make_thumbnail(grey, {.background = rgb_colour{0, 0, 255}}).bytes);
    BOOST_REQUIRE(tinted.spec.nchannels == 3);
    BOOST_TEST(std::abs(tinted.at(5, 5, 0) - 0.5f) < 0.03f);
    BOOST_TEST(tinted.at(5, 5, 2) > 0.95f);
    decoded const still_grey = decode(make_thumbnail(grey, {.background = rgb_colour{0, 0, 0}}).bytes);
    BOOST_TEST(still_grey.spec.nchannels == 1);
}

BOOST_AUTO_TEST_CASE(crops_keep_the_middle_or_what_draws_the_eye)
{
    temporary_tree const tree;
    auto const path = file(tree, "a.png", encoded("png", spec(400, 100), square));
    auto const made = [&](cropping how) {
        auto const one = make_thumbnail(path, {.size = 50, .jpeg_quality = 100, .crop = how});
        BOOST_TEST(one.width == 50);
        BOOST_TEST(one.height == 50);
        return decode(one.bytes);
    };
    auto const contrast = [](decoded const& image) {
        auto const [least, most] = std::ranges::minmax(image.samples);
        return most - least;
    };
    BOOST_TEST(contrast(made(cropping::centre)) < 0.1f);
    BOOST_TEST(contrast(made(cropping::attention)) > 0.15f);

    // Nothing is enlarged for a crop, and of a plain picture the middle is kept.
    auto const small = make_thumbnail(path, {.size = geometry(50, 200), .crop = cropping::attention});
    BOOST_TEST(small.width == 50);
    BOOST_TEST(small.height == 100);
    auto const plain =
        file(tree, "plain.png",
             encoded("png", spec(90, 30), [](float x, float, int) { return x < 0.5f ? 0.0f : 0.0f; }));
    BOOST_TEST(make_thumbnail(plain, {.size = 30, .crop = cropping::attention}).width == 30);
    BOOST_CHECK_THROW(make_thumbnail(path, {.size = parse_geometry("50x"), .crop = cropping::centre}),
                      std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(linear_keeps_the_light_of_fine_stripes)
{
    temporary_tree const tree;
    auto const stripes = [](float x, float, int c) {
        return c == 3 ? 1.0f : static_cast<int>(x * 256) % 2 ? 1.0f : 0.0f;
    };
    for (char const* const format : {"png", "jpeg", "webp", "tiff"}) {
        OIIO::ImageSpec made = spec(256, 64);
        made.attribute("Compression", format == std::string_view("webp") ? "webp:100" : "jpeg:100");
        if (format == std::string_view("tiff"))
            made.attribute("Compression", "none");
        auto const path = file(tree, format, encoded(format, made, stripes));
        // Half of the light is 0.735 in sRGB.
        BOOST_TEST(std::abs(mean(decode(make_thumbnail(path, {.size = 32, .linear = true}).bytes)) - 0.735f) <
                   0.03f);
        BOOST_TEST(std::abs(mean(decode(make_thumbnail(path, {.size = 32}).bytes)) - 0.5f) < 0.03f);
    }
}

BOOST_AUTO_TEST_CASE(filters_differ_and_keep_a_plain_picture)
{
    temporary_tree const tree;
    auto const path = file(tree, "a.png", encoded("png", spec(90, 60), square));
    auto const plain =
        file(tree, "b.png", encoded("png", spec(90, 60), [](float, float, int) { return 0.4f; }));
    std::vector<bytes> seen;
    for (auto const filter : {resampling::lanczos3, resampling::lanczos2, resampling::catmull_rom,
                              resampling::mitchell, resampling::linear, resampling::box}) {
        for (int const size : {40, 90}) {
            auto const flat = make_thumbnail(plain, {.size = size, .filter = filter});
            BOOST_TEST(std::abs(mean(decode(flat.bytes)) - 0.4f) < 0.01f);
        }
        bytes const made = make_thumbnail(path, {.size = 40, .filter = filter}).bytes;
        BOOST_TEST((std::ranges::count(seen, made) == 0));
        seen.push_back(made);
        auto const large = make_thumbnail(plain, {.size = parse_geometry("300<"), .filter = filter});
        BOOST_TEST(std::abs(mean(decode(large.bytes)) - 0.4f) < 0.01f);
    }
}

BOOST_AUTO_TEST_CASE(metadata_is_carried_as_far_as_it_is_wanted)
{
    temporary_tree const tree;
    auto const path = file(tree, "a.jpg", told_of(6));
    bytes const profile = good_profile();
    for (auto const format : {thumbnail_format::jpeg, thumbnail_format::png, thumbnail_format::webp}) {
        auto const none =
            make_thumbnail(path, {.size = 30, .format = format, .metadata = kept_metadata::none});
        BOOST_TEST(none.height == 30);
        BOOST_TEST(!contains(none.bytes, "xmpmeta"));
        auto const icc = make_thumbnail(path, {.size = 30, .format = format});
        BOOST_TEST(icc.bytes.size() > none.bytes.size());
        BOOST_TEST(!contains(icc.bytes, "xmpmeta"));
        auto const all = make_thumbnail(path, {.size = 30, .format = format, .metadata = kept_metadata::all});
        BOOST_TEST(contains(all.bytes, "<x:xmpmeta>"));
        if (format != thumbnail_format::png) {
            BOOST_TEST(contains(icc.bytes, text_of(profile)));
            BOOST_TEST(contains(all.bytes, text_of(profile)));
            BOOST_TEST(!contains(none.bytes, text_of(profile)));
        }
        // It says that the picture stands upright, which it does.
        auto const again = make_thumbnail(file(tree, "again", all.bytes), {.metadata = kept_metadata::all});
        BOOST_TEST(again.width == all.width);
        BOOST_TEST(again.height == all.height);
        BOOST_TEST(contains(again.bytes, "<x:xmpmeta>"));
    }
}

BOOST_AUTO_TEST_CASE(exif_that_would_turn_the_picture_again_is_left_out)
{
    bytes const plain = encoded("jpeg", spec(60, 40));
    auto const made_of = [&](bytes const& exif) {
        bytes segment;
        append(segment, std::string_view("Exif\0\0", 6));
        append(segment, exif);
        return make_thumbnail(with_segment(plain, 0xE1, segment),
                              {.size = 30, .metadata = kept_metadata::all});
    };
    bytes const right = exif_with_orientation(6);
    BOOST_TEST(contains(made_of(right).bytes, "Exif"));
    // The orientation in 32 bits, where there should be 16; and, found by libFuzzer, in what has no type, elsewhere.
    bytes wide = right;
    wide[13] = 4;
    std::copy_n(bytes{0, 0, 0, 6}.begin(), 4, wide.begin() + 18);
    bytes const elsewhere{'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, 1, 18, 0, 7, 7, 7, 7, 7, 0, 0, 0, 14, 0, 0};
    for (bytes const& wrong : {wide, elsewhere}) {
        genpool::image::thumbnail const made = made_of(wrong);
        BOOST_TEST(made.height == 30); // it was turned, as every viewer turns it
        BOOST_TEST(!contains(made.bytes, "Exif"));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_options_tests
