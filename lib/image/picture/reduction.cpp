// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "reduction.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

namespace genpool::image
{
namespace
{

bool changes(int from, int to, scaling which)
{
    return (to < from && which != scaling::enlarge) || (to > from && which != scaling::shrink);
}

/// Enlarged, a thin picture could become longer than any file can hold.
int checked(double side)
{
    constexpr double most = 65500;
    if (side > most)
        throw std::runtime_error("a side would be enlarged to " + std::to_string(side) + " pixels");
    return std::max(1, static_cast<int>(std::lround(side)));
}

} // namespace

extent fitted(int width, int height, geometry const& size)
{
    if (size.fit == fitting::exact && size.width && size.height)
        return {changes(width, size.width, size.scale) ? size.width : width,
                changes(height, size.height, size.scale) ? size.height : height};
    // Which side decides: the one that comes to its limit first, or last where both are to be covered.
    bool const is_wide = std::int64_t(width) * size.height >= std::int64_t(height) * size.width;
    bool const by_width = size.width && (!size.height || (size.fit == fitting::cover ? !is_wide : is_wide));
    int const to = by_width ? size.width : size.height;
    int const from = by_width ? width : height;
    if (!changes(from, to, size.scale))
        return {width, height};
    return {checked(double(width) * to / from), checked(double(height) * to / from)};
}

std::vector<extent> reduction::targets(int width, int height) const
{
    std::vector<extent> all;
    for (geometry const& size : sizes) {
        if (swaps_sides) {
            extent const turned = fitted(height, width, size);
            all.push_back({turned.height, turned.width});
        } else {
            all.push_back(fitted(width, height, size));
        }
    }
    return all;
}

extent largest(std::vector<extent> const& sizes)
{
    extent most{1, 1};
    for (extent const& size : sizes)
        most = {std::max(most.width, size.width), std::max(most.height, size.height)};
    return most;
}

} // namespace genpool::image
