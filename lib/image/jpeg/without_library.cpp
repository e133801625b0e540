// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "decode.hpp"
#include "encode.hpp"

namespace genpool::image
{

std::optional<picture> decode_jpeg(std::vector<unsigned char> const&, header const&, limits const&, int)
{
    return std::nullopt;
}

std::optional<std::vector<unsigned char>> encode_jpeg(picture const&, std::span<unsigned char const>, int)
{
    return std::nullopt;
}

} // namespace genpool::image
