// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../../lib/image/resize/resampler.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace image_lanczos_tests
{

using genpool::image::resampled_side;
using genpool::image::resampler;

namespace
{

double weight(double x)
{
    double const a = std::numbers::pi * x;
    return x == 0 ? 1 : std::abs(x) >= 3 ? 0 : std::sin(a) / a * std::sin(a / 3) / (a / 3);
}

/// The same by the definition: each pixel from all of the picture, in double precision.
std::vector<double> filtered(std::vector<float> const& picture, resampled_side const& across,
                             resampled_side const& down, int channels)
{
    std::vector<double> result;
    double const wide = across.extent / across.target;
    double const high = down.extent / down.target;
    for (int v = 0; v != down.target; ++v) {
        for (int u = 0; u != across.target; ++u) {
            for (int c = 0; c != channels; ++c) {
                double sum = 0;
                double weights = 0;
                for (int y = 0; y != down.pixels; ++y) {
                    for (int x = 0; x != across.pixels; ++x) {
                        double const w =
                            weight((x + 0.5) / wide - (u + 0.5)) * weight((y + 0.5) / high - (v + 0.5));
                        sum += w * double(picture.at(
                                       static_cast<std::size_t>((y * across.pixels + x) * channels + c)));
                        weights += w;
                    }
                }
                result.push_back(sum / weights);
            }
        }
    }
    return result;
}

void compare(resampled_side const& across, resampled_side const& down, int channels)
{
    BOOST_TEST_CONTEXT(across.pixels << " x " << down.pixels << " to " << across.target << " x "
                                     << down.target << ", channels " << channels)
    {
        std::mt19937 random(1);
        std::vector<float> picture(static_cast<std::size_t>(across.pixels * down.pixels * channels));
        std::ranges::generate(picture, [&] { return std::uniform_real_distribution<float>(0, 1)(random); });

        resampler reducer(across, down, channels);
        auto const row = static_cast<std::size_t>(across.pixels * channels);
        for (std::span<float const> rest(picture); !rest.empty(); rest = rest.subspan(row))
            reducer.add(rest.first(row), 1.0f);
        std::vector<float> const reduced = reducer.take();

        std::vector<double> const expected = filtered(picture, across, down, channels);
        BOOST_REQUIRE(reduced.size() == expected.size());
        double worst = 0;
        for (std::size_t n = 0; n != reduced.size(); ++n)
            worst = std::max(worst, std::abs(double(reduced[n]) - expected[n]));
        BOOST_TEST(worst < 1e-5);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(lanczos)

BOOST_AUTO_TEST_CASE(filters_as_defined)
{
    for (int const channels : {1, 2, 3, 4}) {
        compare({40, 40, 20}, {30, 30, 10}, channels);
        compare({41, 40.125, 17}, {23, 22.5, 9}, channels); // a part of the last pixel
        compare({50, 50, 1}, {1, 1, 1}, channels);
        compare({5, 5, 5}, {7, 7, 6}, channels); // hardly smaller
        compare({3, 3, 2}, {64, 64, 3}, channels);
    }
}

BOOST_AUTO_TEST_CASE(leaves_a_picture_of_the_same_size_as_it_is)
{
    std::vector<unsigned char> const picture{0, 51, 102, 153, 204, 255};
    resampler reducer({3, 3, 3}, {2, 2, 2}, 1);
    reducer.add(std::span(picture).first(3), 1.0f / 51);
    reducer.add(std::span(picture).last(3), 1.0f / 51);
    std::vector<float> const same = reducer.take();
    for (std::size_t n = 0; n != picture.size(); ++n)
        BOOST_TEST(std::abs(same.at(n) - static_cast<float>(n)) < 1e-5f);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_lanczos_tests
