// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <OpenImageIO/imagebuf.h>
#include <OpenImageIO/imagebufalgo.h>
#include <OpenImageIO/imageio.h>
#include <boost/algorithm/string/erase.hpp>
#include <boost/algorithm/string/trim.hpp>

#include <algorithm>
#include <string>

/// What differs between the versions of OpenImageIO, all in this one place.
namespace genpool::image
{

/// Fills `to`, which wraps memory, with what is in `from` at another size.
inline bool resize(OIIO::ImageBuf& to, OIIO::ImageBuf const& from)
{
    constexpr int threads = 1;
#if OIIO_VERSION >= OIIO_MAKE_VERSION(3, 0, 0)
    return OIIO::ImageBufAlgo::resize(to, from, {{"filtername", "lanczos3"}}, {}, threads);
#else
    return OIIO::ImageBufAlgo::resize(to, from, "lanczos3", 0.0f, {}, threads);
#endif
}

/// What OpenImageIO is told that a file is called: the name is its user's business.
inline constexpr char const* stand_in_name = "image";

/// What went wrong in `object`, on one line; it must be asked on the thread that made the failing call.
template <class T>
std::string error_of(T& object)
{
    std::string text = object.geterror();
    boost::algorithm::erase_all(text, " (\"image\")");
    boost::algorithm::erase_all(text, " \"image\"");
    boost::algorithm::trim(text);
    std::ranges::replace(text, '\n', ' ');
    return text;
}

} // namespace genpool::image
