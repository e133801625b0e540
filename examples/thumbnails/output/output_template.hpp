// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../job/request.hpp"

#include <boost/filesystem/path.hpp>

#include <string>
#include <string_view>

namespace thumbnails
{

/// An image that was found or named.
struct input
{
    boost::filesystem::path image;
    boost::filesystem::path
        relative; ///< below the directory in which it was found: the name alone if it was named
    bool is_named = false;
};

/// Where thumbnails go: a directory, or a pattern with these in braces: `dir` (the directory of the image), `rel` (that
/// below the directory that was searched), `name` (of the image), `stem` (the name without its extension) and `size`.
/// The extension comes after it.
///
/// It begins with a directory, OUTPUT, or with `{dir}/` and the name of one, so that it can be told what is output:
/// that must never be read.
class output_template
{
public:
    /// Throws `std::invalid_argument` when it is no pattern.
    explicit output_template(std::string pattern);

    /// OUTPUT; empty where each directory of images has one of its own.
    boost::filesystem::path const& root() const { return root_; }

    /// Its name, where each directory of images has one of its own.
    std::string const& local() const { return local_; }

    /// Whether two images whose paths below their directories differ may come to the same thumbnail.
    bool may_collide() const { return may_collide_; }

    /// `several`: that there are sizes to be told apart.
    target place(input const& of, std::string_view size, bool several) const;

private:
    std::string pattern_; ///< empty for a directory
    boost::filesystem::path root_;
    std::string local_;
    bool may_collide_ = false;
};

} // namespace thumbnails
