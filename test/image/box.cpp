// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../../lib/image/resize/box.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <random>

namespace image_box_tests
{

using genpool::image::box_layout;
using genpool::image::box_reducer;

namespace
{

/// The same by the definition: every pixel of a block, added up.
template <class T>
std::vector<double> averages(std::vector<T> const& picture, box_layout const& layout)
{
    double const one = std::is_floating_point_v<T> ? 1.0 : double(std::numeric_limits<T>::max());
    std::vector<double> result;
    for (std::size_t top = 0; top < layout.height; top += layout.down) {
        for (std::size_t left = 0; left < layout.width; left += layout.across) {
            for (std::size_t c = 0; c != layout.channels; ++c) {
                double sum = 0;
                double count = 0;
                for (std::size_t y = top; y < std::min(top + layout.down, layout.height); ++y) {
                    for (std::size_t x = left; x < std::min(left + layout.across, layout.width); ++x) {
                        std::size_t const pixel = (y * layout.width + x) * layout.channels;
                        double value = double(picture[pixel + c]) / one;
                        if (layout.straight_alpha && c != layout.channels - 1)
                            value *= double(picture[pixel + layout.channels - 1]) / one;
                        sum += value;
                        ++count;
                    }
                }
                result.push_back(sum / count);
            }
        }
    }
    return result;
}

template <class T>
std::vector<T> noise(std::size_t size)
{
    std::mt19937 generator(1);
    std::vector<T> samples(size);
    for (T& sample : samples) {
        if constexpr (std::is_floating_point_v<T>)
            sample = std::uniform_real_distribution<T>(-2, 5)(generator);
        else
            sample = static_cast<T>(generator());
    }
    return samples;
}

template <class T>
void compare(box_layout const& layout, std::size_t rows_at_once)
{
    BOOST_TEST_CONTEXT(layout.width << " x " << layout.height << " by " << layout.across << " x "
                                    << layout.down << ", channels " << layout.channels << ", alpha "
                                    << layout.straight_alpha)
    {
        std::vector<T> const picture = noise<T>(layout.width * layout.height * layout.channels);
        box_reducer<T> reducer(layout);
        std::size_t const row = layout.width * layout.channels;
        for (std::span<T const> rest(picture); !rest.empty();) {
            std::size_t const count = std::min(rest.size(), row * rows_at_once);
            reducer.add(rest.first(count));
            rest = rest.subspan(count);
        }
        std::vector<double> const expected = averages(picture, layout);
        std::vector<float> const reduced = reducer.take();
        BOOST_TEST(reducer.width() == (layout.width + layout.across - 1) / layout.across);
        BOOST_TEST(reducer.height() == (layout.height + layout.down - 1) / layout.down);
        BOOST_REQUIRE(reduced.size() == expected.size());
        double worst = 0;
        for (std::size_t n = 0; n != reduced.size(); ++n)
            worst = std::max(worst, std::abs(reduced[n] - expected[n]));
        BOOST_TEST(worst < 1e-5);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(box)

BOOST_AUTO_TEST_CASE_TEMPLATE(averages_blocks, T,
                              decltype(std::tuple<unsigned char, unsigned short, float>()))
{
    for (std::size_t const channels : {1u, 2u, 3u, 4u}) {
        for (std::size_t const factor : {1u, 2u, 5u}) {
            for (bool const straight : {false, true}) {
                if (straight && channels % 2 != 0)
                    continue;
                compare<T>({20, 10, channels, factor, factor, straight}, 3);
                compare<T>({23, 11, channels, factor, factor + 1, straight},
                           4);                                              // smaller blocks at the edges
                compare<T>({3, 2, channels, factor, factor, straight}, 64); // a single block
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(holds_the_sum_of_the_tallest_picture_of_the_brightest_pixels)
{
    constexpr std::size_t height = 65500;
    for (bool const straight : {false, true}) {
        box_reducer<unsigned short> wide({1, height, 2, 1, height, straight});
        wide.add(std::vector<unsigned short>(2 * height, 65535));
        BOOST_TEST(wide.take() == std::vector<float>(2, 1.0f), boost::test_tools::per_element());
        box_reducer<unsigned char> narrow({1, height, 2, 1, height, straight});
        narrow.add(std::vector<unsigned char>(2 * height, 255));
        BOOST_TEST(narrow.take() == std::vector<float>(2, 1.0f), boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(what_is_invisible_does_not_shine_through)
{
    // White that cannot be seen beside black that can.
    box_reducer<unsigned char> reducer({2, 1, 2, 2, 1, true});
    reducer.add(std::vector<unsigned char>{255, 0, 0, 255});
    BOOST_TEST(reducer.take() == std::vector<float>({0.0f, 0.5f}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_no_number_is_one_black_pixel)
{
    constexpr float nothing = std::numeric_limits<float>::quiet_NaN();
    box_reducer<float> opaque({4, 1, 1, 4, 1, false});
    opaque.add(std::vector<float>{1, 1, nothing, 1});
    BOOST_TEST(opaque.take() == std::vector<float>({0.75f}), boost::test_tools::per_element());
    box_reducer<float> transparent({2, 1, 2, 2, 1, true});
    transparent.add(std::vector<float>{1, nothing, nothing, 1});
    BOOST_TEST(transparent.take() == std::vector<float>({0.0f, 0.5f}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_infinite_is_very_bright_or_very_dark_and_no_more)
{
    constexpr float infinite = std::numeric_limits<float>::infinity();
    box_reducer<float> opaque({4, 1, 1, 2, 1, false});
    opaque.add(std::vector<float>{infinite, 0.5f, infinite, -infinite});
    std::vector<float> const made = opaque.take();
    BOOST_TEST(std::isfinite(made[0]));
    BOOST_TEST(made[0] > 1e6f);
    BOOST_TEST(made[1] == 0.0f);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_box_tests
