// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "check.hpp"

#include "../../../lib/image/colour/icc.hpp"
#include "../../../lib/image/colour/ink_profile.hpp"
#include "../../../lib/image/metadata/exif.hpp"
#include "../../../lib/image/metadata/metadata.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <sys/mman.h>
#include <unistd.h>

namespace genpool::test
{
namespace
{

using image::header;
using image::image_info;

/// A file in memory with these contents, the same one each time.
int file_with(std::span<unsigned char const> contents)
{
    static int const file = ::memfd_create("input", MFD_CLOEXEC);
    require(::ftruncate(file, 0) == 0 &&
                ::pwrite(file, contents.data(), contents.size(), 0) == static_cast<ssize_t>(contents.size()),
            "a file in memory can be written");
    return file;
}

bool are_same(image_info const& a, image_info const& b)
{
    return a.width == b.width && a.height == b.height && a.channels == b.channels && a.bits == b.bits &&
           a.has_alpha == b.has_alpha && a.has_palette == b.has_palette && a.has_profile == b.has_profile &&
           a.orientation == b.orientation && a.pages == b.pages;
}

void check_described(image::file_kind const& kind, std::span<unsigned char const> input)
{
    image_info of_memory, of_file;
    bool const in_memory = succeeds([&] { kind.describe(image::header_view(input), of_memory); });
    image::header_view const file(file_with(input), input.size());
    bool const in_file = succeeds([&] { kind.describe(file, of_file); });
    require(in_memory == in_file && (!in_memory || are_same(of_memory, of_file)),
            "the same is told of a file as of memory");
    require(!in_memory || (of_memory.orientation >= 1 && of_memory.orientation <= 8),
            "what is told has an orientation that exists");
}

void check_taken(image::file_kind const& kind, std::span<unsigned char const> input)
{
    bytes contents(input.begin(), input.end());
    header head;
    if (!succeeds([&] { head = kind.take(contents); }))
        return;
    require(head.orientation >= 1 && head.orientation <= 8, "what is taken has an orientation that exists");
    require(contents.size() <= input.size(), "nothing is added");
    check_metadata(head);

    header again;
    require(succeeds([&] { again = kind.take(contents); }), "what is left is a file of that format");
    require(again.width == head.width && again.height == head.height, "what is left has the size");
    require(again.icc_profile.empty() && again.exif.empty() && again.xmp.empty(),
            "what is left has no metadata");
}

} // namespace

void require(bool holds, char const* what)
{
    if (holds)
        return;
    std::fprintf(stderr, "FAILED: %s\n", what);
    std::abort();
}

void check_format(image::file_kind const& kind, std::span<unsigned char const> input)
{
    check_described(kind, input);
    check_taken(kind, input);
}

void check_metadata(header const& head)
{
    check_exif(head.exif);
    for (int const colours : {1, 3})
        image::is_usable_profile(head.icc_profile, colours);
}

void check_exif(std::span<unsigned char const> exif)
{
    int const orientation = image::exif_orientation(exif);
    require(orientation >= 1 && orientation <= 8, "EXIF has an orientation that exists");
    bytes const upright = image::upright_exif({exif.begin(), exif.end()});
    require(upright.empty() || upright.size() == exif.size(), "EXIF keeps its size, or is left out");
    require(image::exif_orientation(upright) == 1,
            "EXIF that was made upright tells of no other orientation");
}

void check_profile(std::span<unsigned char const> profile)
{
    bool const is_of_rgb = image::is_usable_profile(profile, 3);
    require(!is_of_rgb || !image::is_usable_profile(profile, 1), "a profile is of RGB or of grey");
    constexpr std::array before{0.1f, 0.5f, 0.9f};
    std::array<float, 3> after{};
    if (is_of_rgb)
        image::convert_colours(profile, 3, before, after);
}

} // namespace genpool::test
