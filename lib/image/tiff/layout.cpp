// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "layout.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace genpool::image
{
namespace
{

[[noreturn]] void refuse(std::string const& what)
{
    throw std::runtime_error("TIFFs " + what + " have no thumbnail");
}

std::uint16_t number(tiff_file const& file, std::uint32_t tag) { return file.number<std::uint16_t>(tag); }

/// Has libtiff give samples that can be read, where a codec can give several kinds of them.
void choose_samples(tiff_file const& file, std::uint16_t compression)
{
    if (compression == COMPRESSION_JPEG && number(file, TIFFTAG_PHOTOMETRIC) == PHOTOMETRIC_YCBCR &&
        number(file, TIFFTAG_PLANARCONFIG) == PLANARCONFIG_CONTIG)
        TIFFSetField(file.get(), TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    if (compression == COMPRESSION_SGILOG || compression == COMPRESSION_SGILOG24)
        TIFFSetField(file.get(), TIFFTAG_SGILOGDATAFMT, SGILOGDATAFMT_FLOAT);
}

/// Refuses what libtiff 4.5 does not even read back as it has written it.
void check_compression(tiff_layout const& layout)
{
    if (layout.compression == COMPRESSION_CCITTRLEW)
        refuse("in fax compression with rows of whole words");
    if (layout.compression == COMPRESSION_PIXARLOG && (layout.planes || layout.tile_width))
        refuse("in PixarLog compression with tiles or planes");
}

std::uint16_t photometric_of(tiff_file const& file, std::uint16_t compression, unsigned samples)
{
    std::uint16_t photometric = 0;
    if (!TIFFGetField(file.get(), TIFFTAG_PHOTOMETRIC, &photometric)) {
        bool const is_fax = compression == COMPRESSION_CCITTRLE || compression == COMPRESSION_CCITTRLEW ||
                            compression == COMPRESSION_CCITTFAX3 || compression == COMPRESSION_CCITTFAX4;
        return samples >= 3 ? PHOTOMETRIC_RGB : is_fax ? PHOTOMETRIC_MINISWHITE : PHOTOMETRIC_MINISBLACK;
    }
    // It gives RGB then.
    if (photometric == PHOTOMETRIC_YCBCR && compression == COMPRESSION_JPEG &&
        number(file, TIFFTAG_PLANARCONFIG) == PLANARCONFIG_CONTIG)
        return PHOTOMETRIC_RGB;
    return photometric;
}

void take_colours(tiff_layout& layout, std::uint16_t photometric)
{
    auto const set = [&](tiff_colours colours, unsigned samples) {
        layout.colours = colours;
        layout.colour_samples = samples;
    };
    switch (photometric) {
    case PHOTOMETRIC_MINISWHITE:
        return set(tiff_colours::white_is_0, 1);
    case PHOTOMETRIC_MINISBLACK:
    case PHOTOMETRIC_LOGL:
        return set(tiff_colours::grey, 1);
    case PHOTOMETRIC_RGB:
        return set(tiff_colours::rgb, 3);
    case PHOTOMETRIC_PALETTE:
        return set(tiff_colours::palette, 1);
    case PHOTOMETRIC_SEPARATED:
        return set(tiff_colours::cmyk, 4);
    case PHOTOMETRIC_YCBCR:
        return set(tiff_colours::ycbcr, 3);
    case PHOTOMETRIC_CIELAB:
        return set(tiff_colours::cie_lab, 3);
    case PHOTOMETRIC_ICCLAB:
        return set(tiff_colours::icc_lab, 3);
    case PHOTOMETRIC_ITULAB:
        return set(tiff_colours::itu_lab, 3);
    case PHOTOMETRIC_LOGLUV:
        return set(tiff_colours::xyz, 3);
    case PHOTOMETRIC_MASK:
        refuse("that are transparency masks");
    case PHOTOMETRIC_CFA:
        refuse("with the pixels of a colour filter array");
    default:
        refuse("with photometric interpretation " + std::to_string(photometric));
    }
}

void take_alpha(tiff_layout& layout, tiff_file const& file)
{
    std::uint16_t count = 0;
    std::uint16_t const* meanings = nullptr;
    TIFFGetFieldDefaulted(file.get(), TIFFTAG_EXTRASAMPLES, &count, &meanings);
    unsigned const extra = layout.samples - layout.colour_samples;
    for (unsigned n = 0; n < std::min<unsigned>(count, extra) && !layout.alpha; ++n) {
        if (meanings[n] == EXTRASAMPLE_ASSOCALPHA || meanings[n] == EXTRASAMPLE_UNASSALPHA) {
            layout.alpha = layout.colour_samples + n;
            layout.straight_alpha = meanings[n] == EXTRASAMPLE_UNASSALPHA;
        }
    }
}

void take_numbers(tiff_layout& layout, tiff_file const& file)
{
    auto const bits = [&] { return std::to_string(layout.bits) + "-bit "; };
    switch (number(file, TIFFTAG_SAMPLEFORMAT)) {
    case SAMPLEFORMAT_UINT:
    case SAMPLEFORMAT_VOID:
        layout.numbers = tiff_numbers::natural;
        break;
    case SAMPLEFORMAT_INT:
        // Lab has its own signs, and one bit can have none.
        layout.numbers = layout.bits == 1 || layout.is_lab() ? tiff_numbers::natural : tiff_numbers::whole;
        break;
    case SAMPLEFORMAT_IEEEFP:
        layout.numbers = tiff_numbers::floating;
        if (layout.bits != 16 && layout.bits != 24 && layout.bits != 32 && layout.bits != 64)
            refuse("of " + bits() + "floating-point samples");
        return;
    default:
        refuse("of complex numbers");
    }
    if (layout.bits == 0 || (layout.bits > 32 && layout.bits != 64))
        refuse("of " + bits() + "integers");
}

void check_colours(tiff_layout const& layout, tiff_file const& file)
{
    if (layout.samples < layout.colour_samples)
        refuse(layout.colours == tiff_colours::cmyk
                   ? "of " + std::to_string(layout.samples) + " inks"
                   : "with " + std::to_string(layout.samples) + " samples of " +
                         std::to_string(layout.colour_samples));
    bool const is_natural = layout.numbers == tiff_numbers::natural;
    bool const is_common = is_natural && (layout.bits == 8 || layout.bits == 16);
    std::string const bits = std::to_string(layout.bits) + "-bit samples";
    switch (layout.colours) {
    case tiff_colours::palette:
        if (!is_natural || layout.bits > 16)
            refuse("with a palette and " + bits);
        break;
    case tiff_colours::cmyk:
        if (number(file, TIFFTAG_INKSET) == INKSET_MULTIINK)
            refuse("of other inks than CMYK");
        break;
    case tiff_colours::ycbcr:
        if (!is_common)
            refuse("of YCbCr with " + bits);
        break;
    case tiff_colours::cie_lab:
        if (!is_common && layout.numbers != tiff_numbers::floating)
            refuse("of CIELab with " + bits);
        break;
    case tiff_colours::icc_lab:
        if (!is_common)
            refuse("of ICCLab with " + bits);
        break;
    case tiff_colours::itu_lab:
        if (!is_natural || layout.bits != 8)
            refuse("of ITULab with " + bits);
        break;
    case tiff_colours::xyz:
        if (layout.numbers != tiff_numbers::floating)
            refuse("of LogLuv without its compression");
        break;
    default:
        break;
    }
}

void take_subsampling(tiff_layout& layout, tiff_file const& file)
{
    if (layout.colours != tiff_colours::ycbcr)
        return;
    std::uint16_t across = 1;
    std::uint16_t down = 1;
    TIFFGetFieldDefaulted(file.get(), TIFFTAG_YCBCRSUBSAMPLING, &across, &down);
    auto const exists = [](std::uint16_t factor) { return factor == 1 || factor == 2 || factor == 4; };
    if (!exists(across) || !exists(down))
        refuse("with chroma subsampled by " + std::to_string(across) + " and " + std::to_string(down));
    layout.chroma_across = across;
    layout.chroma_down = down;
    if (!layout.is_subsampled())
        return;
    if (layout.planes)
        refuse("with a plane of subsampled chroma");
    if (layout.samples != 3)
        refuse("with subsampled chroma and extra samples");
}

} // namespace

sample_layout tiff_layout::reduced() const
{
    bool const is_light = numbers == tiff_numbers::floating && colours != tiff_colours::cmyk;
    return {
        .width = static_cast<int>(width),
        .height = static_cast<int>(height),
        .channels = static_cast<int>(channels()),
        .has_alpha = alpha != 0,
        .straight_alpha = straight_alpha,
        .linear = is_light || is_lab(),
        .coded =
            colours != tiff_colours::grey && colours != tiff_colours::rgb && colours != tiff_colours::palette,
    };
}

tiff_layout layout_of(tiff_file const& file, header const& head, limits const& bounds)
{
    tiff_layout layout;
    layout.compression = number(file, TIFFTAG_COMPRESSION);
    choose_samples(file, layout.compression);
    layout.width = file.number<std::uint32_t>(TIFFTAG_IMAGEWIDTH);
    layout.height = file.number<std::uint32_t>(TIFFTAG_IMAGELENGTH);
    layout.bits = number(file, TIFFTAG_BITSPERSAMPLE);
    layout.samples = number(file, TIFFTAG_SAMPLESPERPIXEL);
    layout.planes = layout.samples > 1 && number(file, TIFFTAG_PLANARCONFIG) == PLANARCONFIG_SEPARATE;
    check_decoded(head, layout.width, layout.height, layout.samples, (layout.bits + 7) / 8, bounds);
    if (file.number<std::uint32_t>(TIFFTAG_IMAGEDEPTH) > 1)
        refuse("of volumes");

    take_colours(layout, photometric_of(file, layout.compression, layout.samples));
    take_numbers(layout, file);
    check_colours(layout, file);
    take_alpha(layout, file);
    take_subsampling(layout, file);

    bool const is_tiled = TIFFIsTiled(file.get()) != 0;
    layout.tile_width = is_tiled ? file.number<std::uint32_t>(TIFFTAG_TILEWIDTH) : 0;
    auto const rows = file.number<std::uint32_t>(is_tiled ? TIFFTAG_TILELENGTH : TIFFTAG_ROWSPERSTRIP);
    layout.rows = is_tiled ? rows : std::min(rows, layout.height);
    if (layout.rows == 0 || (is_tiled && layout.tile_width == 0))
        refuse("with strips or tiles of no pixels");
    check_compression(layout);
    return layout;
}

} // namespace genpool::image
