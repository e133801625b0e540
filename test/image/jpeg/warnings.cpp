// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What libjpeg only warns of: a picture where no pixel is lost by it, else an error.
#include "../../../lib/image/jpeg/decode.hpp"
#include "image/support/decoding.hpp"
#include "writer.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>

namespace image_jpeg_warnings_tests
{

using namespace genpool::test;
using genpool::image::picture;

namespace
{

constexpr int width = 120;
constexpr int height = 90;
constexpr int shown = 100;

outcome made_of(bytes const& contents, int size = shown)
{
    standard_error const silence;
    outcome made = outcome_of(genpool::image::decode_jpeg, contents, size);
    BOOST_TEST(silence.is_empty());
    return made;
}

std::size_t position_of(bytes const& contents, bytes const& part)
{
    auto const at = std::search(contents.begin(), contents.end(), part.begin(), part.end());
    BOOST_REQUIRE((at != contents.end()));
    return static_cast<std::size_t>(at - contents.begin());
}

void check_harmless(bytes const& changed, bytes const& contents)
{
    BOOST_TEST((picture_of(made_of(changed)).samples == picture_of(made_of(contents)).samples));
}

void check_refused(bytes const& contents, std::string const& reason)
{
    for (int const size : {10, shown}) {
        outcome const made = made_of(contents, size);
        BOOST_TEST(!made.image);
        BOOST_TEST(made.reason.find(reason) != std::string::npos, made.reason);
    }
}

bytes ended_before(bytes contents, std::size_t at)
{
    contents.resize(at);
    append(contents, std::string_view("\xFF\xD9"));
    return contents;
}

} // namespace

BOOST_AUTO_TEST_SUITE(jpeg_warnings)

BOOST_AUTO_TEST_CASE(of_bytes_between_segments_are_harmless)
{
    for (bool const progressive : {false, true}) {
        bytes const contents = written_jpeg({.progressive = progressive}, width, height);
        for (unsigned char const marker : bytes{0xDB, 0xC4, 0xDA, 0xD9}) {
            std::size_t const at = position_of(contents, {0xFF, marker});
            check_harmless(inserted(contents, at, {'j', 'u', 'n', 'k', 0}), contents);
        }
    }
}

BOOST_AUTO_TEST_CASE(of_versions_and_numbers_that_change_no_pixel_are_harmless)
{
    bytes const contents = written_jpeg({}, width, height);
    bytes newer = contents;
    newer.at(position_of(newer, {'J', 'F', 'I', 'F', 0}) + 5) = 2;
    check_harmless(newer, contents);
    bytes without_spectrum = contents;
    std::size_t const scan = position_of(contents, {0xFF, 0xDA});
    without_spectrum.at(scan + 2 + 3 + 3 * 2 + 2) = 0;
    check_harmless(without_spectrum, contents);

    bytes const adobe{'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 7};
    bytes no_jfif = contents;
    no_jfif.erase(no_jfif.begin() + 2, no_jfif.begin() + 20);
    check_harmless(with_segment(no_jfif, 0xEE, adobe), contents);
}

BOOST_AUTO_TEST_CASE(of_a_missing_end_are_harmless_when_nothing_else_is_missing)
{
    for (bool const progressive : {false, true}) {
        bytes const contents = written_jpeg({.progressive = progressive}, width, height);
        bytes endless = contents;
        endless.resize(endless.size() - 2);
        check_harmless(endless, contents);
        endless.push_back(0xFF);
        check_harmless(endless, contents);
        endless.resize(endless.size() - 8);
        check_refused(endless, "");
    }
}

BOOST_AUTO_TEST_CASE(of_lost_data_are_errors)
{
    bytes const contents = written_jpeg({.restart = 4}, width, height);
    std::size_t const restart = position_of(contents, {0xFF, 0xD2});
    bytes wrong = contents;
    wrong.at(restart + 1) = 0xD5;
    check_refused(wrong, "JPEG error: ");
    bytes shorter = contents;
    shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(restart) - 12,
                  shorter.begin() + static_cast<std::ptrdiff_t>(restart));
    check_refused(shorter, "JPEG error: ");
}

BOOST_AUTO_TEST_CASE(of_missing_scans_are_errors)
{
    bytes const progressive = written_jpeg({.progressive = true}, width, height);
    std::vector<std::size_t> const scans = scans_of(progressive);
    for (std::size_t const scan : {1u, 2u, 5u}) {
        // Where the tables before it begin, or in their midst.
        bytes cut = progressive;
        cut.resize(scans.at(scan));
        check_refused(cut, "");
    }
    bytes cut = progressive;
    cut.resize(position_of(progressive, {0xFF, 0xDA}) + 200);
    check_refused(cut, "");

    // A file that ends, but where one of the colours does not begin.
    bytes const apart = written_jpeg({.scans = {{{0}}, {{1}}, {{2}}}}, width, height);
    check_refused(ended_before(apart, scans_of(apart).at(2)),
                  "the file is cut short: of 3 channels it has 2");
    jpeg_kind const planes{.progressive = true, .scans = {{{0}, 0, 0}, {{1}, 0, 0}, {{2}, 0, 0}}};
    bytes const averages = written_jpeg(planes, width, height);
    check_refused(ended_before(averages, scans_of(averages).at(1)),
                  "the file is cut short: scans are missing");
}

BOOST_AUTO_TEST_CASE(a_file_of_averages_alone_is_smoothed)
{
    bytes const averages = written_jpeg({.progressive = true, .scans = {{{0, 1, 2}, 0, 0}}}, width, height,
                                        [](float x, float, int) { return 0.1f + 0.8f * x; });
    picture const made = picture_of(made_of(averages, width));
    std::set<float> greys;
    for (int x = 0; x != width; ++x)
        greys.insert(made.samples[static_cast<std::size_t>(x * made.channels)]);
    BOOST_TEST(greys.size() > width / 2u); // in blocks there are an eighth as many
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_jpeg_warnings_tests
