// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "image/support/images.hpp"

#include <OpenImageIO/deepdata.h>
#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

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

bytes png_of(std::uint32_t width, std::uint32_t height)
{
    bytes head;
    append_number(head, width);
    append_number(head, height);
    append(head, std::string_view("\1\0\0\0\0", 5)); // one bit of grey
    bytes png;
    append(png, "\x89PNG\r\n\x1A\n");
    for (bytes const& chunk : {png_chunk("IHDR", head), png_chunk("IDAT", bytes(100)), png_chunk("IEND", {})})
        append(png, chunk);
    return png;
}

/// Three channels, in scans of `channels_in_scan`.
bytes jpeg_header(int frame, std::uint32_t width, std::uint32_t height, int channels_in_scan)
{
    bytes jpeg{0xFF, 0xD8, 0xFF, static_cast<unsigned char>(frame), 0, 17, 8};
    append_number(jpeg, height, 2);
    append_number(jpeg, width, 2);
    append(jpeg, std::string_view("\3\1\x11\0\2\x11\0\3\x11\0", 10));
    for (int first = 1; first <= 3; first += channels_in_scan) {
        append(jpeg, std::string_view("\xFF\xDA\0", 3));
        jpeg.push_back(static_cast<unsigned char>(6 + 2 * channels_in_scan));
        jpeg.push_back(static_cast<unsigned char>(channels_in_scan));
        for (int n = first; n != first + channels_in_scan; ++n)
            append_number(jpeg, static_cast<std::uint32_t>(n) << 8, 2);
        append(jpeg, std::string_view("\0\0\0", 3));
    }
    return jpeg;
}

void little(bytes& to, std::uint32_t value)
{
    for (int n = 0; n != 4; ++n)
        to.push_back(static_cast<unsigned char>(value >> 8 * n));
}

bytes exr_header(std::int32_t right, std::int32_t bottom, std::string_view more = {})
{
    bytes exr;
    append(exr, std::string_view("\x76\x2F\x31\1\2\0\0\0", 8));
    append(exr, std::string_view("dataWindow\0box2i\0\x10\0\0\0\0\0\0\0\0\0\0\0", 29));
    little(exr, static_cast<std::uint32_t>(right));
    little(exr, static_cast<std::uint32_t>(bottom));
    append(exr, more);
    exr.push_back(0);
    return exr;
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

BOOST_AUTO_TEST_CASE(webp_with_too_many_pixels)
{
    bytes webp;
    append(webp, std::string_view("RIFF\x1E\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF", 30));
    webp.resize(200);
    check_bomb(webp);
}

BOOST_AUTO_TEST_CASE(tiff_with_too_many_pixels)
{
    bytes tiff;
    append(tiff, std::string_view("MM\0*\0\0\0\x08\0\2\1\0\0\4\0\0\0\1", 18));
    append_number(tiff, 60000);
    append(tiff, std::string_view("\1\1\0\4\0\0\0\1", 8));
    append_number(tiff, 60000);
    append_number(tiff, 0);
    check_bomb(tiff);
}

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
