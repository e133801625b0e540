// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "image/support/decoding.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>
#include <thread>

namespace image_icc_profiles_tests
{

using namespace genpool::test;
using genpool::image::make_thumbnail;
using genpool::image::thumbnail;

namespace
{

std::string const text_tag("text\0\0\0\0of no interest\0", 23);

std::vector<bytes> bad_profiles()
{
    bytes cut = good_profile();
    cut.pop_back();
    bytes many_tags = good_profile();
    many_tags[128] = 0xFF;
    return {
        {},
        bytes(20),
        bytes(500),
        cut,
        many_tags,
        icc_profile({{"desc", text_tag, 4}}), // readers take 8 from 4 and read 4 GiB
        icc_profile({{"desc", text_tag, 0xFFFFFFF0}}),
        icc_profile({{"cprt", std::string("desc\0\0\0\0", 8)}}),
        icc_profile({{"desc", text_tag}}, "CMYK"),
        icc_profile({{"desc", text_tag}}, "GRAY"),
    };
}

bool has_profile(thumbnail const& made)
{
    return contains(made.bytes, "ICC_PROFILE") || contains(made.bytes, "iCCP");
}

/// A profile whose tags no reader has seen before.
bytes strange_profile(std::mt19937& random)
{
    std::vector<icc_tag> tags;
    for (int n = 0; n != 20; ++n) {
        std::string name(4, ' ');
        std::ranges::generate(name, [&] { return static_cast<char>('a' + random() % 26); });
        tags.push_back({name, text_tag});
    }
    return icc_profile(tags);
}

} // namespace

BOOST_AUTO_TEST_SUITE(colour_profiles)

BOOST_AUTO_TEST_CASE(that_are_sound_are_kept)
{
    temporary_tree const tree;
    bytes const profile = good_profile();
    std::string_view const text(reinterpret_cast<char const*>(profile.data()), profile.size());
    bytes const jpeg = with_segment(encoded("jpeg", spec(40, 30)), 0xE2, icc_segment(profile));
    BOOST_TEST(contains(make_thumbnail(file(tree, "a.jpg", jpeg)).bytes, text));
    bytes const png = with_chunk(encoded("png", spec(40, 30)), "iCCP", icc_chunk(profile));
    BOOST_TEST(contains(make_thumbnail(file(tree, "a.png", png)).bytes, text));
    OIIO::ImageSpec made = spec(40, 30);
    made.attribute("ICCProfile", OIIO::TypeDesc(OIIO::TypeDesc::UINT8, static_cast<int>(profile.size())),
                   profile.data());
    BOOST_TEST(contains(make_thumbnail(file(tree, "a.tif", encoded("tiff", made))).bytes, text));
}

BOOST_AUTO_TEST_CASE(in_several_segments_are_put_together)
{
    temporary_tree const tree;
    bytes const profile = good_profile();
    bytes jpeg = encoded("jpeg", spec(40, 30));
    for (unsigned char const part : bytes{2, 1, 3}) { // out of order
        std::size_t const third = profile.size() / 3;
        bytes segment;
        append(segment, std::string_view("ICC_PROFILE\0", 12));
        segment.push_back(part);
        segment.push_back(3);
        std::span const from = std::span(profile).subspan((part - 1u) * third);
        append(segment, part == 3 ? from : from.first(third));
        jpeg = with_segment(jpeg, 0xE2, segment);
    }
    BOOST_TEST(contains(make_thumbnail(file(tree, "a.jpg", jpeg)).bytes,
                        std::string_view(reinterpret_cast<char const*>(profile.data()), profile.size())));
}

BOOST_AUTO_TEST_CASE(that_are_damaged_or_do_not_fit_are_left_out)
{
    temporary_tree const tree;
    for (std::size_t n = 0; bytes const& profile : bad_profiles()) {
        BOOST_TEST_CONTEXT("profile " << n++)
        {
            bytes const jpeg = with_segment(encoded("jpeg", spec(40, 30)), 0xE2, icc_segment(profile));
            BOOST_TEST(!has_profile(make_thumbnail(file(tree, "a.jpg", jpeg))));
            bytes const png = with_chunk(encoded("png", spec(40, 30)), "iCCP", icc_chunk(profile));
            BOOST_TEST(!has_profile(make_thumbnail(file(tree, "a.png", png))));
            if (profile.empty())
                continue;
            OIIO::ImageSpec made = spec(40, 30);
            made.attribute("ICCProfile",
                           OIIO::TypeDesc(OIIO::TypeDesc::UINT8, static_cast<int>(profile.size())),
                           profile.data());
            BOOST_TEST(!has_profile(make_thumbnail(file(tree, "a.tif", encoded("tiff", made)))));
        }
    }
}

BOOST_AUTO_TEST_CASE(of_a_transparent_picture_are_kept_unless_no_png_may_have_them)
{
    struct change
    {
        std::size_t at;
        std::string_view to;
    };
    constexpr change refused[] = {{64, "\xFF\xFF\xFF\xFF"}, {12, "link"}, {12, "abst"}, {20, "Luv "}};
    temporary_tree const tree;
    bytes const png = encoded("png", spec(40, 30, 4));
    standard_error const silence;
    auto const path = file(tree, "good.png", with_chunk(png, "iCCP", icc_chunk(good_profile())));
    make_thumbnail(path);
    for (change const& made : refused) {
        bytes profile = good_profile();
        std::ranges::copy(made.to, profile.begin() + static_cast<std::ptrdiff_t>(made.at));
        thumbnail const small =
            make_thumbnail(file(tree, "a.png", with_chunk(png, "iCCP", icc_chunk(profile))));
        BOOST_TEST((small.format == genpool::image::thumbnail_format::png));
        BOOST_TEST(!has_profile(small));
    }
    BOOST_TEST(silence.is_empty());
}

BOOST_AUTO_TEST_CASE(between_the_scans_of_a_jpeg_reach_no_parser)
{
    temporary_tree const tree;
    OIIO::ImageSpec made = spec(40, 30);
    made.attribute("jpeg:progressive", 1);
    bytes jpeg = encoded("jpeg", made);
    bytes const segment = jpeg_segment(0xE2, icc_segment(icc_profile({{"desc", text_tag, 4}})));
    // After the first scan: before the tables of the second.
    bytes const tables{0xFF, 0xC4};
    bytes const scan{0xFF, 0xDA};
    auto const first_scan = std::ranges::search(jpeg, scan).begin();
    auto const second_tables =
        std::ranges::search(first_scan, jpeg.end(), tables.begin(), tables.end()).begin();
    BOOST_REQUIRE((second_tables != jpeg.end()));
    jpeg = inserted(jpeg, static_cast<std::size_t>(second_tables - jpeg.begin()), segment);
    BOOST_TEST(!has_profile(make_thumbnail(file(tree, "a.jpg", jpeg))));
}

BOOST_AUTO_TEST_CASE(are_read_on_many_threads_at_once)
{
    temporary_tree const tree;
    std::mt19937 random(7);
    std::vector<boost::filesystem::path> files;
    for (int n = 0; n != 60; ++n) {
        bytes const profile = strange_profile(random);
        std::string const name = std::to_string(n);
        if (n % 3 == 0) {
            files.push_back(
                file(tree, name, with_segment(encoded("jpeg", spec(40, 30)), 0xE2, icc_segment(profile))));
        } else if (n % 3 == 1) {
            files.push_back(
                file(tree, name, with_chunk(encoded("png", spec(40, 30)), "iCCP", icc_chunk(profile))));
        } else {
            OIIO::ImageSpec made = spec(40, 30);
            made.attribute("ICCProfile",
                           OIIO::TypeDesc(OIIO::TypeDesc::UINT8, static_cast<int>(profile.size())),
                           profile.data());
            files.push_back(file(tree, name, encoded("tiff", made)));
        }
    }

    // The threads come first: what a single one did before could hide a race.
    std::array<std::vector<bytes>, 4> results;
    {
        std::vector<std::jthread> threads;
        for (std::vector<bytes>& mine : results) {
            threads.emplace_back([&files, &mine] {
                for (auto const& path : files)
                    mine.push_back(make_thumbnail(path).bytes);
            });
        }
    }
    std::vector<bytes> alone;
    for (auto const& path : files)
        alone.push_back(make_thumbnail(path).bytes);
    for (std::vector<bytes> const& mine : results)
        BOOST_TEST((mine == alone));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_icc_profiles_tests
