// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "finish.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

namespace genpool::image
{
namespace
{

struct seen_colour
{
    float red;
    float green;
    float blue;

    float luma() const { return 0.299f * red + 0.587f * green + 0.114f * blue; }
};

/// Of pixels outside that of the nearest one.
seen_colour at(picture const& image, int x, int y)
{
    x = std::clamp(x, 0, image.width - 1);
    y = std::clamp(y, 0, image.height - 1);
    auto const pixel = image.samples.begin() + (std::ptrdiff_t(y) * image.width + x) * image.channels;
    bool const is_grey = image.colours() == 1;
    return {pixel[0], pixel[is_grey ? 0 : 1], pixel[is_grey ? 0 : 2]};
}

/// How much it is of the direction in which all skin lies, whatever its brightness.
float skin(seen_colour const& colour)
{
    constexpr std::array<float, 3> direction{0.739f, 0.540f, 0.405f};
    float const length = std::hypot(colour.red, colour.green, colour.blue);
    if (colour.luma() < 0.2f || colour.luma() > 0.95f || length == 0)
        return 0;
    float const alike =
        (colour.red * direction[0] + colour.green * direction[1] + colour.blue * direction[2]) / length;
    return std::max(0.0f, (alike - 0.98f) / 0.02f);
}

float saturation(seen_colour const& colour)
{
    auto const [least, most] = std::minmax({colour.red, colour.green, colour.blue});
    bool const can_be_seen = colour.luma() > 0.1f && colour.luma() < 0.9f;
    return can_be_seen && most > 0 ? (most - least) / most : 0;
}

/// What draws the eye. The weights are those of smartcrop, in whose measure skin counts most, and detail twice as much
/// as bright colours.
float attention(picture const& image, int x, int y)
{
    seen_colour const here = at(image, x, y);
    float const detail = std::abs(4 * here.luma() - at(image, x - 1, y).luma() - at(image, x + 1, y).luma() -
                                  at(image, x, y - 1).luma() - at(image, x, y + 1).luma());
    return 0.2f * detail + 1.8f * skin(here) * std::min(1.0f, 0.25f + detail) + 0.1f * saturation(here);
}

/// Where a window of so many of them has the largest sum; the nearest to the middle of several.
int best_start(std::vector<double> const& scores, int window)
{
    int const last = static_cast<int>(scores.size()) - window;
    int best = last / 2;
    double sum = std::accumulate(scores.begin(), scores.begin() + window, 0.0);
    std::vector<double> sums{sum};
    for (int n = 0; n != last; ++n) {
        sum += scores[static_cast<std::size_t>(n + window)] - scores[static_cast<std::size_t>(n)];
        sums.push_back(sum);
    }
    double const enough = 1 + 1e-6; // what rounding makes of equal ones
    for (int away = 0; away <= last; ++away) {
        for (int const start : {last / 2 - away, last / 2 + away}) {
            if (start >= 0 && start <= last &&
                sums[static_cast<std::size_t>(start)] > sums[static_cast<std::size_t>(best)] * enough)
                best = start;
        }
    }
    return best;
}

struct place
{
    int x;
    int y;
};

place most_attractive(picture const& image, extent window)
{
    std::vector<double> columns(static_cast<std::size_t>(image.width));
    std::vector<double> rows(static_cast<std::size_t>(image.height));
    for (int y = 0; y != image.height; ++y) {
        for (int x = 0; x != image.width; ++x) {
            double const score = double(attention(image, x, y));
            columns[static_cast<std::size_t>(x)] += score;
            rows[static_cast<std::size_t>(y)] += score;
        }
    }
    return {best_start(columns, window.width), best_start(rows, window.height)};
}

} // namespace

picture cropped(picture const& image, geometry const& size, cropping how)
{
    extent const kept{std::min(image.width, size.width), std::min(image.height, size.height)};
    if (how == cropping::none || (kept.width == image.width && kept.height == image.height))
        return image;
    place const start = how == cropping::attention
                            ? most_attractive(image, kept)
                            : place{(image.width - kept.width) / 2, (image.height - kept.height) / 2};
    picture part{kept.width, kept.height, image.channels, image.has_alpha, {}};
    auto const row = static_cast<std::ptrdiff_t>(kept.width) * image.channels;
    for (int y = start.y; y != start.y + kept.height; ++y) {
        auto const from =
            image.samples.begin() + (std::ptrdiff_t(y) * image.width + start.x) * image.channels;
        part.samples.insert(part.samples.end(), from, from + row);
    }
    return part;
}

} // namespace genpool::image
