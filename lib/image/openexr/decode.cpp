// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "decode.hpp"

#include "../resize/reducer.hpp"

#include <OpenEXR/Iex.h>
#include <OpenEXR/ImfIO.h>
#include <OpenEXR/ImfRgbaFile.h>
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

namespace genpool::image
{
namespace
{

/// A file in memory.
class memory_stream : public Imf::IStream
{
public:
    explicit memory_stream(std::span<unsigned char const> bytes) : IStream("image"), bytes_(bytes) {}

    bool read(char to[], int count) override
    {
        auto const size = static_cast<std::uint64_t>(count);
        if (at_ > bytes_.size() || size > bytes_.size() - at_)
            throw std::runtime_error("the file is cut short");
        std::ranges::copy(bytes_.subspan(static_cast<std::size_t>(at_), static_cast<std::size_t>(size)), to);
        at_ += size;
        return at_ != bytes_.size();
    }

    std::uint64_t tellg() override { return at_; }
    void seekg(std::uint64_t at) override { at_ = at; }

private:
    std::span<unsigned char const> bytes_;
    std::uint64_t at_ = 0;
};

pictures read(Imf::RgbaInputFile& file, header const& head, limits const& bounds, reduction const& wanted)
{
    auto const& window = file.dataWindow();
    bool const has_alpha = (file.channels() & Imf::WRITE_A) != 0;
    std::size_t const channels = has_alpha ? 4 : 3;
    check_decoded(head, static_cast<std::uint64_t>(std::int64_t(window.max.x) - window.min.x + 1),
                  static_cast<std::uint64_t>(std::int64_t(window.max.y) - window.min.y + 1), channels,
                  sizeof(Imath::half), bounds);
    auto const width = static_cast<std::size_t>(window.max.x - window.min.x + 1);
    picture_reducer<float> reducer(
        {
            .width = static_cast<int>(width),
            .height = window.max.y - window.min.y + 1,
            .channels = static_cast<int>(channels),
            .has_alpha = has_alpha,
            .straight_alpha = false,
            .linear = true,
        },
        wanted);
    std::vector<Imf::Rgba> pixels(width);
    std::vector<float> row;
    for (int y = window.min.y; y <= window.max.y; ++y) {
        file.setFrameBuffer(pixels.data() - window.min.x, 1, 0);
        file.readPixels(y);
        row.clear();
        for (Imf::Rgba const& pixel : pixels) {
            std::array<float, 4> const samples{pixel.r, pixel.g, pixel.b, pixel.a};
            row.insert(row.end(), samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(channels));
        }
        reducer.add(row);
    }
    return reducer.take();
}

} // namespace

std::optional<pictures> decode_openexr(std::vector<unsigned char> const& bytes, header const& head,
                                       limits const& bounds, reduction const& wanted)
{
    if (!head.has_chroma)
        return std::nullopt;
    try {
        memory_stream stream(bytes);
        constexpr int own_threads = 0;
        Imf::RgbaInputFile file(stream, own_threads);
        return read(file, head, bounds, wanted);
    } catch (Iex::BaseExc const& error) {
        throw std::runtime_error("OpenEXR error: " + error.message());
    }
}

} // namespace genpool::image
