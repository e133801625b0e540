// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "images.hpp"

#include "../../../examples/samples/file_kind.hpp"
#include <genpool/image/configure.hpp>
#include <genpool/image/encode.hpp>

#include <OpenImageIO/filesystem.h>
#include <boost/crc.hpp>
#include <boost/filesystem/fstream.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>

namespace genpool::test
{
namespace
{

/// Lets every test of a program use OpenImageIO.
struct image_setup
{
    image_setup() { image::configure(); }
};
BOOST_TEST_GLOBAL_FIXTURE(image_setup);

} // namespace

float gradient(float x, float y, int c)
{
    float const base = c == 0 ? x : c == 1 ? y : 1 - x;
    return 0.1f + 0.7f * base + 0.05f * std::sin(x * 90) * std::sin(y * 70);
}

OIIO::ImageSpec spec(int width, int height, int channels, OIIO::TypeDesc type)
{
    return samples::spec(width, height, channels, type);
}

bytes encoded(std::string const& format, OIIO::ImageSpec const& made, painter const& paint)
{
    return image::encode(format, made, [&](int row, std::span<float> samples) {
        auto const channels = static_cast<std::size_t>(made.nchannels);
        for (std::size_t n = 0; n != samples.size(); ++n) {
            float const x = (static_cast<float>(n / channels) + 0.5f) / static_cast<float>(made.width);
            float const y = (static_cast<float>(row) + 0.5f) / static_cast<float>(made.height);
            samples[n] = paint(x, y, static_cast<int>(n % channels));
        }
    });
}

void collect(bytes const& contents)
{
    char const* const directory = std::getenv("GENPOOL_TEST_COLLECT");
    if (!directory)
        return;
    boost::crc_32_type sum;
    sum.process_bytes(contents.data(), contents.size());
    boost::filesystem::ofstream output(boost::filesystem::path(directory) / std::to_string(sum.checksum()),
                                       std::ios::binary);
    output.write(reinterpret_cast<char const*>(contents.data()),
                 static_cast<std::streamsize>(contents.size()));
}

boost::filesystem::path file(temporary_tree const& tree, std::string_view name, bytes const& contents)
{
    collect(contents);
    boost::filesystem::path const path = tree / name;
    boost::filesystem::ofstream output(path, std::ios::binary);
    output.write(reinterpret_cast<char const*>(contents.data()),
                 static_cast<std::streamsize>(contents.size()));
    BOOST_REQUIRE(output.flush());
    return path;
}

bytes contents_of(boost::filesystem::path const& path)
{
    boost::filesystem::ifstream input(path, std::ios::binary);
    BOOST_REQUIRE(input);
    return bytes(std::istreambuf_iterator<char>(input), {});
}

decoded decode(bytes const& contents)
{
    OIIO::Filesystem::IOMemReader memory(contents.data(), contents.size());
    auto const input = OIIO::ImageInput::create(contents.at(0) == 0xFF ? "jpeg" : "png");
    OIIO::ImageSpec wishes;
    wishes.attribute("oiio:UnassociatedAlpha", 1);
    decoded result;
    BOOST_REQUIRE(input && input->set_ioproxy(&memory) && input->open("image", result.spec, wishes));
    result.samples.resize(result.spec.image_pixels() * static_cast<std::size_t>(result.spec.nchannels));
    BOOST_REQUIRE(
        input->read_image(0, 0, 0, result.spec.nchannels, OIIO::TypeDesc::FLOAT, result.samples.data()));
    return result;
}

bool contains(bytes const& contents, std::string_view text)
{
    return std::string_view(reinterpret_cast<char const*>(contents.data()), contents.size()).find(text) !=
           std::string_view::npos;
}

void append(bytes& to, std::string_view text) { std::ranges::copy(text, std::back_inserter(to)); }

void append(bytes& to, std::span<unsigned char const> more)
{
    std::ranges::copy(more, std::back_inserter(to));
}

bytes inserted(bytes const& whole, std::size_t at, bytes const& part)
{
    bytes result;
    append(result, std::span(whole).first(at));
    append(result, part);
    append(result, std::span(whole).subspan(at));
    return result;
}

void append_number(bytes& to, std::uint32_t value, int size)
{
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8)
        to.push_back(static_cast<unsigned char>(value >> shift));
}

bytes png_chunk(std::string_view type, bytes const& data)
{
    bytes chunk;
    append_number(chunk, static_cast<std::uint32_t>(data.size()));
    append(chunk, type);
    append(chunk, data);
    boost::crc_32_type sum;
    sum.process_bytes(chunk.data() + 4, chunk.size() - 4);
    append_number(chunk, sum.checksum());
    return chunk;
}

bytes with_chunk(bytes const& png, std::string_view type, bytes const& data)
{
    return inserted(png, 33, png_chunk(type, data));
}

bytes jpeg_segment(int marker, bytes const& data)
{
    bytes segment;
    append_number(segment, 0xFF00u | static_cast<unsigned>(marker), 2);
    append_number(segment, static_cast<std::uint32_t>(data.size() + 2), 2);
    append(segment, data);
    return segment;
}

bytes with_segment(bytes const& jpeg, int marker, bytes const& data)
{
    return inserted(jpeg, 2, jpeg_segment(marker, data));
}

bytes exif_with_orientation(int orientation)
{
    bytes exif;
    append(exif, std::string_view("MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1", 18));
    append_number(exif, static_cast<std::uint32_t>(orientation), 2);
    append_number(exif, 0, 2);
    append_number(exif, 0);
    return exif;
}

bytes icc_profile(std::vector<icc_tag> const& tags, std::string_view space)
{
    bytes profile(128);
    append_number(profile, static_cast<std::uint32_t>(tags.size()));
    std::size_t at = 132 + 12 * tags.size();
    for (icc_tag const& tag : tags) {
        append(profile, tag.name);
        append_number(profile, static_cast<std::uint32_t>(at));
        append_number(profile,
                      tag.claimed_size ? tag.claimed_size : static_cast<std::uint32_t>(tag.data.size()));
        at += tag.data.size();
    }
    for (icc_tag const& tag : tags)
        append(profile, tag.data);
    bytes size;
    append_number(size, static_cast<std::uint32_t>(profile.size()));
    std::ranges::copy(size, profile.begin());
    std::ranges::copy(std::string_view("mntr"), profile.begin() + 12);
    std::ranges::copy(space, profile.begin() + 16);
    std::ranges::copy(std::string_view("XYZ "), profile.begin() + 20);
    std::ranges::copy(std::string_view("acsp"), profile.begin() + 36);
    profile[8] = 2;
    return profile;
}

bytes good_profile()
{
    return icc_profile({{"desc", std::string("desc\0\0\0\0\0\0\0\5good\0", 17)},
                        {"cprt", std::string("text\0\0\0\0nobody\0", 15)}});
}

bytes icc_segment(bytes const& profile)
{
    bytes segment;
    append(segment, std::string_view("ICC_PROFILE\0\1\1", 14));
    append(segment, profile);
    return segment;
}

bytes icc_chunk(bytes const& profile)
{
    bytes chunk;
    append(chunk, std::string_view("profile\0\0\x78\x01\x01", 12));
    auto const size = static_cast<unsigned>(profile.size());
    for (unsigned const part : {size, size >> 8, ~size, ~size >> 8})
        chunk.push_back(static_cast<unsigned char>(part));
    append(chunk, profile);
    std::uint32_t low = 1; // Adler's checksum
    std::uint32_t high = 0;
    for (unsigned char const value : profile) {
        low = (low + value) % 65521;
        high = (high + low) % 65521;
    }
    append_number(chunk, high << 16 | low);
    return chunk;
}

std::string reason_of(boost::filesystem::path const& path, image::thumbnail_options const& options)
{
    try {
        image::make_thumbnail(path, options);
    } catch (image::image_error const& error) {
        BOOST_TEST(error.file() == path);
        BOOST_TEST(error.what() == path.string() + ": " + error.reason());
        return error.reason();
    }
    BOOST_FAIL("a thumbnail of " << path);
    return {};
}

} // namespace genpool::test
