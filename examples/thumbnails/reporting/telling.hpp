// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../job/job.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace thumbnails
{

/// What there is to tell of one image, or of a directory that cannot be read.
struct told
{
    boost::filesystem::path const& image;
    std::string const& problem; ///< empty: it did not fail
    outcome const* made;        ///< null: it failed
};

/// How many images have been told of.
struct totals
{
    std::size_t done = 0; ///< made, or planned in a dry run
    std::size_t up_to_date = 0;
    std::size_t failed = 0;
    std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();

    std::size_t all() const { return done + up_to_date + failed; }
    double seconds() const
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }
    double rate() const { return static_cast<double>(all()) / seconds(); }
};

/// Tells somebody of a run. Used on the main thread alone.
class teller
{
public:
    virtual ~teller() = default;
    virtual void tell(told const& one, totals const& so_far) = 0;
    virtual void end(totals const& all) = 0;
};

/// Those that were asked for, without what is told on standard error.
std::vector<std::unique_ptr<teller>> tellers(command_line const& given);

std::unique_ptr<teller> json_teller();
std::unique_ptr<teller> dry_run_teller();

/// The names of what failed, as input for another run; null bytes between them, if that is so in the list that was given.
std::unique_ptr<teller> failed_list_teller(boost::filesystem::path const& file, char separator);

/// A page for a browser.
std::unique_ptr<teller> report_teller(boost::filesystem::path const& file);

} // namespace thumbnails
