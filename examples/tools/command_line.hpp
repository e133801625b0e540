// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/variables_map.hpp>

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

/// What the small tools have in common.
namespace tools
{

/// The command line is not one that the program understands.
class usage_error : public std::runtime_error
{
    using std::runtime_error::runtime_error;
};

/// What a program says about itself.
struct manual
{
    char const* usage;       ///< before its options
    char const* exit_status; ///< behind them
};

/// The values of `options`, and what stands without one as "path"; nothing when only help was asked for, which has been
/// printed. `--help` need not be among the options.
std::optional<boost::program_options::variables_map>
parse(int argc, char const* const argv[], manual const& text,
      boost::program_options::options_description options);

std::vector<std::string> paths(boost::program_options::variables_map const& values);

/// The only one, which must be given.
std::string only_path(boost::program_options::variables_map const& values, char const* what);

/// The value of `--option`, which must be within the bounds; `otherwise` where it is not given.
long long number(boost::program_options::variables_map const& values, std::string const& option,
                 long long otherwise, long long least, long long most);

/// What `run` returns as the exit status of the program `name`: 2 if it throws a `usage_error`, 1 if it throws anything
/// else, of which it tells on standard error.
int run_program(char const* name, std::function<int()> const& run);

/// Writes on standard error, in one piece, or what other threads write might come in between.
void tell(std::string const& line);

} // namespace tools
