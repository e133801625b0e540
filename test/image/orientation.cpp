// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "image/support/images.hpp"

#include <boost/test/unit_test.hpp>

namespace image_orientation_tests
{

using namespace genpool::test;
using genpool::image::make_thumbnail;
using genpool::image::thumbnail;

namespace
{

enum colour
{
    red,
    green,
    blue,
    white
};

/// Red, green, blue and white in the quarters of a picture: upper left and right, lower left and right.
float quarters(float x, float y, int c)
{
    int const colour = (y < 0.5f ? 0 : 2) + (x < 0.5f ? 0 : 1);
    return colour == white || colour == c ? 1.0f : 0.0f;
}

/// Which of them a pixel is.
int colour_at(decoded const& picture, int x, int y)
{
    bool const r = picture.at(x, y, 0) > 0.5f;
    bool const g = picture.at(x, y, 1) > 0.5f;
    bool const b = picture.at(x, y, 2) > 0.5f;
    return r && g && b ? white : r ? red : g ? green : blue;
}

/// What must be seen of the stored quarters: upper left and right, lower left and right. EXIF 2.32, section
/// 4.6.4, tells for each orientation which visual sides the stored row 0 and column 0 are.
struct expectation
{
    int orientation;
    std::array<int, 4> seen;
};

constexpr std::array<expectation, 8> expectations{{
    {1, {red, green, blue, white}}, // top, left
    {2, {green, red, white, blue}}, // top, right
    {3, {white, blue, green, red}}, // bottom, right
    {4, {blue, white, red, green}}, // bottom, left
    {5, {red, blue, green, white}}, // left, top
    {6, {blue, red, white, green}}, // right, top
    {7, {white, green, blue, red}}, // right, bottom
    {8, {green, white, red, blue}}, // left, bottom
}};

void check(expectation const& expected, boost::filesystem::path const& path, int size)
{
    BOOST_TEST_CONTEXT(path << " at " << size)
    {
        thumbnail const made = make_thumbnail(path, {.size = size});
        decoded const picture = decode(made.bytes);
        bool const on_its_side = expected.orientation >= 5;
        int const longer = std::min(size, 96);
        int const shorter = longer * 2 / 3;
        BOOST_TEST(made.width == (on_its_side ? shorter : longer));
        BOOST_TEST(made.height == (on_its_side ? longer : shorter));
        BOOST_TEST(picture.spec.width == made.width);
        BOOST_TEST(picture.spec.height == made.height);
        BOOST_TEST(picture.spec.get_int_attribute("Orientation", 1) == 1);
        std::array<int, 4> seen{};
        for (std::size_t n = 0; n != 4; ++n)
            seen[n] = colour_at(picture, made.width * (n % 2 ? 3 : 1) / 4, made.height * (n / 2 ? 3 : 1) / 4);
        BOOST_TEST(seen == expected.seen, boost::test_tools::per_element());
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(orientation)

BOOST_AUTO_TEST_CASE(jpeg_and_tiff_stand_upright)
{
    temporary_tree tree;
    for (expectation const& expected : expectations) {
        OIIO::ImageSpec made = spec(96, 64);
        made.attribute("Orientation", expected.orientation);
        for (std::string const format : {"jpeg", "tiff"}) {
            auto const path =
                file(tree, format + std::to_string(expected.orientation), encoded(format, made, quarters));
            check(expected, path, 200); // as large as it is
            check(expected, path, 30);
        }
    }
}

BOOST_AUTO_TEST_CASE(big_tiff_stands_upright)
{
    temporary_tree tree;
    for (expectation const& expected : expectations) {
        OIIO::ImageSpec made = spec(96, 64);
        made.attribute("Orientation", expected.orientation);
        made.attribute("tiff:bigtiff", 1);
        bytes const tiff = encoded("tiff", made, quarters);
        BOOST_REQUIRE(tiff.at(2) == 43);
        check(expected, file(tree, "a.tif", tiff), 48);
    }
}

BOOST_AUTO_TEST_CASE(png_stands_upright)
{
    temporary_tree tree;
    bytes const png = encoded("png", spec(96, 64), quarters);
    std::size_t const at_end = png.size() - png_chunk("IEND", {}).size();
    for (expectation const& expected : expectations) {
        bytes const exif = exif_with_orientation(expected.orientation);
        check(expected, file(tree, "a.png", with_chunk(png, "eXIf", exif)), 48);
        check(expected, file(tree, "behind.png", inserted(png, at_end, png_chunk("eXIf", exif))), 48);
        bytes const named = inserted(exif, 0, {'E', 'x', 'i', 'f', 0, 0});
        check(expected, file(tree, "named.png", with_chunk(png, "eXIf", named)), 48);
        // Beside one that does not tell.
        bytes const another = inserted(png, at_end, png_chunk("eXIf", exif_with_orientation(1)));
        check(expected, file(tree, "two.png", with_chunk(another, "eXIf", exif)), 48);
    }
}

BOOST_AUTO_TEST_CASE(png_with_exif_as_text_stands_upright)
{
    temporary_tree tree;
    bytes const png = encoded("png", spec(96, 64), quarters);
    for (expectation const& expected : expectations) {
        std::string spelled = "\nexif\n      26\n";
        for (unsigned char const byte : exif_with_orientation(expected.orientation)) {
            spelled += "0123456789abcdef"[byte / 16];
            spelled += "0123456789abcdef"[byte % 16];
            spelled += spelled.size() % 73 == 72 ? "\n" : "";
        }
        bytes const letters(spelled.begin(), spelled.end());
        for (std::string const name : {"Raw profile type exif", "Raw profile type APP1"}) {
            bytes text(name.begin(), name.end());
            text.push_back(0);
            bytes packed = text;
            append(text, letters);
            check(expected, file(tree, "a.png", with_chunk(png, "tEXt", text)), 48);
            bytes const chunk = icc_chunk(letters);      // packed without compression
            append(packed, std::span(chunk).subspan(8)); // behind its name
            check(expected, file(tree, "a.png", with_chunk(png, "zTXt", packed)), 48);
        }
    }
    for (std::string_view const wrong : {"", "\nexif", "\nexif\n 4\n4", "\nexif\n 4\nxyz", "\n\n\n\n"}) {
        bytes text;
        append(text, std::string_view("Raw profile type exif\0", 22));
        append(text, wrong);
        check(expectations[0], file(tree, "a.png", with_chunk(png, "tEXt", text)), 48);
    }
}

BOOST_AUTO_TEST_CASE(png_with_many_blocks_of_exif_is_looked_at_in_a_few)
{
    temporary_tree tree;
    bytes damaged = encoded("png", spec(96, 64), quarters);
    std::size_t const right = 6;
    bytes const exif = exif_with_orientation(static_cast<int>(right));
    damaged = with_chunk(damaged, "eXIf", exif); // behind those that are put before it
    for (std::size_t count = 1; count <= 4; ++count) {
        damaged = with_chunk(damaged, "eXIf", bytes(8));
        check(expectations[count < 4 ? right - 1 : 0], file(tree, "a.png", damaged), 48);
    }
}

BOOST_AUTO_TEST_CASE(webp_stands_upright)
{
    temporary_tree tree;
    bytes const simple = encoded("webp", spec(96, 64), quarters);
    for (expectation const& expected : expectations) {
        // The extended form: a header that tells of EXIF and the size, the picture, the EXIF.
        bytes extended(simple.begin(), simple.begin() + 12);
        append(extended, std::string_view("VP8X\x0A\0\0\0\x08\0\0\0\x5F\0\0\x3F\0\0", 18));
        append(extended, std::span(simple).subspan(12));
        bytes const exif = exif_with_orientation(expected.orientation);
        append(extended, std::string_view("EXIF\x1A\0\0\0", 8));
        append(extended, exif);
        auto const size = static_cast<std::uint32_t>(extended.size() - 8);
        for (unsigned n = 0; n != 4; ++n)
            extended[4 + n] = static_cast<unsigned char>(size >> 8 * n);
        check(expected, file(tree, "a.webp", extended), 48);
    }
}

BOOST_AUTO_TEST_CASE(damaged_exif_leaves_the_picture_as_it_lies)
{
    temporary_tree tree;
    bytes const jpeg = encoded("jpeg", spec(96, 64), quarters);
    bytes exif = exif_with_orientation(9);
    exif = inserted(exif, 0, {'E', 'x', 'i', 'f', 0, 0});
    check(expectations[0], file(tree, "a.jpg", with_segment(jpeg, 0xE1, exif)), 48);
    exif = exif_with_orientation(6);
    exif = inserted(exif, 0, {'E', 'x', 'i', 'f', 0, 0});
    for (std::size_t size = 6; size < exif.size() - 8; ++size) {
        bytes const cut(exif.begin(), exif.begin() + static_cast<std::ptrdiff_t>(size));
        check(expectations[0], file(tree, "a.jpg", with_segment(jpeg, 0xE1, cut)), 48);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_orientation_tests
