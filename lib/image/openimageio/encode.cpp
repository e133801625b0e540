// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../file_io/descriptor.hpp"
#include "openimageio.hpp"
#include "versions.hpp"

#include <OpenImageIO/filesystem.h>

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <sys/mman.h>
#include <unistd.h>

namespace genpool::image
{

std::vector<unsigned char>
openimageio_part::encode(std::string const& format, OIIO::ImageSpec const& spec,
                         std::function<void(int row, std::span<float> samples)> const& fill) const
{
    // OpenImageIO's JPEG writer ends the process when libjpeg refuses the size.
    constexpr int most = 65500;
    if (spec.width < 1 || spec.height < 1 || spec.nchannels < 1 ||
        (format == "jpeg" && (spec.width > most || spec.height > most)))
        throw std::invalid_argument("genpool: no " + format + " file can hold " + std::to_string(spec.width) +
                                    " x " + std::to_string(spec.height) + " pixels");

    std::vector<unsigned char> bytes;
    OIIO::Filesystem::IOVecOutput memory(bytes);
    auto const output = OIIO::ImageOutput::create(format);
    if (!output)
        throw std::runtime_error("cannot be encoded: " + OIIO::geterror());
    output->threads(1);
    bool done = output->set_ioproxy(&memory) && output->open(stand_in_name, spec);
    std::vector<float> row(static_cast<std::size_t>(spec.width) * static_cast<std::size_t>(spec.nchannels));
    for (int y = 0; done && y != spec.height; ++y) {
        fill(y, row);
        done = output->write_scanline(spec.y + y, spec.z, OIIO::TypeDesc::FLOAT, row.data());
    }
    done = done && output->close();
    // Also of a success: 2.4 leaves an error of no consequence behind after each TIFF.
    std::string const error = error_of(*output);
    if (!done)
        throw std::runtime_error("cannot be encoded: " + error);
    return bytes;
}

std::vector<unsigned char> openimageio_part::encode_avif(picture const& image, int quality) const
{
    // Its writer knows names of files alone, and does not tell when a disk is full: a file in memory has a name, too.
    descriptor const memory(::memfd_create("image", MFD_CLOEXEC));
    if (!memory.is_open())
        throw_errno("cannot be encoded");
    auto const output = OIIO::ImageOutput::create("heif");
    if (!output)
        throw std::runtime_error("cannot be encoded: this OpenImageIO has no HEIF: " + OIIO::geterror());
    OIIO::ImageSpec spec(image.width, image.height, image.channels, OIIO::TypeDesc::UINT8);
    spec.alpha_channel = image.has_alpha ? image.channels - 1 : -1;
    spec.attribute("oiio:UnassociatedAlpha", 1);
    spec.attribute("Compression", "avif:" + std::to_string(quality));
    bool done = output->open("/proc/self/fd/" + std::to_string(memory.get()), spec);
    auto const row = image.samples.size() / static_cast<std::size_t>(image.height);
    // OpenImageIO 2.4 copies rows as long as those of libheif are, which holds at least 64 pixels, and whole blocks of
    // bytes: what is converted here has room for that.
    std::vector<unsigned char> samples(row + 64 * static_cast<std::size_t>(image.channels));
    for (int y = 0; done && y != spec.height; ++y) {
        auto const from = image.samples.begin() + static_cast<std::ptrdiff_t>(row) * y;
        std::transform(from, from + static_cast<std::ptrdiff_t>(row), samples.begin(), [](float sample) {
            return static_cast<unsigned char>(std::min(1.0f, std::max(0.0f, sample)) * 255 + 0.5f);
        });
        done = output->write_scanline(y, 0, OIIO::TypeDesc::UINT8, samples.data());
    }
    done = done && output->close();
    off_t const size = ::lseek(memory.get(), 0, SEEK_END);
    std::vector<unsigned char> bytes(static_cast<std::size_t>(std::max<off_t>(size, 0)));
    if (!done || bytes.empty() ||
        ::pread(memory.get(), bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw std::runtime_error("cannot be encoded: " + error_of(*output));
    return bytes;
}

std::vector<unsigned char> openimageio_part::encode(picture const& image,
                                                    std::span<unsigned char const> profile,
                                                    std::string const& format, int quality) const
{
    OIIO::ImageSpec spec(image.width, image.height, image.channels, OIIO::TypeDesc::UINT8);
    spec.alpha_channel = image.has_alpha ? image.channels - 1 : -1;
    spec.attribute("oiio:UnassociatedAlpha", 1);
    // PNG knows but one and ignores it.
    spec.attribute("Compression", format == "tiff"
                                      ? "zip"
                                      : (format == "webp" ? "webp:" : "jpeg:") + std::to_string(quality));
    if (!profile.empty())
        spec.attribute("ICCProfile", OIIO::TypeDesc(OIIO::TypeDesc::UINT8, static_cast<int>(profile.size())),
                       profile.data());
    return encode(format, spec, [&](int row, std::span<float> samples) {
        std::copy_n(image.samples.begin() + row * std::ssize(samples), samples.size(), samples.begin());
    });
}

} // namespace genpool::image
