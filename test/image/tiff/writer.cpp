// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "writer.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>

namespace genpool::test
{
namespace
{

/// What libtiff writes to and reads from.
struct memory_file
{
    bytes contents;
    std::size_t at = 0;
};

tmsize_t read(thandle_t handle, void* to, tmsize_t size)
{
    auto& file = *static_cast<memory_file*>(handle);
    std::size_t const begin = std::min(file.at, file.contents.size());
    std::size_t const count = std::min(static_cast<std::size_t>(size), file.contents.size() - begin);
    std::copy_n(file.contents.data() + begin, count, static_cast<unsigned char*>(to));
    file.at += count;
    return static_cast<tmsize_t>(count);
}

tmsize_t write(thandle_t handle, void* from, tmsize_t size)
{
    auto& file = *static_cast<memory_file*>(handle);
    auto const count = static_cast<std::size_t>(size);
    file.contents.resize(std::max(file.contents.size(), file.at + count));
    std::copy_n(static_cast<unsigned char*>(from), count, file.contents.data() + file.at);
    file.at += count;
    return size;
}

toff_t seek(thandle_t handle, toff_t offset, int whence)
{
    auto& file = *static_cast<memory_file*>(handle);
    file.at = offset + (whence == SEEK_CUR ? file.at : whence == SEEK_END ? file.contents.size() : 0);
    return file.at;
}

int close(thandle_t) { return 0; }

toff_t size(thandle_t handle) { return static_cast<memory_file*>(handle)->contents.size(); }

void set_tags(TIFF* tiff, tiff_kind const& kind, unsigned width, unsigned height)
{
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, kind.samples);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, kind.bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, kind.format);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, kind.photometric);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, kind.planes ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, kind.orientation);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, kind.compression);
    if (kind.predictor != PREDICTOR_NONE)
        TIFFSetField(tiff, TIFFTAG_PREDICTOR, kind.predictor);
    if (!kind.extra.empty())
        TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, static_cast<int>(kind.extra.size()), kind.extra.data());
    if (kind.photometric == PHOTOMETRIC_YCBCR)
        TIFFSetField(tiff, TIFFTAG_YCBCRSUBSAMPLING, kind.across, kind.down);
    if (kind.tile) {
        TIFFSetField(tiff, TIFFTAG_TILEWIDTH, kind.tile);
        TIFFSetField(tiff, TIFFTAG_TILELENGTH, kind.tile);
    } else {
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, kind.rows);
    }
    if (kind.tags)
        kind.tags(tiff);
}

/// Puts numbers one after the other as libtiff takes them.
class packer
{
public:
    packer(bytes& to, unsigned bits) : to_(to), bits_(bits) {}

    void put(std::uint64_t code)
    {
        if (bits_ == 8 || bits_ == 16 || bits_ == 24 || bits_ == 32 || bits_ == 64) {
            auto const part =
                reinterpret_cast<unsigned char const*>(&code); // the tests run on little-endian machines
            to_.insert(to_.end(), part, part + bits_ / 8);
            return;
        }
        for (unsigned n = bits_; n-- != 0;) {
            if (held_ == 0)
                to_.push_back(0);
            to_.back() = static_cast<unsigned char>(to_.back() | (code >> n & 1) << (7 - held_));
            held_ = (held_ + 1) % 8;
        }
    }

    void end_row() { held_ = 0; }

private:
    bytes& to_;
    unsigned bits_;
    unsigned held_ = 0; // bits in the last byte
};

/// The samples of the block at (x, y) of this size, as libtiff takes them.
bytes block(tiff_kind const& kind, unsigned x, unsigned y, unsigned width, unsigned height, unsigned plane,
            tiff_codes const& codes)
{
    bytes made;
    packer to(made, kind.bits);
    for (unsigned row = y; row < y + height; row += kind.down) {
        for (unsigned column = x; column < x + width; column += kind.across) {
            for (unsigned n = 0; kind.across * kind.down != 1 && n != kind.across * kind.down; ++n)
                to.put(codes(column + n % kind.across, row + n / kind.across, 0));
            unsigned const first = kind.planes ? plane : kind.across * kind.down != 1 ? 1 : 0;
            for (unsigned sample = first; sample != (kind.planes ? plane + 1 : kind.samples); ++sample)
                to.put(codes(column, row, sample));
        }
        to.end_row();
    }
    return made;
}

} // namespace

std::ostream& operator<<(std::ostream& out, tiff_kind const& kind)
{
    out << kind.name << " (photometric " << kind.photometric << ", " << kind.samples << " samples of "
        << kind.bits << " bits, format " << kind.format << ", extra";
    for (std::uint16_t const extra : kind.extra)
        out << ' ' << extra;
    return out << (kind.planes ? ", planes" : "") << ", tile " << kind.tile << ", rows " << kind.rows
               << ", compression " << kind.compression << ", predictor " << kind.predictor << ", chroma "
               << kind.across << 'x' << kind.down << ", " << kind.mode << ')';
}

bytes written_tiff(tiff_kind const& kind, unsigned width, unsigned height, tiff_codes const& codes)
{
    memory_file file;
    TIFFOpenOptions* const options = TIFFOpenOptionsAlloc();
    // libtiff 4.7 warns of compressions that have newer numbers.
    TIFFOpenOptionsSetWarningHandlerExtR(
        options, [](TIFF*, void*, char const*, char const*, va_list) { return 1; }, nullptr);
    TIFF* const tiff = TIFFClientOpenExt("image", (kind.mode + 'm').c_str(), &file, read, write, seek, close,
                                         size, nullptr, nullptr, options);
    TIFFOpenOptionsFree(options);
    BOOST_REQUIRE(tiff);
    set_tags(tiff, kind, width, height);
    unsigned const across = kind.tile ? kind.tile : width;
    unsigned const down = kind.tile ? kind.tile : std::min(kind.rows, height);
    for (unsigned plane = 0; plane != (kind.planes ? kind.samples : 1); ++plane) {
        for (unsigned y = 0; y < height; y += down) {
            for (unsigned x = 0; x < width; x += across) {
                unsigned const rows = kind.tile ? down : std::min(down, height - y);
                bytes data = block(kind, x, y, across, rows, plane, codes);
                auto const sample = static_cast<std::uint16_t>(plane);
                auto const length = static_cast<tmsize_t>(data.size());
                BOOST_REQUIRE_MESSAGE(
                    (kind.tile ? TIFFWriteEncodedTile(tiff, TIFFComputeTile(tiff, x, y, 0, sample),
                                                      data.data(), length)
                               : TIFFWriteEncodedStrip(tiff, TIFFComputeStrip(tiff, y, sample), data.data(),
                                                       length)) >= 0,
                    kind);
            }
        }
    }
    TIFFClose(tiff);
    return file.contents;
}

std::uint64_t noise(unsigned x, unsigned y, unsigned sample)
{
    if (x % 50 < 9)
        return 0xC8C8C8C8C8C8C8C8;
    std::uint64_t value = (x * 7919u + y * 104729u + sample * 1299709u + 1) * 0x9E3779B97F4A7C15ull;
    value ^= value >> 29;
    return value * 0xBF58476D1CE4E5B9ull;
}

std::uint64_t float_code(double value, unsigned bits)
{
    if (bits == 64)
        return std::bit_cast<std::uint64_t>(value);
    if (bits == 32)
        return std::bit_cast<std::uint32_t>(static_cast<float>(value));
    if (value == 0)
        return 0;
    unsigned const fraction_bits = bits == 16 ? 10 : 16;
    int const bias = bits == 16 ? 15 : 63;
    int exponent = 0;
    double const part = std::frexp(std::abs(value), &exponent) * 2 - 1;
    return (value < 0 ? std::uint64_t(1) << (bits - 1) : 0) +
           (static_cast<std::uint64_t>(exponent - 1 + bias) << fraction_bits) +
           static_cast<std::uint64_t>(std::lround(std::ldexp(part, static_cast<int>(fraction_bits))));
}

bytes raw_tiff(std::vector<tiff_entry> entries, bytes const& data)
{
    std::size_t const after = 8 + 2 + entries.size() * 12 + 4;
    std::size_t size = after;
    for (tiff_entry const& entry : entries) {
        if (std::size_t const length = entry.values.size() * static_cast<std::size_t>(entry.size); length > 4)
            size += length;
    }
    bytes tiff;
    append(tiff, std::string_view("MM\0*\0\0\0\x08", 8));
    append_number(tiff, static_cast<std::uint32_t>(entries.size()), 2);
    bytes values;
    for (tiff_entry const& entry : entries) {
        append_number(tiff, entry.tag, 2);
        append_number(tiff, entry.size == 2 ? 3 : 4, 2);
        append_number(tiff, static_cast<std::uint32_t>(entry.values.size()));
        bytes value;
        for (std::uint32_t const number : entry.values)
            append_number(value,
                          number & in_data ? (number & ~in_data) + static_cast<std::uint32_t>(size) : number,
                          entry.size);
        if (value.size() > 4) {
            append_number(tiff, static_cast<std::uint32_t>(after + values.size()));
            append(values, value);
        } else {
            value.resize(4);
            append(tiff, value);
        }
    }
    append_number(tiff, 0);
    append(tiff, values);
    append(tiff, data);
    return tiff;
}

} // namespace genpool::test
