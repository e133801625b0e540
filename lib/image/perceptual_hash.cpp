// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "decode.hpp"
#include "failing.hpp"
#include "file_io/read_file.hpp"
#include <genpool/image/perceptual_hash.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <span>
#include <utility>
#include <vector>

namespace genpool::image
{
namespace
{

constexpr int decoded_size = 64;         // several pixels a cell, whatever the aspect
constexpr float least_difference = .01f; // which the eye sees
constexpr int most_by_colours = 31;

/// The mean of each of `across` × `down` cells of one channel, row by row; pixels on a border count in part.
std::vector<float> cells(std::span<float const> plane, int width, int height, int across, int down)
{
    auto const shrunk = [](std::span<float const> from, std::size_t lines, int line, int step, int next,
                           int to) {
        std::vector<float> means(lines * static_cast<std::size_t>(to));
        double const size = double(line) / to;
        for (std::size_t n = 0; n != lines; ++n) {
            for (int cell = 0; cell != to; ++cell) {
                double sum = 0;
                for (int at = static_cast<int>(cell * size); at < std::min<double>(line, (cell + 1) * size);
                     ++at) {
                    double const share =
                        std::min<double>(at + 1, (cell + 1) * size) - std::max<double>(at, cell * size);
                    sum += share * from[n * static_cast<std::size_t>(next) +
                                        static_cast<std::size_t>(at) * static_cast<std::size_t>(step)];
                }
                means[n * static_cast<std::size_t>(to) + static_cast<std::size_t>(cell)] =
                    static_cast<float>(sum / size);
            }
        }
        return means;
    };
    // Each row to so many cells; then each column of that, which gives them column by column.
    std::vector<float> const rows = shrunk(plane, static_cast<std::size_t>(height), width, 1, width, across);
    std::vector<float> const columns =
        shrunk(rows, static_cast<std::size_t>(across), height, across, 1, down);
    std::vector<float> means(columns.size());
    for (std::size_t x = 0; x != static_cast<std::size_t>(across); ++x)
        for (std::size_t y = 0; y != static_cast<std::size_t>(down); ++y)
            means[y * static_cast<std::size_t>(across) + x] = columns[x * static_cast<std::size_t>(down) + y];
    return means;
}

/// A bit for each of 64 cells that is darker than the one `step` behind it, in rows that are `stride` apart.
std::uint64_t darker(std::vector<float> const& means, std::size_t stride, std::size_t step)
{
    std::uint64_t bits = 0;
    for (std::size_t y = 0; y != 8; ++y)
        for (std::size_t x = 0; x != 8; ++x) {
            std::size_t const at = y * stride + x;
            bits = bits << 1 | (means[at] + least_difference < means[at + step] ? 1u : 0u);
        }
    return bits;
}

perceptual_hash hash_of(picture const& image)
{
    std::size_t const pixels = image.samples.size() / static_cast<std::size_t>(image.channels);
    bool const is_grey = image.colours() < 3;
    std::vector<float> luma(pixels);
    std::array<double, 3> sums{};
    for (std::size_t n = 0; n != pixels; ++n) {
        float const* const samples = &image.samples[n * static_cast<std::size_t>(image.channels)];
        std::array<float, 3> rgb{samples[0], samples[is_grey ? 0 : 1], samples[is_grey ? 0 : 2]};
        for (std::size_t c = 0; c != 3; ++c)
            sums[c] += rgb[c] = std::clamp(rgb[c], 0.f, 1.f);
        luma[n] = .299f * rgb[0] + .587f * rgb[1] + .114f * rgb[2];
    }
    perceptual_hash hash;
    hash.across = darker(cells(luma, image.width, image.height, 9, 8), 9, 1);
    hash.down = darker(cells(luma, image.width, image.height, 8, 9), 8, 8);
    for (std::size_t c = 0; c != 3; ++c)
        hash.colour[c] = static_cast<std::uint8_t>(std::lround(255 * sums[c] / static_cast<double>(pixels)));
    return hash;
}

} // namespace

unsigned distance(perceptual_hash const& one, perceptual_hash const& other) noexcept
{
    int colours = 0;
    for (std::size_t c = 0; c != 3; ++c)
        colours = std::max(colours, std::abs(int(one.colour[c]) - int(other.colour[c])));
    // A bit that is set in either is something that both were compared by.
    int const details = std::popcount(one.across | other.across) + std::popcount(one.down | other.down);
    return static_cast<unsigned>(std::popcount(one.across ^ other.across) +
                                 std::popcount(one.down ^ other.down) +
                                 std::min(colours / std::min(1 + details, 8), most_by_colours));
}

perceptual_hash make_perceptual_hash(boost::filesystem::path const& file, limits const& source)
{
    return failing_as(file, [&] {
        std::vector<unsigned char> bytes = read_regular_file(file, source.file_bytes);
        header head = take_header(bytes);
        check(head, source);
        picture image = std::move(decode(bytes, head, source, decoded_size).front());
        reorient(image, head.orientation);
        return hash_of(image);
    });
}

} // namespace genpool::image
