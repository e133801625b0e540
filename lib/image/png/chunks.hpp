// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <string_view>

namespace genpool::image
{

/// What is before XMP in its chunk: the name of the text, that it is not packed, and no language.
inline constexpr std::string_view png_xmp_start("XML:com.adobe.xmp\0\0\0\0\0", 22);

} // namespace genpool::image
