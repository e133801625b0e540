// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "ink_profile.hpp"

namespace genpool::image
{

bool convert_by_profile(std::span<unsigned char const>, std::span<float const>, std::span<float>)
{
    return false;
}

bool convert_colours(std::span<unsigned char const>, int, std::span<float const>, std::span<float>)
{
    return false;
}

} // namespace genpool::image
