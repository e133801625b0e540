// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstdint>
#include <functional>

namespace samples
{

/// Linear enough for a demonstration: 0 to 1 each, as sRGB stores them.
struct colour
{
    float r, g, b;
};

/// A picture without pixels: what colour is at (x, y), where y runs from 0 at the top to 1 at the bottom and
/// x from 0 to `aspect`.
using scene = std::function<colour(float x, float y)>;

/// One of `scene_count` kinds of pictures, in the colours and shapes that `seed` gives.
scene make_scene(unsigned kind, std::uint32_t seed, float aspect);

inline constexpr unsigned scene_count = 7;

char const* scene_name(unsigned kind);

/// `behind`, with an arrow that points up and a letter beside it, neither of which looks the same turned or
/// mirrored.
scene with_compass(scene behind, float aspect);

} // namespace samples
