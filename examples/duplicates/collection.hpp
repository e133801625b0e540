// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "groups.hpp"

#include <cstddef>
#include <map>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace duplicates
{

/// The pictures that were found, each file once: a link and what it leads to are one picture, as are several names of
/// one file.
class collection
{
public:
    void add(picture&& one);

    /// All of them. Of the names of one file the first that is no symbolic link, or the first.
    std::vector<picture> take() { return std::move(pictures_); }

private:
    std::vector<picture> pictures_;
    std::map<std::pair<dev_t, ino_t>, std::size_t> places_;
};

} // namespace duplicates
