// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../metadata/exif.hpp"
#include "decode.hpp"

#include <algorithm>
#include <initializer_list>
#include <stdexcept>
#include <string>

namespace genpool::image
{
namespace
{

/// Throws unless the number with this tag is one of these.
std::uint64_t allowed(tiff_directory const& directory, char const* name, std::uint16_t tag,
                      std::uint64_t otherwise, std::initializer_list<std::uint64_t> values)
{
    std::uint64_t const value = directory.number(tag, otherwise);
    if (std::ranges::find(values, value) == values.end())
        throw std::runtime_error("TIFFs of " + std::string(name) + ' ' + std::to_string(value) +
                                 " have no thumbnail where genpool is built without libtiff");
    return value;
}

} // namespace

std::optional<pictures> decode_tiff(std::vector<unsigned char> const& bytes, header&, limits const&,
                                    reduction const&)
{
    // What OpenImageIO 2.4 to 3.1 are known to read right. Others they read wrong, or crash.
    tiff_directory const directory(big_endian(bytes));
    constexpr std::uint64_t grey = 1;
    constexpr std::uint64_t rgb = 2;
    allowed(directory, "compression", 259, 1,
            {1, 5, 8, 32773, 32946}); // none, LZW, deflate, PackBits, deflate
    allowed(directory, "bits", 258, 1, {8, 16});
    allowed(directory, "sample format", 339, 1, {1});
    allowed(directory, "depth", 32997, 1, {1});
    std::uint64_t const photometric = allowed(directory, "photometric interpretation", 262, 0, {grey, rgb});
    std::uint64_t const colours = photometric == rgb ? 3 : 1;
    std::uint64_t const samples = allowed(directory, "samples", 277, 1, {colours, colours + 1});
    if (samples != 1)
        allowed(directory, "planar configuration", 284, 1, {1});
    if (samples != colours)
        allowed(directory, "extra samples", 338, 0, {1, 2}); // alpha
    return std::nullopt;
}

} // namespace genpool::image
