// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "image/support/images.hpp"
#include <genpool/image/perceptual_hash.hpp>

#include <boost/test/unit_test.hpp>

namespace image_perceptual_hash_tests
{

using namespace genpool::test;
using genpool::image::distance;
using genpool::image::make_perceptual_hash;
using genpool::image::perceptual_hash;

namespace
{

perceptual_hash hash_of(bytes const& contents)
{
    temporary_tree const tree;
    return make_perceptual_hash(file(tree, "image", contents));
}

bytes plain(float red, float green, float blue)
{
    return encoded("png", spec(20, 20), [=](float, float, int c) {
        return c == 0 ? red : c == 1 ? green : blue;
    });
}

} // namespace

BOOST_AUTO_TEST_SUITE(image_perceptual_hash)

BOOST_AUTO_TEST_CASE(has_a_bit_for_each_cell_that_is_darker_than_the_next)
{
    auto const to_the_right = [](float x, float, int) { return x; };
    auto const upwards = [](float, float y, int) { return 1 - y; };
    perceptual_hash hash = hash_of(encoded("png", spec(90, 80), to_the_right));
    BOOST_TEST(hash.across == ~std::uint64_t(0));
    BOOST_TEST(hash.down == 0u);
    BOOST_TEST(hash.colour[0] >= 126);
    BOOST_TEST(hash.colour[0] <= 129);
    hash = hash_of(encoded("png", spec(80, 90, 1), upwards));
    BOOST_TEST(hash.across == 0u);
    BOOST_TEST(hash.down == 0u);
    hash = hash_of(encoded("png", spec(80, 90), [](float, float y, int) { return y < .5f ? 0.f : 1.f; }));
    BOOST_TEST(hash.down != 0u);
}

BOOST_AUTO_TEST_CASE(is_near_for_another_size_and_format_and_far_for_another_picture)
{
    perceptual_hash const hash = hash_of(encoded("png", spec(300, 200)));
    BOOST_TEST(distance(hash, hash) == 0u);
    BOOST_TEST(distance(hash, hash_of(encoded("jpeg", spec(90, 60)))) <= 6u);
    BOOST_TEST(distance(hash, hash_of(encoded("tiff", spec(1200, 800)))) <= 6u);
    auto const other = [](float x, float y, int c) { return gradient(1 - x, y, c); };
    BOOST_TEST(distance(hash, hash_of(encoded("png", spec(300, 200), other))) >= 24u);
}

BOOST_AUTO_TEST_CASE(tells_colours_apart_where_there_is_nothing_else)
{
    perceptual_hash const black = hash_of(plain(0, 0, 0));
    BOOST_TEST(black.across == 0u);
    BOOST_TEST(black.down == 0u);
    BOOST_TEST((black == hash_of(plain(0, 0, 0))));
    BOOST_TEST(distance(black, hash_of(plain(0, 0, 1))) == 31u);
    // Also colours that are near, but not what a compression makes of one.
    perceptual_hash const sky = hash_of(plain(.5f, .7f, .9f));
    BOOST_TEST(distance(sky, hash_of(plain(.5f, .7f, .84f))) >= 15u);
    BOOST_TEST(distance(sky, hash_of(plain(.5f, .69f, .9f))) <= 3u);
    // Of pictures of something an eighth counts.
    perceptual_hash one{0xFF, 0, {100, 100, 100}};
    perceptual_hash const other{0xFF, 0, {100, 140, 100}};
    BOOST_TEST(distance(one, other) == 5u);
    one.across = 1;
    BOOST_TEST(distance(one, {1, 0, {100, 140, 100}}) == 20u);
}

BOOST_AUTO_TEST_CASE(applies_the_orientation_and_bears_any_aspect)
{
    auto const to_the_right = [](float x, float, int) { return x; };
    bytes const upright = encoded("png", spec(90, 80), to_the_right);
    perceptual_hash const turned = hash_of(with_chunk(upright, "eXIf", exif_with_orientation(3)));
    BOOST_TEST(turned.across == 0u);
    BOOST_TEST(hash_of(encoded("png", spec(500, 1), to_the_right)).across == ~std::uint64_t(0));
    BOOST_TEST(hash_of(encoded("png", spec(1, 1))).across == 0u);
}

BOOST_AUTO_TEST_CASE(tells_what_is_wrong_with_a_file)
{
    temporary_tree const tree;
    auto const path = file(tree, "bad.jpg", bytes(9));
    BOOST_CHECK_EXCEPTION(make_perceptual_hash(path), genpool::image::image_error,
                          [&](auto const& error) { return error.file() == path; });
    auto const large = file(tree, "large.png", encoded("png", spec(20, 20)));
    BOOST_CHECK_THROW(make_perceptual_hash(large, {.pixels = 399}), genpool::image::image_error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_perceptual_hash_tests
