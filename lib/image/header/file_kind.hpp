// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "header.hpp"
#include "header_view.hpp"
#include <genpool/image/probe.hpp>

#include <vector>

namespace genpool::image
{

/// What can be read of a kind of file.
struct file_kind
{
    image_format format;
    header (*take)(std::vector<unsigned char>&);
    void (*describe)(header_view const&, image_info&);
};

/// The kind of a file that begins like this; throws when it is none of those that are known.
file_kind kind_of(byte_view const& beginning);

// One for each format. They leave what is the same for all to their caller.
void describe_jpeg(header_view const& file, image_info& found);
void describe_png(header_view const& file, image_info& found);
void describe_webp(header_view const& file, image_info& found);
void describe_tiff(header_view const& file, image_info& found);
void describe_openexr(header_view const& file, image_info& found);

} // namespace genpool::image
