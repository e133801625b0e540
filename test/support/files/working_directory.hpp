// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/filesystem/operations.hpp>
#include <boost/filesystem/path.hpp>

namespace genpool::test
{

/// Changes the working directory, and back.
class working_directory
{
public:
    explicit working_directory(boost::filesystem::path const& path) { boost::filesystem::current_path(path); }
    working_directory(working_directory const&) = delete;
    working_directory& operator=(working_directory const&) = delete;
    ~working_directory() { boost::filesystem::current_path(before_); }

private:
    boost::filesystem::path before_ = boost::filesystem::current_path();
};

} // namespace genpool::test
