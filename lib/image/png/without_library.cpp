// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "decode.hpp"
#include "encode.hpp"

namespace genpool::image
{

std::optional<pictures> decode_png(std::vector<unsigned char> const&, header const&, limits const&,
                                   reduction const&)
{
    return std::nullopt;
}

std::optional<std::vector<unsigned char>> encode_png(picture const&, carried_metadata const&)
{
    return std::nullopt;
}

} // namespace genpool::image
