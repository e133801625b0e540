// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "groups.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace duplicates
{

std::vector<group> groups_of(std::vector<picture>& pictures, unsigned distance)
{
    // The largest is the one to keep; of equal ones the one with the most bytes; then by name, for every run the same.
    std::ranges::sort(pictures, [](picture const& one, picture const& other) {
        auto const rank = [](picture const& p) {
            return std::tuple(p.info.width * p.info.height, p.info.file_bytes);
        };
        return rank(one) != rank(other) ? rank(one) > rank(other) : one.path.native() < other.path.native();
    });
    std::vector<group> groups;
    std::vector<picture const*> left;
    for (picture const& one : pictures)
        left.push_back(&one);
    while (!left.empty()) {
        picture const& largest = *left.front();
        group alike;
        std::erase_if(left, [&](picture const* one) {
            unsigned const far = genpool::image::distance(largest.hash, one->hash);
            if (far <= distance)
                alike.members.push_back({one, far});
            return far <= distance;
        });
        if (alike.members.size() > 1)
            groups.push_back(std::move(alike));
    }
    return groups;
}

} // namespace duplicates
