// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "image/support/images.hpp"
#include <genpool/image/probe.hpp>

#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <fstream>
#include <string>
#include <sys/stat.h>

namespace image_probe_tests
{

using namespace genpool::test;
using genpool::image::image_error;
using genpool::image::image_format;
using genpool::image::image_info;
using genpool::image::name;
using genpool::image::probe;

namespace
{

/// What both ways of asking tell, which must be the same.
image_info info_of(bytes const& contents)
{
    temporary_tree const tree;
    image_info const of_file = probe(file(tree, "image", contents));
    image_info const of_memory = probe(contents);
    BOOST_TEST((of_file.format == of_memory.format));
    BOOST_TEST(of_file.file_bytes == of_memory.file_bytes);
    BOOST_TEST(of_file.width == of_memory.width);
    BOOST_TEST(of_file.height == of_memory.height);
    BOOST_TEST(of_file.channels == of_memory.channels);
    BOOST_TEST(of_file.bits == of_memory.bits);
    BOOST_TEST(of_file.has_alpha == of_memory.has_alpha);
    BOOST_TEST(of_file.has_palette == of_memory.has_palette);
    BOOST_TEST(of_file.has_profile == of_memory.has_profile);
    BOOST_TEST(of_file.orientation == of_memory.orientation);
    BOOST_TEST((of_file.pages == of_memory.pages));
    BOOST_TEST(of_file.file_bytes == contents.size());
    return of_file;
}

std::string reason(bytes const& contents)
{
    try {
        probe(contents);
    } catch (image_error const& error) {
        BOOST_TEST(error.file().empty());
        BOOST_TEST(std::string(error.what()) == error.reason());
        return error.reason();
    }
    BOOST_FAIL("it has a header");
    return {};
}

} // namespace

BOOST_AUTO_TEST_SUITE(image_probe)

BOOST_AUTO_TEST_CASE(tells_size_channels_bits_and_alpha_of_every_format)
{
    struct row
    {
        char const* format;
        image_format told;
        int channels;
        OIIO::TypeDesc type;
        unsigned bits;
    };
    for (row const& wanted : {row{"jpeg", image_format::jpeg, 1, OIIO::TypeDesc::UINT8, 8},
                              row{"jpeg", image_format::jpeg, 3, OIIO::TypeDesc::UINT8, 8},
                              row{"png", image_format::png, 1, OIIO::TypeDesc::UINT8, 8},
                              row{"png", image_format::png, 2, OIIO::TypeDesc::UINT16, 16},
                              row{"png", image_format::png, 3, OIIO::TypeDesc::UINT16, 16},
                              row{"png", image_format::png, 4, OIIO::TypeDesc::UINT8, 8},
                              row{"webp", image_format::webp, 3, OIIO::TypeDesc::UINT8, 8},
                              row{"webp", image_format::webp, 4, OIIO::TypeDesc::UINT8, 8},
                              row{"tiff", image_format::tiff, 1, OIIO::TypeDesc::UINT16, 16},
                              row{"tiff", image_format::tiff, 3, OIIO::TypeDesc::FLOAT, 32},
                              row{"tiff", image_format::tiff, 4, OIIO::TypeDesc::UINT8, 8},
                              row{"openexr", image_format::openexr, 3, OIIO::TypeDesc::HALF, 16},
                              row{"openexr", image_format::openexr, 4, OIIO::TypeDesc::FLOAT, 32}}) {
        image_info const told = info_of(encoded(wanted.format, spec(37, 21, wanted.channels, wanted.type)));
        BOOST_TEST_CONTEXT(wanted.format << ' ' << wanted.channels)
        {
            BOOST_TEST((told.format == wanted.told));
            BOOST_TEST(name(told.format) == std::string(wanted.format));
            BOOST_TEST(told.width == 37u);
            BOOST_TEST(told.height == 21u);
            BOOST_TEST(told.channels == static_cast<unsigned>(wanted.channels));
            BOOST_TEST(told.bits == wanted.bits);
            BOOST_TEST(told.has_alpha == (wanted.channels % 2 == 0));
            BOOST_TEST(!told.has_palette);
            BOOST_TEST(!told.has_profile);
            BOOST_TEST(told.orientation == 1);
            BOOST_TEST(!told.is_turned());
            BOOST_REQUIRE(told.pages.has_value());
            BOOST_TEST(*told.pages == 1u);
        }
    }
}

BOOST_AUTO_TEST_CASE(tells_orientation_and_profile)
{
    bytes const jpeg = encoded("jpeg", spec(8, 4));
    bytes exif;
    append(exif, std::string_view("Exif\0\0", 6));
    append(exif, exif_with_orientation(6));
    image_info told = info_of(with_segment(with_segment(jpeg, 0xE1, exif), 0xE2, bytes(3)));
    BOOST_TEST(told.orientation == 6);
    BOOST_TEST(told.is_turned());
    BOOST_TEST(!told.has_profile);
    BOOST_TEST(info_of(with_segment(jpeg, 0xE2, icc_segment(good_profile()))).has_profile);

    bytes const png = encoded("png", spec(8, 4));
    BOOST_TEST(info_of(with_chunk(png, "eXIf", exif_with_orientation(3))).orientation == 3);
    BOOST_TEST(info_of(with_chunk(png, "iCCP", icc_chunk(good_profile()))).has_profile);
}

BOOST_AUTO_TEST_CASE(tells_what_a_palette_holds)
{
    bytes head;
    append_number(head, 5);
    append_number(head, 7);
    append(head, std::string_view("\4\3\0\0\0", 5)); // 4 bits of an index
    bytes png;
    append(png, "\x89PNG\r\n\x1A\n");
    for (bytes const& chunk : {png_chunk("IHDR", head), png_chunk("PLTE", bytes(12)),
                               png_chunk("tRNS", bytes(4)), png_chunk("IDAT", bytes(9))})
        append(png, chunk);
    image_info const told = info_of(png);
    BOOST_TEST(told.has_palette);
    BOOST_TEST(told.has_alpha);
    BOOST_TEST(told.channels == 4u);
    BOOST_TEST(told.bits == 4u);
}

BOOST_AUTO_TEST_CASE(counts_the_pages_of_a_tiff)
{
    // Little-endian, with two directories, each of a width, a height and an orientation.
    bytes tiff;
    append(tiff, std::string_view("II*\0\x08\0\0\0", 8));
    auto const page = [&](char next) {
        append(tiff, std::string_view("\3\0\0\1\3\0\1\0\0\0\x05\0\0\0\1\1\3\0\1\0\0\0\x07\0\0\0", 26));
        append(tiff, std::string_view("\x12\1\3\0\1\0\0\0\x08\0\0\0", 12)); // an orientation of 8
        append(tiff, std::string_view(&next, 1));
        append(tiff, std::string_view("\0\0\0", 3));
    };
    page(50);
    page(0);
    BOOST_TEST((info_of(tiff).pages == std::optional<std::uint64_t>(2)));

    tiff[88] = 8; // round to the first
    image_info const told = info_of(tiff);
    BOOST_TEST(!told.pages.has_value());
    BOOST_TEST(told.width == 5u);
    BOOST_TEST(told.orientation == 8);
    tiff[88] = 200; // beyond the end
    BOOST_TEST(!info_of(tiff).pages.has_value());
}

BOOST_AUTO_TEST_CASE(reads_only_the_header)
{
    bytes const jpeg = encoded("jpeg", spec(300, 200));
    auto const scan = std::string_view("\xFF\xDA");
    auto const at = std::search(jpeg.begin(), jpeg.end(), scan.begin(), scan.end(),
                                [](unsigned char a, char b) { return a == static_cast<unsigned char>(b); });
    BOOST_TEST(info_of(bytes(jpeg.begin(), at + 2)).width == 300u);

    // A hole of four gigabytes behind the header, of which reading a part would be seen.
    temporary_tree const tree;
    auto const path = file(tree, "large.png", encoded("png", spec(9, 9)));
    boost::filesystem::resize_file(path, std::uintmax_t(4) << 30);
    BOOST_TEST(probe(path).file_bytes == std::uint64_t(4) << 30);
}

BOOST_AUTO_TEST_CASE(reads_nothing_again_for_each_of_many_markers)
{
    auto const bytes_read = [] {
        std::ifstream counts("/proc/self/io");
        std::string name;
        std::uint64_t count = 0;
        counts >> name >> count;
        return count;
    };
    temporary_tree const tree;
    bytes const markers(std::size_t(1) << 18, 0xFF);
    bytes many = encoded("jpeg", spec(300, 200));
    many = inserted(many, 2, markers);
    for (std::size_t at = 3; at < 2 + markers.size(); at += 2)
        many[at] = 0xD0; // that restarts a scan, of which there is none yet
    auto const path = file(tree, "a.jpg", many);
    std::uint64_t const before = bytes_read();
    BOOST_TEST(probe(path).width == 300u);
    BOOST_TEST(bytes_read() - before < 2 * many.size());
}

BOOST_AUTO_TEST_CASE(tells_of_headers_cut_anywhere_and_never_reads_beyond)
{
    bytes exif;
    append(exif, std::string_view("Exif\0\0", 6));
    append(exif, exif_with_orientation(6));
    for (char const* format : {"jpeg", "png", "webp", "tiff", "openexr"}) {
        bytes const whole = encoded(format, spec(16, 16, format == std::string("jpeg") ? 3 : 4));
        image_info const told = probe(whole);
        for (std::size_t size = 0; size != whole.size(); ++size) {
            try {
                image_info const cut = probe(std::span(whole).first(size));
                BOOST_TEST(cut.width == told.width);
                BOOST_TEST(cut.channels == told.channels);
            } catch (image_error const&) {
            }
        }
        BOOST_TEST(!reason(bytes(whole.begin(), whole.begin() + 12)).empty());
    }
    BOOST_TEST(reason({}) == "the file is empty");
    BOOST_TEST(reason(bytes(64, 'x')) == "not a JPEG, PNG, WebP, TIFF or OpenEXR image");
}

BOOST_AUTO_TEST_CASE(survives_any_byte_that_is_wrong)
{
    for (char const* format : {"jpeg", "png", "webp", "tiff", "openexr"}) {
        bytes damaged = encoded(format, spec(16, 16));
        std::size_t const end = std::min<std::size_t>(damaged.size(), 600);
        for (std::size_t at = 0; at != end; ++at) {
            unsigned char const before = damaged[at];
            for (int const value : {0, 0xFF, before ^ 0x80, before + 1}) {
                damaged[at] = static_cast<unsigned char>(value);
                try {
                    probe(damaged);
                } catch (image_error const& error) {
                    BOOST_TEST(*error.reason() != '\0');
                }
            }
            damaged[at] = before;
        }
    }
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_regular_file_without_opening_it)
{
    temporary_tree const tree;
    tree.directory("directory.jpg");
    BOOST_REQUIRE(::mkfifo((tree / "pipe.jpg").c_str(), 0600) == 0);
    for (char const* bad : {"directory.jpg", "pipe.jpg", "missing.jpg"}) {
        auto const path = tree / bad;
        BOOST_CHECK_EXCEPTION(probe(path), image_error, [&](image_error const& error) {
            return error.file() == path && error.what() == path.string() + ": " + error.reason();
        });
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_probe_tests
