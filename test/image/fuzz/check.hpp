// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

// What must hold of genpool's own parsers, whatever the bytes are. What does not ends the program, as libFuzzer wants it.

#include "../../../lib/image/header/file_kind.hpp"

#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

namespace genpool::test
{

using bytes = std::vector<unsigned char>;

/// Says what does not hold, and ends the program.
void require(bool holds, char const* what);

/// False when `call` throws what damaged files may be answered by; anything else that it throws ends the program.
template <class Call>
bool succeeds(Call call)
{
    try {
        call();
        return true;
    } catch (std::runtime_error const&) {
        return false;
    }
}

/// Of a format: it throws nothing but errors, tells the same of a file as of memory, and leaves no metadata behind it.
void check_format(image::file_kind const& kind, std::span<unsigned char const> input);

/// Of what was taken out of a file: it can be told of and passed on.
void check_metadata(image::header const& head);

/// Of EXIF: it has an orientation that exists, and none once it was made upright.
void check_exif(std::span<unsigned char const> exif);

/// Of a colour profile: it is of use or not, and converting by it does no harm.
void check_profile(std::span<unsigned char const> profile);

} // namespace genpool::test
