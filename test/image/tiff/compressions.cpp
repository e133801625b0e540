// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// TIFFs in every compression that libtiff has, whole, cut short and damaged.
#include "../../../lib/image/metadata/exif.hpp"
#include "../../../lib/image/tiff/decode.hpp"
#include "image/support/decoding.hpp"
#include "writer.hpp"

#include <boost/filesystem/fstream.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstdlib>
#include <random>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace image_tiff_compressions_tests
{

using namespace genpool::test;
using genpool::image::decode_tiff;
using genpool::image::picture;

namespace
{

constexpr unsigned width = 40;
constexpr unsigned height = 70; // more rows than OpenImageIO reads at once

void add_jpeg_colours(std::vector<tiff_kind>& kinds)
{
    for (unsigned const tile : {0u, 32u})
        kinds.push_back({.name = "JPEG with chroma",
                         .photometric = PHOTOMETRIC_YCBCR,
                         .tile = tile,
                         .compression = COMPRESSION_JPEG,
                         .tags = [](TIFF* tiff) {
                             TIFFSetField(tiff, TIFFTAG_JPEGQUALITY, 98);
                             TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
                         }});
}

std::vector<tiff_kind> all_kinds()
{
    std::vector<tiff_kind> kinds;
    for (int const compression :
         {COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_DEFLATE,
          COMPRESSION_PACKBITS, COMPRESSION_LZMA, COMPRESSION_ZSTD, COMPRESSION_LERC, COMPRESSION_PIXARLOG,
          COMPRESSION_JPEG, COMPRESSION_WEBP}) {
        for (bool const planes : {false, true}) {
            for (unsigned const tile : {0u, 32u}) {
                if ((planes && compression == COMPRESSION_WEBP) ||
                    ((planes || tile) && compression == COMPRESSION_PIXARLOG))
                    continue;
                kinds.push_back({.name = "RGB",
                                 .planes = planes,
                                 .rows = 64,
                                 .tile = tile,
                                 .compression = compression,
                                 .tags = [compression](TIFF* tiff) {
                                     if (compression == COMPRESSION_WEBP)
                                         TIFFSetField(tiff, TIFFTAG_WEBP_LOSSLESS, 1);
                                     if (compression == COMPRESSION_JPEG)
                                         TIFFSetField(tiff, TIFFTAG_JPEGQUALITY, 98);
                                 }});
            }
        }
    }
    for (int const compression :
         {COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_ZSTD, COMPRESSION_LZMA}) {
        for (unsigned const bits : {8u, 16u, 32u})
            kinds.push_back({.name = "differences",
                             .bits = bits,
                             .compression = compression,
                             .predictor = PREDICTOR_HORIZONTAL,
                             .mode = "wb"});
        for (unsigned const bits : {16u, 24u, 32u, 64u})
            kinds.push_back({.name = "floating differences",
                             .bits = bits,
                             .format = SAMPLEFORMAT_IEEEFP,
                             .compression = compression,
                             .predictor = PREDICTOR_FLOATINGPOINT});
    }
    for (int const compression :
         {COMPRESSION_CCITTRLE, COMPRESSION_CCITTFAX3, COMPRESSION_CCITTFAX4, COMPRESSION_JBIG}) {
        for (int const photometric : {PHOTOMETRIC_MINISWHITE, PHOTOMETRIC_MINISBLACK})
            kinds.push_back({.name = "fax",
                             .photometric = photometric,
                             .samples = 1,
                             .bits = 1,
                             .rows = height,
                             .compression = compression});
    }
    kinds.push_back({.name = "floating LERC",
                     .samples = 1,
                     .bits = 32,
                     .format = SAMPLEFORMAT_IEEEFP,
                     .compression = COMPRESSION_LERC});
    kinds.back().photometric = PHOTOMETRIC_MINISBLACK;
    kinds.push_back({.name = "one strip", .planes = true, .rows = height, .compression = COMPRESSION_LZW});
    kinds.push_back({.name = "chroma for four pixels",
                     .photometric = PHOTOMETRIC_YCBCR,
                     .compression = COMPRESSION_LZW,
                     .across = 2,
                     .down = 2});
    kinds.push_back({.name = "chroma, uncompressed", .photometric = PHOTOMETRIC_YCBCR, .rows = 8});
    kinds.push_back({.name = "Lab", .photometric = PHOTOMETRIC_CIELAB, .rows = 8});
    add_jpeg_colours(kinds);
    std::erase_if(kinds, [](tiff_kind const& kind) {
        return !TIFFIsCODECConfigured(static_cast<std::uint16_t>(kind.compression));
    });
    return kinds;
}

/// Something smooth, of which the codecs that lose details lose few.
double value(unsigned x, unsigned y, unsigned sample)
{
    return 0.5 + 0.4 * std::sin((x * (sample + 1) + y * 2) / 40.0);
}

bytes written(tiff_kind const& kind)
{
    return written_tiff(kind, width, height, [&](unsigned x, unsigned y, unsigned sample) -> std::uint64_t {
        double const number = value(x, y, sample);
        if (kind.format == SAMPLEFORMAT_IEEEFP)
            return float_code(number, kind.bits);
        return static_cast<std::uint64_t>(std::llround(number * (std::pow(2.0, kind.bits) - 1)));
    });
}

/// With some numbers in its directory changed.
bytes with_other_tags(bytes contents, std::mt19937& random)
{
    constexpr auto numbers =
        std::to_array<std::uint32_t>({0,  1,  2,  3,   4,   5,     6,     7,     8,          12,        16,
                                      24, 32, 64, 255, 256, 32773, 65535, 65536, 0x7FFFFFFF, 0xFFFFFFFF});
    genpool::image::tiff_directory const directory(genpool::image::big_endian(contents));
    auto const& entries = directory.entries();
    for (int n = 0; n != 2; ++n) {
        auto at = entries[random() % entries.size()].at + 2; // the type
        bool const changes_value = random() % 4 != 0;
        std::uint32_t const number =
            random() % 3 ? numbers[random() % numbers.size()] : std::uint32_t(random());
        at += changes_value ? 6 : random() % 2 * 2;
        for (unsigned byte = 0; byte != (changes_value ? 4u : 2u); ++byte)
            contents.at(at + byte) = static_cast<unsigned char>(number >> 8 * byte);
    }
    return contents;
}

/// Runs this program once more.
void run_self(std::string option, std::vector<std::string> environment)
{
    std::string name = "/proc/self/exe";
    std::array arguments{name.data(), option.data(), static_cast<char*>(nullptr)};
    std::vector<char*> variables;
    for (std::string& variable : environment)
        variables.push_back(variable.data());
    variables.push_back(nullptr);
    pid_t process = 0;
    BOOST_REQUIRE(
        ::posix_spawn(&process, name.c_str(), nullptr, nullptr, arguments.data(), variables.data()) == 0);
    int status = 0;
    BOOST_REQUIRE(::waitpid(process, &status, 0) == process);
    BOOST_TEST_REQUIRE(status == 0);
}

outcome outcome_of_tiff(bytes const& contents) { return outcome_of(decode_tiff, contents, height); }

} // namespace

BOOST_AUTO_TEST_SUITE(tiff_compressions)

BOOST_AUTO_TEST_CASE(give_what_was_written)
{
    for (tiff_kind const& kind : all_kinds()) {
        // What these make of the samples is another test's concern.
        bool const is_rgb = kind.photometric == PHOTOMETRIC_RGB ||
                            (kind.photometric == PHOTOMETRIC_YCBCR && kind.compression == COMPRESSION_JPEG);
        if (!is_rgb && kind.photometric > PHOTOMETRIC_MINISBLACK)
            continue;
        BOOST_TEST_CONTEXT(kind)
        {
            picture const made = picture_of(outcome_of_tiff(written(kind)));
            double worst = 0;
            std::size_t at = 0;
            for (unsigned y = 0; y != height; ++y) {
                for (unsigned x = 0; x != width; ++x) {
                    for (unsigned c = 0; c != static_cast<unsigned>(made.channels); ++c, ++at) {
                        double expected = value(x, y, c);
                        if (kind.bits == 1)
                            expected = std::round(expected);
                        if (kind.photometric == PHOTOMETRIC_MINISWHITE)
                            expected = 1 - expected;
                        if (kind.format == SAMPLEFORMAT_IEEEFP)
                            expected = 1.055 * std::pow(expected, 1 / 2.4) - 0.055;
                        worst = std::max(worst, std::abs(expected - double(made.samples.at(at))));
                    }
                }
            }
            BOOST_TEST(worst < (kind.compression == COMPRESSION_JPEG ? 12.0 / 255 : 1.0 / 255));
        }
    }
}

BOOST_AUTO_TEST_CASE(cut_short_are_errors)
{
    standard_error const silence;
    for (tiff_kind const& kind : all_kinds()) {
        bytes const contents = written(kind);
        picture const all = picture_of(outcome_of_tiff(contents));
        for (std::size_t const percent : {10u, 50u, 90u}) {
            BOOST_TEST_CONTEXT(kind << ", cut to " << percent << " %")
            {
                // The directory is at the end: of the file with it, the pixels are cut instead.
                bytes cut(contents.begin(),
                          contents.begin() + static_cast<std::ptrdiff_t>(contents.size() * percent / 100));
                BOOST_TEST(!outcome_of_tiff(cut).reason.empty());
            }
        }
    }
    BOOST_TEST(silence.is_empty());
}

BOOST_AUTO_TEST_CASE(damaged_anywhere_are_pictures_or_errors)
{
    for (tiff_kind const& kind : all_kinds()) {
        BOOST_TEST_CONTEXT(kind)
        check_damaged(decode_tiff, written(kind));
    }
}

BOOST_AUTO_TEST_CASE(with_other_tags_are_pictures_or_errors)
{
    standard_error const silence;
    std::mt19937 random(2026);
    for (tiff_kind const& kind : all_kinds()) {
        bytes const contents = written(kind);
        for (int round = 0; round != 60; ++round) {
            outcome const made = outcome_of_tiff(with_other_tags(contents, random));
            BOOST_TEST((made.image || !made.reason.empty()));
        }
    }
    BOOST_TEST(silence.is_empty());
}

/// For the next one, which runs it with a file to write to.
BOOST_AUTO_TEST_CASE(write_their_pictures)
{
    char const* const path = std::getenv("GENPOOL_TEST_OUTPUT");
    if (!path)
        return;
    boost::filesystem::ofstream output(path);
    std::mt19937 random(2026);
    for (tiff_kind const& kind : all_kinds()) {
        bytes const contents = written(kind);
        bytes more = contents; // than what is cut short
        more.resize(contents.size() * 9 / 10);
        for (bytes const& variant : {contents, more, with_other_tags(contents, random)}) {
            outcome const made = outcome_of_tiff(variant);
            output << made.reason << '\n';
            if (made.image)
                output.write(reinterpret_cast<char const*>(made.image->samples.data()),
                             static_cast<std::streamsize>(made.image->samples.size() * sizeof(float)));
        }
    }
    BOOST_TEST(output.good());
}

BOOST_AUTO_TEST_CASE(are_the_same_whatever_was_in_memory)
{
    temporary_tree const tree;
    auto const pictures_with = [&](std::string const& fill) {
        auto const path = tree / fill;
        std::vector<std::string> environment{"GENPOOL_TEST_OUTPUT=" + path.string(),
                                             "MALLOC_PERTURB_=" + fill};
        for (char** variable = environ; *variable; ++variable)
            environment.emplace_back(*variable);
        run_self("--run_test=tiff_compressions/write_their_pictures", environment);
        return contents_of(path);
    };
    bytes const some = pictures_with("85");
    BOOST_TEST(some.size() > 1000000u);
    BOOST_TEST((some == pictures_with("170")));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_tiff_compressions_tests
