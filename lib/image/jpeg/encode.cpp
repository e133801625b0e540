// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "encode.hpp"

#include "../metadata/exif.hpp"
#include "errors.hpp"
#include "markers.hpp"

#include <jerror.h>
#include <new>

namespace genpool::image
{
namespace
{

/// What libjpeg writes into.
class jpeg_bytes : public jpeg_destination_mgr
{
public:
    jpeg_bytes() : jpeg_destination_mgr{}
    {
        init_destination = [](j_compress_ptr info) { of(info).grow(info); };
        empty_output_buffer = [](j_compress_ptr info) -> boolean {
            of(info).grow(info);
            return TRUE;
        };
        term_destination = [](j_compress_ptr info) {
            auto& all = of(info);
            all.bytes_.resize(all.bytes_.size() - all.free_in_buffer);
        };
    }

    std::vector<unsigned char> take() { return std::move(bytes_); }

private:
    static jpeg_bytes& of(j_compress_ptr info) { return static_cast<jpeg_bytes&>(*info->dest); }

    /// When all is full.
    void grow(j_compress_ptr info)
    {
        constexpr std::size_t first = 32 * 1024; // most thumbnails are smaller
        std::size_t const full = bytes_.size();
        bool done = false;
        try {
            bytes_.resize(full + std::max(full, first));
            done = true;
        } catch (std::bad_alloc const&) {
            // It must not pass through libjpeg.
        }
        if (!done)
            ERREXIT1(info, JERR_OUT_OF_MEMORY, 0);
        next_output_byte = bytes_.data() + full;
        free_in_buffer = bytes_.size() - full;
    }

    std::vector<unsigned char> bytes_;
};

/// libjpeg's encoder.
struct jpeg_encoder
{
    jpeg_encoder()
    {
        info.err = errors.manager();
        errors.call([this] { jpeg_create_compress(&info); });
        info.dest = &output;
    }

    ~jpeg_encoder() { jpeg_destroy_compress(&info); }

    jpeg_encoder(jpeg_encoder const&) = delete;
    jpeg_encoder& operator=(jpeg_encoder const&) = delete;

    jpeg_compress_struct info{};
    jpeg_errors errors;
    jpeg_bytes output;
};

/// What is to be in a segment; nothing where that would be too small for it.
std::vector<unsigned char> segment_of(std::string_view name, std::span<unsigned char const> data)
{
    constexpr std::size_t most = 65533;
    std::vector<unsigned char> segment;
    if (!data.empty() && name.size() + data.size() <= most) {
        segment.assign(name.begin(), name.end());
        segment.insert(segment.end(), data.begin(), data.end());
    }
    return segment;
}

void write_segment(jpeg_compress_struct& info, std::span<unsigned char const> segment)
{
    if (!segment.empty())
        jpeg_write_marker(&info, JPEG_APP0 + 1, segment.data(), static_cast<unsigned>(segment.size()));
}

} // namespace

std::optional<std::vector<unsigned char>> encode_jpeg(picture const& image, carried_metadata const& carried,
                                                      int quality)
{
    std::vector<unsigned char> const exif = segment_of(exif_name, carried.exif);
    std::vector<unsigned char> const xmp = segment_of(jpeg_xmp_name, carried.xmp);
    jpeg_encoder encoder;
    jpeg_compress_struct& info = encoder.info;
    info.image_width = static_cast<JDIMENSION>(image.width);
    info.image_height = static_cast<JDIMENSION>(image.height);
    info.input_components = image.channels;
    info.in_color_space = image.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    encoder.errors.call([&] {
        jpeg_set_defaults(&info);
        jpeg_set_quality(&info, quality, TRUE);
        jpeg_start_compress(&info, TRUE);
        write_segment(info, exif);
        write_segment(info, xmp);
        if (!carried.profile.empty())
            jpeg_write_icc_profile(&info, carried.profile.data(),
                                   static_cast<unsigned>(carried.profile.size()));
    });

    std::vector<unsigned char> row(static_cast<std::size_t>(image.width) *
                                   static_cast<std::size_t>(image.channels));
    for (std::span<float const> rest(image.samples); !rest.empty(); rest = rest.subspan(row.size())) {
        round_to_bytes(rest.first(row.size()), row);
        unsigned char* from = row.data();
        encoder.errors.call([&] { jpeg_write_scanlines(&info, &from, 1); });
    }
    encoder.errors.call([&] { jpeg_finish_compress(&info); });
    return encoder.output.take();
}

} // namespace genpool::image
