// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../resize/reducer.hpp"
#include "openimageio.hpp"
#include "versions.hpp"

#include <OpenImageIO/filesystem.h>

#include <algorithm>
#include <stdexcept>

namespace genpool::image
{
namespace
{

/// The channels that make the picture: grey or three colours, and alpha where it comes right after them.
struct selection
{
    int first;
    int count;
    bool has_alpha;
};

selection channels_of(OIIO::ImageSpec const& spec)
{
    int first = 0;
    int colours = spec.nchannels >= 3 ? 3 : 1;
    int const red = spec.channelindex("R");
    int const grey = spec.channelindex("Y");
    if (red >= 0 && spec.channelindex("G") == red + 1 && spec.channelindex("B") == red + 2) {
        first = red;
        colours = 3;
    } else if (grey >= 0) {
        first = grey;
        colours = 1;
    }
    bool const has_alpha = spec.alpha_channel == first + colours;
    return {first, colours + (has_alpha ? 1 : 0), has_alpha};
}

void check(OIIO::ImageSpec const& spec, header const& head, limits const& bounds)
{
    header decoded = head;
    decoded.width = static_cast<std::uint64_t>(std::max(spec.width, 0));
    decoded.height = static_cast<std::uint64_t>(std::max(spec.height, 0));
    check(decoded, bounds);
    if (spec.deep || spec.depth > 1)
        throw std::runtime_error("deep images and volumes have no thumbnail");
    if (spec.nchannels < 1)
        throw std::runtime_error("there are no channels");
    check(static_cast<std::uint64_t>(spec.nchannels), spec.image_bytes(true), bounds);
}

template <class T>
pictures read(OIIO::ImageInput& input, OIIO::ImageSpec const& spec, limits const& bounds,
              reduction const& wanted)
{
    selection const selected = channels_of(spec);
    picture_reducer<T> reducer(
        {
            .width = spec.width,
            .height = spec.height,
            .channels = selected.count,
            .has_alpha = selected.has_alpha,
            .straight_alpha = selected.has_alpha && spec.get_int_attribute("oiio:UnassociatedAlpha") != 0,
            .linear = spec.format.is_floating_point(),
        },
        wanted);

    // Tiles come in whole rows of tiles, whose height the file has chosen.
    int const chunk = std::clamp(spec.tile_width ? spec.tile_height : 64, 1, spec.height);
    std::size_t const row = static_cast<std::size_t>(spec.width) * static_cast<std::size_t>(selected.count);
    std::size_t const held = row * static_cast<std::size_t>(chunk);
    if (held * sizeof(T) > bounds.decoded_bytes)
        throw std::runtime_error("a row of tiles is over the limit of " +
                                 std::to_string(bounds.decoded_bytes) + " bytes");
    std::vector<T> rows(held);
    // Asked for a type, even the file's own, OpenImageIO 2.4 reads through 64 MiB of its own, allocated at each call.
    OIIO::TypeDesc const own = OIIO::BaseTypeFromC<T>::value;
    bool const native = spec.format == own && spec.channelformats.empty();
    OIIO::TypeDesc const type = native ? OIIO::TypeDesc::UNKNOWN : own;
    int const bottom = spec.y + spec.height;
    int const last = selected.first + selected.count;
    for (int y = spec.y; y < bottom;) {
        int const end = std::min(y + chunk, bottom);
        bool const done =
            spec.tile_width
                ? input.read_tiles(0, 0, spec.x, spec.x + spec.width, y, end, spec.z, spec.z + 1,
                                   selected.first, last, type, rows.data())
                : input.read_scanlines(0, 0, y, end, spec.z, selected.first, last, type, rows.data());
        // libjpeg and libtiff tell of a file that ends too early, and go on as if nothing was missing.
        if (std::string const error = error_of(input); !done || !error.empty())
            throw std::runtime_error(error.empty() ? "cannot be decoded" : error);
        reducer.add(std::span<T const>(rows).first(row * static_cast<std::size_t>(end - y)));
        y = end;
    }
    return reducer.take();
}

} // namespace

pictures openimageio_part::decode(std::vector<unsigned char> const& bytes, header& head, limits const& bounds,
                                  reduction const& wanted) const
{
    OIIO::Filesystem::IOMemReader memory(bytes.data(), bytes.size());
    // By its format's name: a reader found by a file's name would be the choice of whoever named the file.
    auto const input = OIIO::ImageInput::create(head.format);
    if (!input)
        throw std::runtime_error("OpenImageIO has no reader for " + head.format + ": " + OIIO::geterror());
    input->threads(1);
    OIIO::ImageSpec wishes;
    wishes.attribute("oiio:UnassociatedAlpha", 1); // it would multiply at 8 bits
    OIIO::ImageSpec spec;
    if (!input->set_ioproxy(&memory) || !input->open(stand_in_name, spec, wishes)) {
        std::string const error = error_of(*input);
        throw std::runtime_error(error.empty() ? "cannot be decoded" : error);
    }
    check(spec, head, bounds);

    pictures images = spec.format == OIIO::TypeDesc::UINT8 ? read<unsigned char>(*input, spec, bounds, wanted)
                      : spec.format == OIIO::TypeDesc::UINT16
                          ? read<unsigned short>(*input, spec, bounds, wanted)
                          : read<float>(*input, spec, bounds, wanted);
    if (spec.format.is_floating_point())
        head.icc_profile.clear();
    return images;
}

} // namespace genpool::image
