// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "file_kind.hpp"

#include <boost/filesystem/path.hpp>

#include <cstdint>
#include <string>

namespace samples
{

/// What one image of the set is to be like.
struct sample
{
    std::string name; ///< of its file
    file_kind kind = {};
    int width = 0; ///< as a viewer shows it
    int height = 0;
    int orientation = 1; ///< how the stored picture lies, as EXIF numbers it
    bool has_compass = false;
    unsigned scene = 0;
    std::uint32_t seed = 0;
};

/// The image number `index` of the set, always the same.
sample sample_at(std::uint32_t index);

/// Draws it and writes it into `directory`; throws when that fails.
void write(sample const& wanted, boost::filesystem::path const& directory);

} // namespace samples
