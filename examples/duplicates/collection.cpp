// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "collection.hpp"

#include <boost/filesystem/operations.hpp>

#include <sys/stat.h>

namespace fs = boost::filesystem;

namespace duplicates
{

void collection::add(picture&& one)
{
    struct stat status;
    if (::stat(one.path.c_str(), &status) != 0) { // it has gone meanwhile
        pictures_.push_back(std::move(one));
        return;
    }
    auto const [known, is_new] =
        places_.try_emplace(std::pair(status.st_dev, status.st_ino), pictures_.size());
    boost::system::error_code error;
    if (is_new)
        pictures_.push_back(std::move(one));
    else if (picture& there = pictures_[known->second];
             fs::is_symlink(there.path, error) && !fs::is_symlink(one.path, error))
        there = std::move(one);
}

} // namespace duplicates
