// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "encode.hpp"

#include "../header/byte_view.hpp"
#include "chunks.hpp"
#include "errors.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <stdexcept>
#include <string_view>

namespace genpool::image
{
namespace
{

/// libpng's encoder into memory.
class png_encoder
{
public:
    png_encoder()
    {
        png = errors_.create(png_create_write_struct_2);
        if (png)
            info = png_create_info_struct(png);
        if (!info) {
            png_destroy_write_struct(&png, nullptr);
            throw std::bad_alloc();
        }
        png_set_write_fn(png, this, write, [](png_structp) {});
    }

    ~png_encoder() { png_destroy_write_struct(&png, &info); }

    png_encoder(png_encoder const&) = delete;
    png_encoder& operator=(png_encoder const&) = delete;

    /// As `png_errors::call`.
    template <class F>
    void call(F const& function)
    {
        errors_.call(png, function);
    }

    png_structp png = nullptr;
    png_infop info = nullptr;
    std::vector<unsigned char> bytes;

private:
    static void write(png_structp png, png_bytep from, std::size_t size)
    {
        auto& bytes = static_cast<png_encoder*>(png_get_io_ptr(png))->bytes;
        try {
            bytes.insert(bytes.end(), from, from + size);
            return;
        } catch (std::bad_alloc const&) {
        }
        png_error(png, "there is not enough memory");
    }

    png_errors errors_;
};

/// Whether libpng's readers take the profile, which has been looked through for damage. Not every version of it looks
/// as it writes.
bool may_be_in_png(std::span<unsigned char const> profile)
{
    constexpr std::array<std::string_view, 4> classes{"scnr", "mntr", "prtr", "spac"};
    byte_view const bytes = big_endian(profile);
    bool const is_aligned = bytes.u8(8) < 4 || bytes.size() % 4 == 0; // from version 4 on
    std::uint32_t const intent = bytes.u32(64);
    return is_aligned && intent < 0xFFFF && (bytes.has(20, "XYZ ") || bytes.has(20, "Lab ")) &&
           std::ranges::any_of(classes, [&](std::string_view name) { return bytes.has(12, name); });
}

int colour_type(picture const& image)
{
    return (image.colours() == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB) |
           (image.has_alpha ? PNG_COLOR_MASK_ALPHA : 0);
}

void write_chunk(png_structp png, char const* name, std::span<unsigned char const> data)
{
    if (!data.empty())
        png_write_chunk(png, reinterpret_cast<png_const_bytep>(name), data.data(), data.size());
}

std::vector<unsigned char> written(picture const& image, carried_metadata const& carried)
{
    std::span const profile = carried.profile;
    std::vector<unsigned char> xmp;
    if (!carried.xmp.empty()) {
        xmp.assign(png_xmp_start.begin(), png_xmp_start.end());
        xmp.insert(xmp.end(), carried.xmp.begin(), carried.xmp.end());
    }
    png_encoder encoder;
    encoder.call([&] {
        png_set_benign_errors(encoder.png,
                              1); // only warnings, of which one is that it leaves the profile out
        png_set_IHDR(encoder.png, encoder.info, static_cast<png_uint_32>(image.width),
                     static_cast<png_uint_32>(image.height), 8, colour_type(image), PNG_INTERLACE_NONE,
                     PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
        if (!profile.empty())
            png_set_iCCP(encoder.png, encoder.info, "profile", PNG_COMPRESSION_TYPE_BASE, profile.data(),
                         static_cast<png_uint_32>(profile.size()));
        png_write_info(encoder.png, encoder.info);
        write_chunk(encoder.png, "eXIf", carried.exif);
        write_chunk(encoder.png, "iTXt", xmp);
    });
    std::vector<unsigned char> row(static_cast<std::size_t>(image.width) *
                                   static_cast<std::size_t>(image.channels));
    for (std::span<float const> rest(image.samples); !rest.empty(); rest = rest.subspan(row.size())) {
        round_to_bytes(rest.first(row.size()), row);
        encoder.call([&] { png_write_row(encoder.png, row.data()); });
    }
    encoder.call([&] { png_write_end(encoder.png, nullptr); });
    return std::move(encoder.bytes);
}

} // namespace

std::optional<std::vector<unsigned char>> encode_png(picture const& image, carried_metadata const& carried)
{
    carried_metadata rest = carried;
    rest.profile = {};
    if (!carried.profile.empty() && may_be_in_png(carried.profile)) {
        try {
            return written(image, carried);
        } catch (std::runtime_error const&) {
            // For whatever else libpng refuses it. Without, the same fails for any other reason.
        }
    }
    return written(image, rest);
}

} // namespace genpool::image
