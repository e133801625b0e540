// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../header/header.hpp"

#include "../header/byte_view.hpp"
#include "../metadata/exif.hpp"
#include "markers.hpp"

#include <array>
#include <string>

namespace genpool::image
{
namespace
{

constexpr int app14 = 0xEE; // Adobe's: how the channels are to be read
constexpr int app15 = 0xEF;
constexpr int comment = 0xFE;

/// A decoder goes through all of the picture for each, however few bytes it has. Encoders make some ten.
constexpr int most_scans = 500;

bool is_progressive(int marker) noexcept
{
    return marker == 0xC2 || marker == 0xC6 || marker == 0xCA || marker == 0xCE;
}

bool is_metadata(int marker) noexcept
{
    return (marker >= jpeg_app1 && marker <= app15 && marker != app14) || marker == comment;
}

/// A profile that is spread over several segments, each of which says which one it is.
class icc_parts
{
public:
    void add(byte_view segment)
    {
        constexpr std::size_t length = jpeg_profile_name.size();
        if (!segment.has(0, jpeg_profile_name) || !segment.holds(length, 2))
            return;
        parts_[segment.u8(length)] = segment.from(length + 2).span();
        count_ = segment.u8(length + 1);
    }

    std::vector<unsigned char> joined() const
    {
        std::vector<unsigned char> profile;
        for (std::size_t n = 1; n <= count_; ++n)
            profile.insert(profile.end(), parts_[n].begin(), parts_[n].end());
        return profile;
    }

private:
    std::array<std::span<unsigned char const>, 256> parts_{};
    std::size_t count_ = 0;
};

} // namespace

header take_jpeg_header(std::vector<unsigned char>& bytes)
{
    byte_view const view = big_endian(bytes);
    header head;
    icc_parts profile;
    std::uint64_t channels = 0;
    std::uint64_t channels_in_scans = 0;
    int scans = 0;
    bool progressive = false;
    std::vector<std::size_t> blank;

    // To the very end: a decoder that holds several scans also reads the metadata between them.
    for (std::size_t at = next_jpeg_marker(bytes, 2); at < bytes.size(); at = next_jpeg_marker(bytes, at)) {
        int const marker = bytes[at++];
        if (marker == jpeg_end_of_image) {
            head.has_end = true;
            break;
        }
        if (has_no_length(marker))
            continue;
        if (!view.holds(at, 2) || !view.holds(at, view.u16(at)) || view.u16(at) < 2) {
            if (scans == 0)
                throw std::runtime_error("the header is cut short or damaged");
            break;
        }
        byte_view const segment = view.part(at + 2, view.u16(at) - 2u);
        if (is_frame(marker)) {
            head.height = segment.u16(1);
            head.width = segment.u16(3);
            channels = segment.u8(5);
            progressive = is_progressive(marker);
            head.decoder_bytes = progressive ? head.width * head.height * channels * 2 : 0;
        } else if (marker == jpeg_start_of_scan) {
            if (segment.u8(0) < channels) // several scans: held whole, as progressive ones are
                head.decoder_bytes = head.width * head.height * channels * 2;
            channels_in_scans += segment.u8(0);
            if (++scans > most_scans)
                throw std::runtime_error("the scans of the JPEG are over the limit of " +
                                         std::to_string(most_scans));
        } else if (is_metadata(marker)) {
            if (marker == jpeg_app1 && segment.has(0, exif_name)) {
                if (head.orientation == 1)
                    head.orientation = exif_orientation(segment.span());
                if (head.exif.empty())
                    keep(segment.from(exif_name.size()).span(), head.exif);
            } else if (marker == jpeg_app1 && segment.has(0, jpeg_xmp_name) && head.xmp.empty())
                keep(segment.from(jpeg_xmp_name.size()).span(), head.xmp);
            else if (marker == jpeg_app2)
                profile.add(segment);
            blank.push_back(at - 1);
        }
        at += view.u16(at);
    }
    if (head.width == 0 || scans == 0)
        throw std::runtime_error("the header is cut short or damaged");
    // Decoders show grey where a whole scan is missing, and do not tell.
    if (!progressive && channels_in_scans < channels)
        throw std::runtime_error("the file is cut short: of " + std::to_string(channels) +
                                 " channels it has " + std::to_string(channels_in_scans));

    head.icc_profile = profile.joined();
    for (std::size_t const at : blank) {
        bytes[at] = app15; // which nobody reads
        if (view.u16(at + 1) > 2)
            bytes[at + 3] = 0;
    }
    return head;
}

} // namespace genpool::image
