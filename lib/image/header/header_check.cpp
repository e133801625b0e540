// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "header.hpp"

#include <stdexcept>
#include <string>

namespace genpool::image
{

void check(header const& head, limits const& bounds)
{
    auto const size = [&] {
        return std::to_string(head.width) + " x " + std::to_string(head.height) + " pixels";
    };
    if (head.width == 0 || head.height == 0)
        throw std::runtime_error("the image has no pixels: " + size());
    if (head.width > bounds.side || head.height > bounds.side)
        throw std::runtime_error(size() + ": a side is over the limit of " + std::to_string(bounds.side));
    if (head.width * head.height > bounds.pixels)
        throw std::runtime_error(size() + " are over the limit of " + std::to_string(bounds.pixels));
    if (head.decoder_bytes > bounds.decoded_bytes)
        throw std::runtime_error(size() + " need " + std::to_string(head.decoder_bytes) +
                                 " bytes, over the limit of " + std::to_string(bounds.decoded_bytes));
}

void check(std::uint64_t channels, std::uint64_t bytes, limits const& bounds)
{
    if (channels > bounds.channels)
        throw std::runtime_error(std::to_string(channels) + " channels are over the limit of " +
                                 std::to_string(bounds.channels));
    if (bytes > bounds.decoded_bytes)
        throw std::runtime_error(std::to_string(bytes) + " decoded bytes are over the limit of " +
                                 std::to_string(bounds.decoded_bytes));
}

void check_decoded(header const& head, std::uint64_t width, std::uint64_t height, std::uint64_t channels,
                   std::uint64_t sample_bytes, limits const& bounds)
{
    header decoded = head;
    decoded.width = width;
    decoded.height = height;
    check(decoded, bounds);
    check(channels, width * height * channels * sample_bytes, bounds);
}

} // namespace genpool::image
