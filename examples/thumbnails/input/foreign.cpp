// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "foreign.hpp"

#include "formats.hpp"
#include <genpool/image/encode.hpp>

#include <OpenImageIO/imageio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>

namespace thumbnails
{
namespace
{

/// A regular file, open for reading: no device is touched, and no pipe waited for.
class opened_file
{
public:
    explicit opened_file(std::string const& name)
    {
        struct stat status;
        if (::stat(name.c_str(), &status) != 0)
            throw std::runtime_error(std::strerror(errno));
        if (!S_ISREG(status.st_mode))
            throw std::runtime_error("not a regular file");
        number_ = ::open(name.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
        if (number_ == -1)
            throw std::runtime_error(std::strerror(errno));
        if (::fstat(number_, &status) == 0 && S_ISREG(status.st_mode)) {
            size_ = static_cast<std::uint64_t>(status.st_size);
            return;
        }
        ::close(number_);
        throw std::runtime_error("not a regular file");
    }

    opened_file(opened_file const&) = delete;
    opened_file& operator=(opened_file const&) = delete;
    ~opened_file() { ::close(number_); }

    std::uint64_t size() const noexcept { return size_; }

    std::string beginning() const
    {
        std::array<char, beginning_size> bytes;
        ssize_t const count = ::pread(number_, bytes.data(), bytes.size(), 0);
        return {bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
    }

    /// A name of this very file, whatever takes its own name meanwhile. It has no extension to go by.
    std::string name() const { return "/proc/self/fd/" + std::to_string(number_); }

private:
    int number_ = -1;
    std::uint64_t size_ = 0;
};

void check(OIIO::ImageSpec const& spec, genpool::image::limits const& bounds)
{
    if (spec.width < 1 || spec.height < 1 || spec.depth != 1 || spec.nchannels < 1)
        throw std::runtime_error("has no pixels");
    auto const width = static_cast<std::uint64_t>(spec.width),
               height = static_cast<std::uint64_t>(spec.height);
    if (width > bounds.side || height > bounds.side || width * height > bounds.pixels)
        throw std::runtime_error(std::to_string(width) + " x " + std::to_string(height) +
                                 " pixels are over the limit");
    if (static_cast<std::uint64_t>(spec.nchannels) > bounds.channels ||
        width * height * spec.pixel_bytes(true) > bounds.decoded_bytes)
        throw std::runtime_error("takes more memory decoded than the limit");
}

/// Grey or colours, with alpha or without: what is beyond that is no part of the picture.
int shown_channels(OIIO::ImageSpec const& spec)
{
    int const colours = spec.nchannels >= 3 ? 3 : 1;
    // OpenImageIO 2.4 does not say so of GIFs.
    bool const has_alpha =
        spec.alpha_channel == colours || (spec.nchannels > colours && spec.channel_name(colours) == "A");
    return has_alpha ? colours + 1 : colours;
}

/// Whether there is an alpha channel, and nothing to be seen by it: in many a BMP it only fills up the pixel.
bool is_all_hidden(std::vector<float> const& samples, std::size_t channels)
{
    if (channels % 2 != 0)
        return false;
    for (std::size_t at = channels - 1; at < samples.size(); at += channels) {
        if (samples[at] != 0)
            return false;
    }
    return true;
}

/// `name`: that OpenImageIO was told, and nobody else knows.
std::string error_of(OIIO::ImageInput& input, std::string const& name)
{
    std::string text = input.geterror();
    std::ranges::replace(text, '\n', ' ');
    for (std::size_t at; (at = text.find(name)) != std::string::npos;)
        text.replace(at, name.size(), "the image");
    return text.empty() ? "cannot be decoded" : text;
}

/// What the TIFF is, of samples as the file has them.
OIIO::ImageSpec tiff_of(OIIO::ImageSpec const& from, int channels)
{
    OIIO::TypeDesc const type = from.format.is_floating_point() ? OIIO::TypeDesc::FLOAT
                                : from.format.size() == 1       ? OIIO::TypeDesc::UINT8
                                                                : OIIO::TypeDesc::UINT16;
    OIIO::ImageSpec made(from.width, from.height, channels, type);
    made.alpha_channel = channels % 2 == 0 ? channels - 1 : -1;
    made.attribute("compression", "none");
    for (char const* const name : {"oiio:UnassociatedAlpha", "Orientation"}) {
        if (int const value = from.get_int_attribute(name, 0))
            made.attribute(name, value);
    }
    if (auto const* const profile = from.find_attribute("ICCProfile"))
        made.attribute("ICCProfile", profile->type(), profile->data());
    return made;
}

} // namespace

std::optional<translated> translate(std::string const& file, std::span<std::string const> formats,
                                    genpool::image::limits const& bounds)
{
    opened_file const opened(file);
    optional_format const* const kind = find_format(opened.beginning());
    if (!kind || std::ranges::find(formats, kind->name) == formats.end())
        return {};
    if (opened.size() > bounds.file_bytes)
        throw std::runtime_error("its bytes are over the limit of " + std::to_string(bounds.file_bytes));
    std::string const name(kind->name);
    auto const input = OIIO::ImageInput::create(name);
    if (!input)
        throw std::runtime_error("this OpenImageIO does not read " + name + ": " + OIIO::geterror());
    input->threads(1);
    OIIO::ImageSpec spec;
    if (!input->open(opened.name(), spec))
        throw std::runtime_error(error_of(*input, opened.name()));
    check(spec, bounds);

    int const channels = shown_channels(spec);
    auto const row = static_cast<std::size_t>(spec.width) * static_cast<std::size_t>(channels);
    std::vector<float> samples(row * static_cast<std::size_t>(spec.height));
    if (!input->read_image(0, 0, 0, channels, OIIO::TypeDesc::FLOAT, samples.data()) || input->has_error())
        throw std::runtime_error(error_of(*input, opened.name()));
    auto const step = static_cast<std::size_t>(channels),
               shown = is_all_hidden(samples, step) ? step - 1 : step;
    auto const fill = [&](int y, std::span<float> to) {
        float const* pixel = samples.data() + row * static_cast<std::size_t>(y);
        for (auto place = to.begin(); place != to.end(); pixel += step)
            place = std::copy_n(pixel, shown, place);
    };
    return translated{name, genpool::image::encode("tiff", tiff_of(spec, static_cast<int>(shown)), fill)};
}

} // namespace thumbnails
