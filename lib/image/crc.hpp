// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/endian/conversion.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace genpool::image
{

/// PNG's checksum of a row of bytes, eight of them at a time: one by one, as Boost.CRC does, takes a tenth of
/// the time that a PNG takes to be decoded.
class png_checksum
{
public:
    static std::uint32_t of(std::span<unsigned char const> bytes) noexcept
    {
        std::uint32_t sum = 0xFFFFFFFF;
        for (; bytes.size() >= 8; bytes = bytes.subspan(8)) {
            std::uint32_t const low = sum ^ boost::endian::load_little_u32(bytes.data());
            std::uint32_t const high = boost::endian::load_little_u32(bytes.data() + 4);
            sum = 0;
            for (unsigned n = 0; n != 4; ++n)
                sum ^= tables[7 - n][low >> 8 * n & 0xFF] ^ tables[3 - n][high >> 8 * n & 0xFF];
        }
        for (unsigned char const byte : bytes)
            sum = sum >> 8 ^ tables[0][(sum ^ byte) & 0xFF];
        return ~sum;
    }

private:
    using table = std::array<std::uint32_t, 256>;

    /// What a byte does to the sum when n more bytes have followed it.
    static constexpr std::array<table, 8> make_tables() noexcept
    {
        std::array<table, 8> all{};
        for (std::uint32_t byte = 0; byte != 256; ++byte) {
            std::uint32_t sum = byte;
            for (int bit = 0; bit != 8; ++bit)
                sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320 : 0);
            all[0][byte] = sum;
        }
        for (std::size_t n = 1; n != all.size(); ++n) {
            for (std::size_t byte = 0; byte != 256; ++byte)
                all[n][byte] = all[n - 1][byte] >> 8 ^ all[0][all[n - 1][byte] & 0xFF];
        }
        return all;
    }

    static std::array<table, 8> const tables;
};

inline constexpr std::array<png_checksum::table, 8> png_checksum::tables = png_checksum::make_tables();

} // namespace genpool::image
