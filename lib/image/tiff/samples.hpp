// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "layout.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>

namespace genpool::image
{

/// The numbers in a row, one after the other: bytes as libtiff has put them in order, and what is no whole bytes from
/// the most significant bit down.
class tiff_number_reader
{
public:
    tiff_number_reader(unsigned char const* from, unsigned bits) : from_(from), bits_(bits) {}

    std::uint64_t next()
    {
        switch (bits_) {
        case 8:
            return *from_++;
        case 16:
            return load<std::uint16_t>();
        case 24:
            return load_three();
        case 32:
            return load<std::uint32_t>();
        case 64:
            return load<std::uint64_t>();
        default:
            return load_bits();
        }
    }

private:
    template <class T>
    T load()
    {
        T value;
        std::memcpy(&value, from_, sizeof(T));
        from_ += sizeof(T);
        return value;
    }

    std::uint32_t load_three()
    {
        std::uint32_t value = 0;
        for (unsigned n = 0; n != 3; ++n)
            value |= std::uint32_t(from_[n]) << 8 * (std::endian::native == std::endian::little ? n : 2 - n);
        from_ += 3;
        return value;
    }

    std::uint64_t load_bits()
    {
        for (; held_ < bits_; held_ += 8)
            buffer_ = buffer_ << 8 | *from_++;
        held_ -= bits_;
        return buffer_ >> held_ & ((std::uint64_t(1) << bits_) - 1);
    }

    unsigned char const* from_;
    unsigned bits_;
    std::uint64_t buffer_ = 0;
    unsigned held_ = 0; ///< bits in the buffer that are to come
};

/// A floating-point number with so many bits of exponent and fraction, and a sign.
inline float small_float(std::uint64_t code, unsigned exponent_bits, unsigned fraction_bits)
{
    auto const fraction = static_cast<float>(code & ((1u << fraction_bits) - 1));
    auto const exponent = static_cast<int>(code >> fraction_bits & ((1u << exponent_bits) - 1));
    int const all_ones = (1 << exponent_bits) - 1;
    int const bias = all_ones / 2;
    int const shift = static_cast<int>(fraction_bits);
    float value = exponent == 0 ? std::ldexp(fraction, 1 - bias - shift)
                                : std::ldexp(fraction + std::ldexp(1.0f, shift), exponent - bias - shift);
    if (exponent == all_ones)
        value =
            fraction != 0 ? std::numeric_limits<float>::quiet_NaN() : std::numeric_limits<float>::infinity();
    return code >> (exponent_bits + fraction_bits) & 1 ? -value : value;
}

inline float floating_number(std::uint64_t code, unsigned bits)
{
    switch (bits) {
    case 16:
        return small_float(code, 5, 10);
    case 24:
        return small_float(code, 7, 16);
    case 32:
        return std::bit_cast<float>(static_cast<std::uint32_t>(code));
    default:
        return static_cast<float>(std::bit_cast<double>(code));
    }
}

/// A number of which `most` is 1, on the scale of T.
template <class T>
T scaled(std::uint64_t value, std::uint64_t most)
{
    if constexpr (std::is_floating_point_v<T>)
        return static_cast<T>(double(value) / double(most));
    else
        return static_cast<T>((value * std::numeric_limits<T>::max() + most / 2) / most);
}

/// Makes `count` numbers of the row `from` samples on the scale of T, which holds as much as they do. What is below 0
/// becomes that, as black.
template <class T>
void read_samples(tiff_layout const& layout, unsigned char const* from, std::size_t count, T* to)
{
    tiff_number_reader numbers(from, layout.bits);
    std::uint64_t const highest = std::uint64_t(1) << (layout.bits - 1);
    if (layout.numbers == tiff_numbers::natural) {
        if (layout.bits == 8 * sizeof(T) && !std::is_floating_point_v<T>) {
            std::memcpy(to, from, count * sizeof(T));
            return;
        }
        for (T* const end = to + count; to != end; ++to)
            *to = scaled<T>(numbers.next(), highest - 1 + highest);
    } else if (layout.numbers == tiff_numbers::whole) {
        for (T* const end = to + count; to != end; ++to) {
            std::uint64_t const code = numbers.next();
            *to = scaled<T>(code & highest ? 0 : code, highest - 1);
        }
    } else if constexpr (std::is_floating_point_v<T>) {
        for (T* const end = to + count; to != end; ++to)
            *to = floating_number(numbers.next(), layout.bits);
    }
}

} // namespace genpool::image
