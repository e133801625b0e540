// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

namespace genpool::image
{

/// What it does: makes OpenImageIO fit to be called from many threads at once. Its own threads are turned
/// off, since a program that maps over images is parallel across images; it never hands a file to other
/// readers than the one asked for, which can hang every thread of the process; and its list of plugins is
/// loaded now. These settings belong to the whole process, so the application makes this call, not the
/// library: once, before the pool starts. Calling it again does no harm. Where OpenImageIO is not loaded yet,
/// all this is done as soon as an image needs it.
///
/// Errors: `std::runtime_error` when OpenImageIO refuses one of the settings that it must have, or cannot be
///   loaded; where an image needs it later, that is the error of the image.
/// Object lifetimes: OpenImageIO may be loaded after the program's static objects were made, and so is destroyed
///   before them: a pool that makes thumbnails must be joined before `main` ends or `exit` is called.
/// Thread safety: unsafe while another thread uses OpenImageIO.
void configure();

} // namespace genpool::image
