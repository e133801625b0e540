// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "decode.hpp"

#include "../colour/inks.hpp"
#include "../resize/reducer.hpp"
#include "../resize/resampler.hpp"
#include "markers.hpp"
#include "session.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>
#include <string>

namespace genpool::image
{
namespace
{

/// How many times as large as the thumbnail the picture is decoded at least. libjpeg averages blocks of
/// pixels, which is a poor filter, so that a good one has to do the last of it: at 7/4 what that loses is a
/// quarter of a dB at most in a thumbnail that is a JPEG itself, while photos 1920 and 3840 pixels wide need
/// only half as much as at 2.
constexpr double least_factor = 1.75;

/// Eighths of the size to decode at.
unsigned scale_for(jpeg_decompress_struct const& info, extent target)
{
    auto const suffices = [](JDIMENSION whole, unsigned eighths, int least) {
        return double(whole) * eighths / 8 >= least_factor * least;
    };
    unsigned eighths = 8;
    while (eighths != 1 && suffices(info.image_width, eighths / 2, target.width) &&
           suffices(info.image_height, eighths / 2, target.height))
        eighths /= 2;
    return eighths;
}

void check_colours(jpeg_decompress_struct const& info)
{
    if (info.out_color_space != JCS_GRAYSCALE && info.out_color_space != JCS_RGB &&
        info.out_color_space != JCS_CMYK)
        throw std::runtime_error("JPEGs of " + std::to_string(info.num_components) +
                                 " channels, whose colours nobody tells, have no thumbnail");
}

/// The coefficients of a block, row by row, in the order in which files have them.
constexpr std::array<int, DCTSIZE2> zigzag = [] {
    std::array<int, DCTSIZE2> order{};
    std::size_t at = 0;
    for (int diagonal = 0; diagonal != 2 * DCTSIZE - 1; ++diagonal) {
        for (int n = std::max(0, diagonal - DCTSIZE + 1); n <= std::min(diagonal, DCTSIZE - 1); ++n)
            order[at++] = diagonal % 2 ? n * DCTSIZE + diagonal - n : (diagonal - n) * DCTSIZE + n;
    }
    return order;
}();

/// Whether the scans so far tell all coefficients that the scale shows, and these so exactly that what is
/// left cannot change the picture by more than `most` grey levels in the root of the mean square.
bool is_known(jpeg_decompress_struct const& info)
{
    constexpr double most = 1.3; // 46 dB, were it so in every block; at more, one photo in 11 falls by 2 dB
    for (int c = 0; c != info.num_components; ++c) {
        jpeg_component_info const& component = info.comp_info[c];
        if (!component.quant_table)
            return false;
        double squares = 0;
        for (std::size_t n = 0; n != zigzag.size(); ++n) {
            int const at = zigzag[n];
            if (at % DCTSIZE >= component.DCT_scaled_size || at / DCTSIZE >= component.DCT_scaled_size)
                continue;
            int const bits_missing = info.coef_bits[c][n];
            if (bits_missing < 0)
                return false;
            double const error = ((1 << bits_missing) - 1) * component.quant_table->quantval[at];
            squares += error * error;
        }
        if (squares > most * most * DCTSIZE2)
            return false;
    }
    return true;
}

/// Whether the scans so far tell all coefficients of all components to the last bit.
bool is_complete(jpeg_decompress_struct const& info)
{
    return std::ranges::all_of(
        std::span(info.coef_bits, static_cast<std::size_t>(info.num_components)),
        [](auto const& bits) { return std::ranges::all_of(bits, [](int missing) { return missing == 0; }); });
}

bool only_averages_are_shown(jpeg_component_info const& component) { return component.DCT_scaled_size == 1; }

/// Whether a scan, whose header is `bytes`, tells of one component what is not shown of it.
bool is_idle(jpeg_decompress_struct const& info, std::span<unsigned char const> bytes)
{
    constexpr std::size_t length = 8; // with one component
    if (bytes.size() < length || bytes[1] != length || bytes[2] != 1 || bytes[5] == 0)
        return false;
    std::span const components(info.comp_info, static_cast<std::size_t>(info.num_components));
    auto const found = std::ranges::find(components, int(bytes[3]), &jpeg_component_info::component_id);
    return found != components.end() && only_averages_are_shown(*found);
}

/// What follows the header of the first scan, without the idle ones.
std::vector<unsigned char> without_idle_scans(jpeg_decompress_struct const& info,
                                              std::span<unsigned char const> bytes)
{
    std::vector<unsigned char> kept;
    std::size_t begin = 0; // of what is to be kept
    bool is_left_out = false;
    for (std::size_t at = next_jpeg_marker(bytes, 0); at < bytes.size(); at = next_jpeg_marker(bytes, at)) {
        int const marker = bytes[at++];
        if (has_no_length(marker))
            continue;
        if (is_left_out)
            begin = at - 2;
        is_left_out = marker == jpeg_start_of_scan && is_idle(info, bytes.subspan(at));
        if (is_left_out)
            kept.insert(kept.end(), bytes.begin() + std::ptrdiff_t(begin),
                        bytes.begin() + std::ptrdiff_t(at) - 2);
        if (marker == jpeg_end_of_image || bytes.size() - at < 2)
            break;
        at += bytes[at] * 256u + bytes[at + 1];
    }
    if (!is_left_out)
        kept.insert(kept.end(), bytes.begin() + std::ptrdiff_t(begin), bytes.end());
    return kept;
}

/// Takes in as many scans of a progressive file as the scale needs; false when it has fewer.
bool read_scans(jpeg_decompress_struct& info, bool all)
{
    for (;;) {
        int const status = jpeg_consume_input(&info);
        if (status == JPEG_REACHED_EOI)
            return is_known(info);
        if (status == JPEG_SCAN_COMPLETED && !all && is_known(info))
            return true;
    }
}

/// Refuses a progressive file of which scans are missing: at its end, or the first of a component. What else an encoder
/// left out is only detail.
void check_scans(jpeg_decompress_struct const& info, bool has_end)
{
    std::span const components(info.coef_bits, static_cast<std::size_t>(info.num_components));
    bool const has_averages = std::ranges::all_of(components, [](auto const& bits) { return bits[0] >= 0; });
    if (!has_averages || (!has_end && !is_complete(info)))
        throw std::runtime_error("the file is cut short: scans are missing");
}

/// Calls function(row) for all rows.
template <class F>
void for_rows(jpeg_session& session, F function)
{
    jpeg_decompress_struct& info = session.info;
    std::vector<unsigned char> row(std::size_t(info.output_width) *
                                   static_cast<std::size_t>(info.num_components));
    while (info.output_scanline != info.output_height) {
        unsigned char* to = row.data();
        session.call([&] { jpeg_read_scanlines(&info, &to, 1); });
        function(std::span<unsigned char const>(row));
    }
}

pictures read(jpeg_session& session, std::vector<extent> const& targets, resampling filter)
{
    jpeg_decompress_struct const& info = session.info;
    auto const side = [&](JDIMENSION scaled, JDIMENSION whole, int to) {
        return resampled_side{static_cast<int>(scaled), double(whole) * info.scale_num / info.scale_denom,
                              to};
    };
    std::vector<resampler> resamplers;
    for (extent const& target : targets)
        resamplers.emplace_back(side(info.output_width, info.image_width, target.width),
                                side(info.output_height, info.image_height, target.height),
                                info.num_components, filter);
    for_rows(session, [&](std::span<unsigned char const> row) {
        for (resampler& one : resamplers)
            one.add(row, 1.0f / 255);
    });
    pictures images;
    for (std::size_t n = 0; n != targets.size(); ++n)
        images.push_back(
            {targets[n].width, targets[n].height, info.num_components, false, resamplers[n].take()});
    return images;
}

template <class F>
pictures read_in_light(jpeg_session& session, reduction const& wanted, F make_colours)
{
    jpeg_decompress_struct const& info = session.info;
    picture_reducer<unsigned char> reducer(
        {
            .width = static_cast<int>(info.image_width),
            .height = static_cast<int>(info.image_height),
            .channels = info.num_components,
            .has_alpha = false,
            .straight_alpha = false,
            .linear = false,
            .coded = info.out_color_space == JCS_CMYK,
        },
        wanted);
    for_rows(session, [&](std::span<unsigned char const> row) { reducer.add(row); });
    return reducer.take(make_colours);
}

} // namespace

std::optional<pictures> decode_jpeg(std::vector<unsigned char> const& bytes, header const& head,
                                    limits const& bounds, reduction const& wanted)
{
    jpeg_session session;
    jpeg_decompress_struct& info = session.info;
    session.call([&] {
        jpeg_mem_src(&info, bytes.data(), bytes.size());
        jpeg_read_header(&info, TRUE);
    });
    check_colours(info);
    auto const channels = static_cast<std::uint64_t>(info.num_components);
    check_decoded(head, info.image_width, info.image_height, channels, 1, bounds);

    std::vector<extent> const targets =
        wanted.targets(static_cast<int>(info.image_width), static_cast<int>(info.image_height));
    session.call([&] {
        // libjpeg averages what is no light.
        info.scale_num = wanted.linear ? DCTSIZE : scale_for(info, largest(targets));
        info.scale_denom = DCTSIZE;
        jpeg_calc_output_dimensions(&info);
    });
    std::span const rest(info.src->next_input_byte, info.src->bytes_in_buffer);
    std::vector<unsigned char> scans; // in place of these, if it is not empty
    if (!head.has_end && !info.arith_code) {
        // Without an end libjpeg complains before a pixel is missing, with one only then. But arithmetic coding leaves
        // out what is 0 at the end of a scan, so that nobody can tell whether that is all.
        scans.assign(rest.begin(), rest.end());
        scans.insert(scans.end(), {0xFF, jpeg_end_of_image});
    } else if (info.progressive_mode && head.has_end &&
               std::ranges::any_of(std::span(info.comp_info, channels), only_averages_are_shown)) {
        scans = without_idle_scans(info, rest);
        session.keep_averages_alone();
    }
    bool knows_all = true;
    session.call([&] {
        if (!scans.empty())
            jpeg_mem_src(&info, scans.data(), scans.size());
        info.buffered_image = info.progressive_mode;
        jpeg_start_decompress(&info);
        if (info.buffered_image)
            knows_all = read_scans(info, !head.has_end);
    });
    if (info.buffered_image) {
        check_scans(info, head.has_end);
        session.call([&] {
            info.do_block_smoothing = !knows_all; // else it guesses what is known not to matter
            jpeg_start_output(&info, info.input_scan_number);
        });
    }

    auto const make_colours = [&](picture& image) {
        if (info.out_color_space != JCS_CMYK)
            return;
        for (float& sample : image.samples)
            sample = 1 - sample; // all writers of JPEGs, as Photoshop did first, tell how much paper is seen
        inks_to_srgb(image, head.icc_profile);
    };
    if (wanted.linear)
        return read_in_light(session, wanted, make_colours);
    pictures images = read(session, targets, wanted.filter);
    for (picture& image : images)
        make_colours(image);
    return images;
}

} // namespace genpool::image
