// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "openimageio.hpp"

#include <OpenImageIO/imageio.h>

#include <stdexcept>
#include <string>

namespace genpool::image
{

void openimageio_part::configure() const
{
    // With threads of its own, OpenImageIO decodes TIFF into buffers that an error frees under their feet.
    // -1, not 1, takes OpenEXR's pool away: with 1 the callers would queue for its only thread.
    bool const required = OIIO::attribute("threads", 1) && OIIO::attribute("exr_threads", -1);
    if (!required)
        throw std::runtime_error("OpenImageIO cannot be told to start no threads: " + OIIO::geterror());

    // Not every version knows all of these, and none needs them to be safe: an unknown one is passed over.
    OIIO::attribute("tiff:multithread", 0);
    OIIO::attribute("try_all_readers", 0);
    OIIO::attribute("oiio:print_uncaught_errors", 0);
    OIIO::attribute("imagebuf:print_uncaught_errors", 0);

    std::string plugins;
    OIIO::getattribute("extension_list", plugins); // loads the list of plugins
    (void)OIIO::geterror();
}

openimageio_part const genpool_openimageio{};

} // namespace genpool::image
