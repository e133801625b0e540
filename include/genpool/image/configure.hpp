// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

namespace genpool::image
{

/// What it does: makes OpenImageIO fit to be called from many threads at once. Its own threads are turned
/// off, since a program that maps over images is parallel across images; it never hands a file to other
/// readers than the one asked for, which can hang every thread of the process; and its list of plugins is
/// loaded now. These settings belong to the whole process, so the application makes this call, not the
/// library: once, before the pool starts. Calling it again does no harm.
///
/// Errors: `std::runtime_error` when OpenImageIO refuses one of the settings that it must have.
/// Thread safety: unsafe while another thread uses OpenImageIO.
void configure();

} // namespace genpool::image
