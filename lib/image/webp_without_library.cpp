// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "webp_decode.hpp"

namespace genpool::image
{

std::optional<picture> decode_webp(std::vector<unsigned char> const&, header const&, limits const&, int)
{
    return std::nullopt;
}

} // namespace genpool::image
