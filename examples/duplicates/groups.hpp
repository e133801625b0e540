// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/image/perceptual_hash.hpp>
#include <genpool/image/probe.hpp>

#include <boost/filesystem/path.hpp>

#include <vector>

namespace duplicates
{

/// What is known of a picture.
struct picture
{
    boost::filesystem::path path;
    genpool::image::image_info info;
    genpool::image::perceptual_hash hash;
};

/// Pictures that look alike, the largest first, with how far each is from that.
struct group
{
    struct member
    {
        picture const* what;
        unsigned distance;
    };

    std::vector<member> members;
};

/// The groups of two pictures and more, in which each is at most `distance` from the largest: so a chain of pictures,
/// each like the next, is not taken for one. `pictures` are put in an order, and must outlive what this returns.
std::vector<group> groups_of(std::vector<picture>& pictures, unsigned distance);

} // namespace duplicates
