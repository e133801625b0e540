// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "set.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace genpool::test
{
namespace
{

constexpr std::size_t header_bytes = 300;

bytes first_bytes(bytes const& whole, std::size_t count)
{
    return bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(std::min(count, whole.size())));
}

std::size_t any(std::mt19937& random, std::size_t below) { return random() % below; }

/// With one to eight bits changed, in the header or anywhere.
bytes with_flipped_bits(bytes contents, bool in_header, std::mt19937& random)
{
    std::size_t const range = in_header ? std::min(contents.size(), header_bytes) : contents.size();
    for (std::size_t left = 1 + any(random, 8); left != 0; --left) {
        unsigned char& changed = contents[any(random, range)];
        changed = static_cast<unsigned char>(changed ^ 1u << any(random, 8));
    }
    return contents;
}

/// With a piece in the midst of it that is something else.
bytes with_noise(bytes contents, std::mt19937& random)
{
    std::size_t const begin = any(random, contents.size());
    std::size_t const end = std::min(contents.size(), begin + 1 + any(random, 200));
    std::generate(contents.begin() + static_cast<std::ptrdiff_t>(begin),
                  contents.begin() + static_cast<std::ptrdiff_t>(end),
                  [&] { return static_cast<unsigned char>(random()); });
    return contents;
}

} // namespace

std::vector<hostile_file> damaged_files(std::mt19937& random)
{
    std::vector<hostile_file> files;
    for (std::uint32_t kind = 0; kind != kinds_of_files; ++kind) {
        hostile_file const good = good_file(kind);
        auto const add = [&](std::string const& what, bytes contents, verdict expected) {
            files.push_back({what + '-' + good.name, std::move(contents), expected});
        };
        add("empty", {}, verdict::refused);
        add("16-bytes", first_bytes(good.contents, 16), verdict::refused);
        for (std::size_t const percent : {10u, 50u, 90u})
            add("cut-at-" + std::to_string(percent),
                first_bytes(good.contents, good.contents.size() * percent / 100), verdict::refused);
        for (int n = 0; n != 9; ++n) {
            std::string const number = std::to_string(n);
            add("bits-" + number, with_flipped_bits(good.contents, false, random), verdict::either);
            add("header-bits-" + number, with_flipped_bits(good.contents, true, random), verdict::either);
        }
        for (int n = 0; n != 4; ++n)
            add("noise-" + std::to_string(n), with_noise(good.contents, random), verdict::either);
        for (char const* const extension : {".jpg", ".png", ".webp", ".tif", ".exr"}) {
            if (!good.name.ends_with(extension))
                files.push_back({"called-" + good.name + extension, good.contents, verdict::readable});
        }
    }
    return files;
}

} // namespace genpool::test
