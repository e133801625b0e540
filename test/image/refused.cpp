// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "image/support/bombs.hpp"
#include "image/support/images.hpp"

#include <OpenImageIO/deepdata.h>
#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

namespace image_refused_tests
{

using namespace genpool::test;
namespace fs = boost::filesystem;

namespace
{

/// How many bytes of memory this process has ever had at once.
long peak_memory()
{
    rusage usage = {};
    BOOST_REQUIRE(::getrusage(RUSAGE_SELF, &usage) == 0);
    return usage.ru_maxrss * 1024;
}

/// Requires that the file is refused for its size, and that this cost no memory.
void check_bomb(bytes const& contents)
{
    temporary_tree const tree;
    fs::path const path = file(tree, "bomb", contents);
    long const before = peak_memory();
    BOOST_TEST(reason_of(path).find("over the limit of") != std::string::npos);
    BOOST_TEST(peak_memory() - before < 64L << 20);
}

} // namespace

BOOST_AUTO_TEST_SUITE(refused)

BOOST_AUTO_TEST_CASE(what_is_no_regular_file)
{
    temporary_tree const tree;
    fs::path const fifo = tree / "fifo.jpg";
    BOOST_REQUIRE(::mkfifo(fifo.c_str(), 0666) == 0);
    BOOST_TEST(reason_of(fifo) == "not a regular file");
    tree.directory("directory.jpg");
    BOOST_TEST(reason_of(tree / "directory.jpg") == "is a directory");
    tree.symlink("/dev/zero", "endless.jpg");
    BOOST_TEST(reason_of(tree / "endless.jpg") == "not a regular file");
    tree.symlink("fifo.jpg", "link.jpg");
    BOOST_TEST(reason_of(tree / "link.jpg") == "not a regular file");
    // Root may make a device.
    fs::path const device = tree / "device.jpg";
    if (::mknod(device.c_str(), S_IFCHR | 0666, makedev(1, 5)) == 0)
        BOOST_TEST(reason_of(device) == "not a regular file");
}

BOOST_AUTO_TEST_CASE(what_is_not_there)
{
    temporary_tree const tree;
    BOOST_TEST(reason_of(tree / "missing.jpg").find("No such file or directory") != std::string::npos);
    tree.symlink("missing.jpg", "link.jpg");
    BOOST_TEST(reason_of(tree / "link.jpg").find("No such file or directory") != std::string::npos);
    tree.symlink("loop.jpg", "loop.jpg");
    BOOST_TEST(reason_of(tree / "loop.jpg").find("symbolic links") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(png_with_too_many_pixels)
{
    check_bomb(png_of(60000, 60000));
    check_bomb(png_of(1, 4000000000));
}

BOOST_AUTO_TEST_CASE(jpeg_with_too_many_pixels)
{
    constexpr int baseline = 0xC0;
    constexpr int progressive = 0xC2;
    check_bomb(jpeg_header(progressive, 65500, 65500, 3));
    check_bomb(jpeg_header(baseline, 65500, 65500, 3));
    // Within the limit of pixels, but held as coefficients, which take twice the memory.
    check_bomb(jpeg_header(progressive, 16000, 16000, 3));
    check_bomb(jpeg_header(baseline, 16000, 16000, 1));
}

BOOST_AUTO_TEST_CASE(webp_with_too_many_pixels) { check_bomb(webp_of_largest()); }

BOOST_AUTO_TEST_CASE(tiff_with_too_many_pixels) { check_bomb(tiff_of(60000, 60000)); }

BOOST_AUTO_TEST_CASE(openexr_with_too_many_pixels)
{
    check_bomb(exr_header(2000000000, 5));
    check_bomb(exr_header(59999, 59999));
}

BOOST_AUTO_TEST_CASE(openexr_with_more_tiles_than_its_file_can_hold)
{
    temporary_tree const tree;
    bytes const exr =
        exr_header(9999, 9999, std::string_view("tiles\0tiledesc\0\x09\0\0\0\1\0\0\0\1\0\0\0\0", 28));
    BOOST_TEST(reason_of(file(tree, "a.exr", exr)).find("more tiles than") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(jpeg_with_more_scans_than_any_encoder_makes)
{
    temporary_tree const tree;
    OIIO::ImageSpec made = spec(8, 8);
    made.attribute("jpeg:progressive", 1);
    bytes const jpeg = encoded("jpeg", made);
    BOOST_TEST(reason_of(file(tree, "a.jpg", jpeg_with_scans(jpeg, 500))) ==
               "the scans of the JPEG are over the limit of 500");
    BOOST_CHECK_NO_THROW(genpool::image::make_thumbnail(jpeg));
}

// Found by libFuzzer: when metadata were blanked, the size was another.
BOOST_AUTO_TEST_CASE(tiff_whose_directory_lies_in_its_header_or_holds_values)
{
    temporary_tree const tree;
    bytes const in_header{'M', 'M', 0,   '*', 0,  0, 0,  4, 1, 0, 0, 0, 16, 1, 1, 0, 4, 0,  0, 0, 1,
                          0,   0,   '0', 0,   0,  0, 8,  0, 3, 1, 0, 0, 4,  0, 0, 0, 1, 0,  0, 0, 16,
                          1,   1,   0,   0,   16, 1, 18, 0, 3, 0, 0, 0, 1,  0, 6, 0, 0, 16, 0, 0, 0};
    BOOST_TEST(reason_of(file(tree, "a.tif", in_header)) ==
               "the header is damaged: a directory that lies in it");
    bytes with_values = tiff_of(16, 16);
    with_values[17] = 3; // three widths, which lie where the height is
    with_values[21] = 22;
    BOOST_TEST(reason_of(file(tree, "b.tif", with_values)) ==
               "the header is damaged: values in the directory");
    bytes with_its_own = tiff_of(16, 16);
    std::fill_n(with_its_own.begin() + 14, 4,
                static_cast<unsigned char>(0xFF)); // widths, the first where that is told
    with_its_own[21] = 18;
    BOOST_TEST(reason_of(file(tree, "c.tif", with_its_own)) ==
               "the header is damaged: values in the directory");
}

BOOST_AUTO_TEST_CASE(deep_images)
{
    temporary_tree const tree;
    fs::path const path = tree / "deep.exr";
    OIIO::ImageSpec made = spec(4, 4, 4, OIIO::TypeDesc::FLOAT);
    made.deep = true;
    OIIO::DeepData samples;
    samples.init(made);
    auto const output = OIIO::ImageOutput::create("openexr");
    BOOST_REQUIRE(output && output->open(path.string(), made) && output->write_deep_image(samples) &&
                  output->close());
    BOOST_TEST(reason_of(path) == "deep images have no thumbnail");
}

BOOST_AUTO_TEST_CASE(what_is_over_the_limits_that_the_caller_sets)
{
    temporary_tree const tree;
    fs::path const path = file(tree, "a.png", encoded("png", spec(100, 50)));
    BOOST_TEST(reason_of(path, {.source = {.file_bytes = 100}}).find("over the limit of 100") !=
               std::string::npos);
    BOOST_TEST(reason_of(path, {.source = {.side = 99}}).find("over the limit of 99") != std::string::npos);
    BOOST_TEST(reason_of(path, {.source = {.pixels = 4999}}).find("over the limit of 4999") !=
               std::string::npos);
    BOOST_TEST(reason_of(path, {.source = {.channels = 2}}).find("over the limit of 2") != std::string::npos);
    BOOST_TEST(reason_of(path, {.source = {.decoded_bytes = 14999}}).find("over the limit of 14999") !=
               std::string::npos);
    BOOST_CHECK_NO_THROW(genpool::image::make_thumbnail(
        path, {.source = {.side = 100, .pixels = 5000, .channels = 3, .decoded_bytes = 15000}}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_refused_tests
