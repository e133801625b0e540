// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "output_template.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace fs = boost::filesystem;

namespace thumbnails
{
namespace
{

constexpr std::array<std::string_view, 5> fields{"dir", "rel", "name", "stem", "size"};

[[noreturn]] void refuse(std::string_view pattern, char const* why)
{
    throw std::invalid_argument(std::string(pattern) + ": " + why);
}

/// Calls text(part) and field(name) for what the pattern is made of.
template <class Text, class Field>
void for_parts(std::string_view pattern, Text text, Field field)
{
    for (std::string_view rest = pattern; !rest.empty();) {
        std::size_t const begin = rest.find('{');
        text(rest.substr(0, begin));
        if (begin == std::string_view::npos)
            return;
        std::size_t const end = rest.find('}', begin);
        if (end == std::string_view::npos)
            refuse(pattern, "a { without its }");
        field(rest.substr(begin + 1, end - begin - 1));
        rest.remove_prefix(end + 1);
    }
}

/// A size without what files should not be called.
std::string plain(std::string_view size)
{
    std::string kept;
    std::ranges::copy_if(size, std::back_inserter(kept),
                         [](char c) { return (c >= '0' && c <= '9') || c == 'x'; });
    return kept;
}

std::string directory_or_here(fs::path const& path)
{
    return path.empty() ? std::string(".") : path.string();
}

} // namespace

output_template::output_template(std::string pattern)
{
    std::size_t const brace = pattern.find('{');
    if (brace == std::string::npos) {
        root_ = pattern;
        return;
    }
    for (std::string_view const end : {".{ext}", "{ext}"}) {
        if (pattern.ends_with(end))
            pattern.resize(pattern.size() - end.size());
    }
    bool has_name = false;
    bool has_directory = false;
    for_parts(
        pattern, [](std::string_view) {},
        [&](std::string_view name) {
            if (std::ranges::find(fields, name) == fields.end())
                refuse(pattern, "in braces are dir, rel, name, stem, size, and at the end ext");
            has_name = has_name || name == "name";
            has_directory = has_directory || name == "rel";
        });
    constexpr std::string_view beside = "{dir}/";
    if (pattern.starts_with(beside)) {
        std::size_t const end = pattern.find('/', beside.size());
        local_ = pattern.substr(beside.size(), end - beside.size());
        if (end == std::string::npos || local_.empty() || local_ == "." || local_ == ".." ||
            local_.find('{') != std::string::npos)
            refuse(pattern, "after {dir}/ there must be the name of a directory, and a /");
    } else {
        std::size_t const end = pattern.rfind('/', brace);
        if (end == std::string::npos)
            refuse(pattern, "it must begin with a directory and a /, or with {dir}/, and the name of one");
        root_ = pattern.substr(0, std::max<std::size_t>(end, 1));
        if (pattern.find("{dir}") != std::string::npos)
            refuse(pattern, "{dir} can only be at the beginning");
    }
    if (pattern.ends_with('/'))
        refuse(pattern, "after the last / there must be a name");
    may_collide_ = !has_name || (local_.empty() && !has_directory);
    pattern_ = std::move(pattern);
}

target output_template::place(input const& of, std::string_view size, bool several) const
{
    std::string const name = of.image.filename().string();
    if (pattern_.empty())
        return {(root_ / of.relative.parent_path()).string(), several ? name + '-' + plain(size) : name};
    std::string path;
    for_parts(
        pattern_, [&](std::string_view text) { path += text; },
        [&](std::string_view field) {
            if (field == "dir")
                path += directory_or_here(of.image.parent_path());
            else if (field == "rel")
                path += directory_or_here(of.relative.parent_path());
            else if (field == "name")
                path += name;
            else if (field == "stem")
                path += of.image.stem().string();
            else
                path += plain(size);
        });
    std::size_t const slash = path.rfind('/');
    return {path.substr(0, std::max<std::size_t>(slash, 1)), path.substr(slash + 1)};
}

} // namespace thumbnails
