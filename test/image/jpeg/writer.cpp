// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "writer.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <jpeglib.h>

namespace genpool::test
{

bytes written_jpeg(jpeg_kind const& kind, int width, int height, painter const& paint)
{
    jpeg_error_mgr errors;
    jpeg_compress_struct info = {};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* memory = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &memory, &size);

    info.image_width = static_cast<JDIMENSION>(width);
    info.image_height = static_cast<JDIMENSION>(height);
    info.input_components = kind.channels;
    info.in_color_space = kind.channels == 1 ? JCS_GRAYSCALE : kind.channels == 3 ? JCS_RGB : JCS_CMYK;
    jpeg_set_defaults(&info);
    if (kind.keeps_rgb)
        jpeg_set_colorspace(&info, JCS_RGB);
    if (kind.as_ycck)
        jpeg_set_colorspace(&info, JCS_YCCK);
    jpeg_set_quality(&info, kind.quality, TRUE);
    info.comp_info[0].h_samp_factor = kind.across;
    info.comp_info[0].v_samp_factor = kind.down;
    info.arith_code = kind.arithmetic;
    info.restart_interval = kind.restart;
    if (kind.progressive)
        jpeg_simple_progression(&info);
    std::vector<jpeg_scan_info> scans;
    for (jpeg_scan const& scan : kind.scans) {
        jpeg_scan_info made = {};
        made.comps_in_scan = static_cast<int>(scan.components.size());
        std::ranges::copy(scan.components, made.component_index);
        made.Ss = scan.first;
        made.Se = scan.last;
        made.Ah = scan.bits_before;
        made.Al = scan.bits_left_out;
        scans.push_back(made);
    }
    if (!scans.empty()) {
        info.scan_info = scans.data();
        info.num_scans = static_cast<int>(scans.size());
    }

    jpeg_start_compress(&info, TRUE);
    bytes row(static_cast<std::size_t>(width * kind.channels));
    for (int y = 0; y != height; ++y) {
        for (std::size_t n = 0; n != row.size(); ++n) {
            int const x = static_cast<int>(n) / kind.channels;
            float const value = paint((static_cast<float>(x) + 0.5f) / static_cast<float>(width),
                                      (static_cast<float>(y) + 0.5f) / static_cast<float>(height),
                                      static_cast<int>(n) % kind.channels);
            row[n] = static_cast<unsigned char>(std::lround(255 * std::clamp(value, 0.0f, 1.0f)));
        }
        unsigned char* rows = row.data();
        jpeg_write_scanlines(&info, &rows, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    bytes const contents(memory, memory + size);
    std::free(memory);
    return contents;
}

std::vector<std::size_t> scans_of(bytes const& jpeg)
{
    std::vector<std::size_t> scans;
    constexpr unsigned char marker[] = {0xFF, 0xDA};
    for (auto at = jpeg.begin();; ++at) {
        at = std::search(at, jpeg.end(), std::begin(marker), std::end(marker));
        if (at == jpeg.end())
            return scans;
        scans.push_back(static_cast<std::size_t>(at - jpeg.begin()));
    }
}

} // namespace genpool::test
