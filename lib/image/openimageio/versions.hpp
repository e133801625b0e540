// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <OpenImageIO/imageio.h>
#include <boost/algorithm/string/erase.hpp>
#include <boost/algorithm/string/trim.hpp>

#include <algorithm>
#include <string>

/// What differs between the versions of OpenImageIO, all in this one place.
namespace genpool::image
{

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
