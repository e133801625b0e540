// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/generator.hpp>

#include "../command_line/command_line.hpp"
#include "../output/border.hpp"

#include <boost/system/error_code.hpp>

#include <functional>
#include <string>

namespace thumbnails
{

/// Told of what cannot be walked or listed, on whatever thread walks.
using on_problem = std::function<void(boost::filesystem::path const&, std::string const&)>;

/// The directories among what was named.
std::vector<boost::filesystem::path> directories_of(input_options const& given);

/// What separates the images from OUTPUT.
border border_of(command_line const& given);

/// The files that look like images, lazily, without those of OUTPUT, whatever leads to them; then those that were named,
/// whatever they look like; then those that a list names. `given` must live as long.
genpool::generator<input> inputs(command_line const& given, on_problem problem);

} // namespace thumbnails
