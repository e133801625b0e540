// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../../../lib/image/decode.hpp"
#include "images.hpp"

#include <cstdio>
#include <functional>
#include <optional>

namespace genpool::test
{

/// The picture, or why there is none; neither when it is left to OpenImageIO.
struct outcome
{
    std::optional<image::picture> image;
    std::string reason;
};

using decoder = std::function<std::optional<image::pictures>(bytes const&, image::header&,
                                                             image::limits const&, int size)>;

outcome outcome_of(decoder const& decode, bytes contents, int size, image::limits const& bounds = {});

/// What OpenImageIO alone makes of it.
outcome whole(bytes const& contents, int size);

/// Requires that there is one.
image::picture picture_of(outcome const& made);

/// Requires that `decode` makes of `contents` what OpenImageIO does, to the bit.
void check_same(decoder const& decode, bytes const& contents, int size);

/// How much alike two pictures of the same size are, in dB.
double psnr(image::picture const& a, image::picture const& b);

/// Catches what is written on standard error.
class standard_error
{
public:
    standard_error();
    ~standard_error();

    standard_error(standard_error const&) = delete;
    standard_error& operator=(standard_error const&) = delete;

    bool is_empty() const;

private:
    int before_;
    std::FILE* file_;
};

/// Cuts the file in many places, and requires that each time there is an error, unless all of the picture
/// came before the cut, and that nothing is written on standard error.
void check_cut(decoder const& decode, bytes const& contents, bool is_silent = true);

/// Changes the file in many places, and requires that each time there is a whole picture, an error, or a file
/// that is left to OpenImageIO, and that nothing is written on standard error.
void check_damaged(decoder const& decode, bytes const& contents, bool is_silent = true);

} // namespace genpool::test
