// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../failing.hpp"
#include "../file_io/regular_file.hpp"
#include "file_kind.hpp"
#include <genpool/image/probe.hpp>

namespace genpool::image
{
namespace
{

image_info describe(header_view const& file)
{
    constexpr std::uint64_t longest_signature = 16;
    file_kind const kind = kind_of(file.up_to(0, longest_signature));
    image_info found;
    found.format = kind.format;
    found.file_bytes = file.size();
    kind.describe(file, found);
    return found;
}

} // namespace

image_info probe(boost::filesystem::path const& file)
{
    return failing_as(file, [&] {
        regular_file const opened(file);
        return describe(header_view(opened.get(), opened.size()));
    });
}

image_info probe(std::span<unsigned char const> file)
{
    return failing_as({}, [&] { return describe(header_view(file)); });
}

} // namespace genpool::image
