// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "image/support/images.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

namespace image_damaged_tests
{

using namespace genpool::test;
using genpool::image::image_error;
using genpool::image::make_thumbnail;

namespace
{

struct good_file
{
    std::string name;
    bytes contents;
};

std::vector<good_file> good_files()
{
    OIIO::ImageSpec progressive = spec(200, 150);
    progressive.attribute("jpeg:progressive", 1);
    return {
        {"baseline.jpg", encoded("jpeg", spec(200, 150))},
        {"progressive.jpg", encoded("jpeg", progressive)},
        {"8bit.png", encoded("png", spec(200, 150))},
        {"16bit-alpha.png", encoded("png", spec(200, 150, 4, OIIO::TypeDesc::UINT16))},
        {"8bit.tif", encoded("tiff", spec(200, 150))},
        {"a.webp", encoded("webp", spec(200, 150))},
        {"a.exr", encoded("openexr", spec(200, 150, 3, OIIO::TypeDesc::HALF))},
    };
}

} // namespace

BOOST_AUTO_TEST_SUITE(damaged_files)

BOOST_AUTO_TEST_CASE(cut_short_are_errors_and_never_half_a_thumbnail)
{
    temporary_tree const tree;
    for (good_file const& good : good_files()) {
        BOOST_REQUIRE_NO_THROW(make_thumbnail(file(tree, good.name, good.contents)));
        for (std::size_t const percent : {10u, 50u, 90u}) {
            BOOST_TEST_CONTEXT(good.name << " to " << percent << " %")
            {
                bytes cut = good.contents;
                cut.resize(cut.size() * percent / 100);
                BOOST_TEST(!reason_of(file(tree, good.name, cut)).empty());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(cut_within_their_headers_are_errors)
{
    temporary_tree const tree;
    for (good_file const& good : good_files()) {
        for (std::size_t size = 0; size != 120; ++size) {
            bytes const cut(good.contents.begin(), good.contents.begin() + static_cast<std::ptrdiff_t>(size));
            BOOST_TEST(!reason_of(file(tree, good.name, cut)).empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(end_in_a_thumbnail_or_an_error)
{
    // The first kilobyte has the headers, and most of what can go wrong.
    temporary_tree const tree;
    std::mt19937 random(2026);
    for (good_file const& good : good_files()) {
        for (int round = 0; round != 60; ++round) {
            bytes changed = good.contents;
            for (int n = 0; n != 3; ++n)
                changed[random() % std::min<std::size_t>(changed.size(), 1024)] =
                    static_cast<unsigned char>(random());
            try {
                make_thumbnail(file(tree, good.name, changed));
            } catch (image_error const&) {
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(empty_are_errors)
{
    temporary_tree const tree;
    BOOST_TEST(reason_of(file(tree, "a.jpg", {})) == "the file is empty");
}

BOOST_AUTO_TEST_CASE(that_are_no_images_are_told_by_their_first_bytes)
{
    temporary_tree const tree;
    constexpr auto reason = "not a JPEG, PNG, WebP, TIFF or OpenEXR image";
    bytes text;
    append(text, "Dear diary");
    BOOST_TEST(reason_of(file(tree, "diary.jpg", text)) == reason);
    bytes photoshop;
    append(photoshop, std::string_view("8BPS\0\1\0\0\0\0\0\0\0\3\0\0\0\x40\0\0\0\x40\0\x08\0\3", 26));
    photoshop.resize(4096);
    BOOST_TEST(reason_of(file(tree, "photoshop.png", photoshop)) == reason);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_damaged_tests
