// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <string>
#include <string_view>

namespace genpool::image
{

/// Which pictures may change their size.
enum class scaling : unsigned char
{
    shrink,  ///< larger ones; smaller ones stay as they are
    enlarge, ///< smaller ones; larger ones stay as they are
    both
};

/// How a picture of another aspect is put into a width and a height.
enum class fitting : unsigned char
{
    inside, ///< it has at most both, and keeps its aspect
    cover,  ///< it has at least both, and keeps its aspect
    exact   ///< it has both, and its aspect is changed
};

/// What it does: says how large a thumbnail becomes. An aggregate, and what a number is converted to: `256` is at most
/// that on both sides.
///
/// Parameters:
/// - `width`, `height`: in pixels, as the picture is seen, so after it was turned upright. 0: as the aspect gives it; not
///   both. At most 65500.
/// Thread safety: distinct objects: safe. Shared objects: unsafe.
struct geometry
{
    geometry(int side = 256) : width(side), height(side) {}
    geometry(int across, int down, fitting how = fitting::inside, scaling which = scaling::shrink)
        : width(across), height(down), fit(how), scale(which)
    {}

    int width;
    int height;
    fitting fit = fitting::inside;
    scaling scale = scaling::shrink;

    bool operator==(geometry const&) const = default;
};

/// What it does: reads a geometry as people write it for other tools: `W` (at most that on both sides), `WxH`, `Wx` or
/// `xH` (the other side as the aspect gives it), and after that any of `^` (at least that large), `!` (exactly that
/// large, whatever the aspect), `>` (smaller pictures stay as they are, which is so anyway), `<` (larger ones stay as
/// they are), and `<>` (both are changed). A picture is enlarged by `<` and by a `!` without `>`, and by nothing else.
///
/// Errors: `std::invalid_argument`, which quotes the text.
/// Thread safety: safe.
geometry parse_geometry(std::string_view text);

/// What it does: writes a geometry as `parse_geometry` reads it.
///
/// Thread safety: safe.
std::string to_string(geometry const& size);

} // namespace genpool::image
