// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "command_line.hpp"

#include "../thumbnails/run/standard_descriptors.hpp"
#include "../thumbnails/text/printable.hpp"

#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>

#include <iostream>
#include <new>

namespace po = boost::program_options;

namespace tools
{

std::optional<po::variables_map> parse(int argc, char const* const argv[], manual const& text,
                                       po::options_description options)
{
    options.add_options()("help", "print this and exit");
    po::options_description all;
    all.add(options).add_options()("path", po::value<std::vector<std::string>>());
    po::positional_options_description positions;
    positions.add("path", -1);

    po::variables_map values;
    try {
        namespace style = po::command_line_style;
        // No guessing of what an abbreviated option may mean.
        po::store(po::command_line_parser(argc, argv)
                      .options(all)
                      .positional(positions)
                      .style(style::unix_style & ~style::allow_guessing)
                      .run(),
                  values);
    } catch (po::error const& error) {
        throw usage_error(error.what());
    }
    if (!values.count("help"))
        return values;
    if (!(std::cout << text.usage << options << text.exit_status).flush())
        throw std::runtime_error("the help cannot be written");
    return {};
}

std::vector<std::string> paths(po::variables_map const& values)
{
    return values.count("path") ? values["path"].as<std::vector<std::string>>() : std::vector<std::string>();
}

std::string only_path(po::variables_map const& values, char const* what)
{
    std::vector<std::string> const given = paths(values);
    if (given.empty() || given[0].empty())
        throw usage_error(std::string(what) + (given.empty() ? " is missing" : " must not be empty"));
    if (given.size() > 1)
        throw usage_error(std::string("one ") + what + " only, not also " + given[1]);
    return given[0];
}

long long number(po::variables_map const& values, std::string const& option, long long otherwise,
                 long long least, long long most)
{
    if (!values.count(option))
        return otherwise;
    auto const value = values[option].as<long long>();
    if (value < least || value > most)
        throw usage_error("--" + option + " must be from " + std::to_string(least) + " to " +
                          std::to_string(most) + ", not " + std::to_string(value));
    return value;
}

void tell(std::string const& line) { std::cerr << thumbnails::printable(line) + '\n'; }

int run_program(char const* name, std::function<int()> const& run)
{
    thumbnails::fill_standard_descriptors();
    std::string const start = std::string(name) + ": ";
    try {
        return run();
    } catch (usage_error const& error) {
        tell(start + error.what());
        tell(std::string("Try ") + name + " --help");
        return 2;
    } catch (std::bad_alloc const&) {
        tell(start + "there is not enough memory");
    } catch (std::exception const& error) {
        tell(start + error.what());
    }
    return 1;
}

} // namespace tools
