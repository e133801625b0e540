// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// For b2, and for systems whose loader does not say where a library was found: OpenImageIO is loaded with the program.
#include "openimageio.hpp"
#include <genpool/image/configure.hpp>

namespace genpool::image
{

openimageio_part const& openimageio() { return genpool_openimageio; }

void configure() { openimageio().configure(); }

} // namespace genpool::image
