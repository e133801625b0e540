// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "set.hpp"
#include <genpool/image/configure.hpp>

#include <boost/filesystem/operations.hpp>

#include <cstdlib>
#include <exception>
#include <getopt.h>
#include <iostream>

namespace
{

constexpr char const* help =
    "Usage: hostile_files DIRECTORY [--good N] [--seed N]\n"
    "       hostile_files DIRECTORY --seeds\n"
    "Writes bad files among good ones into DIRECTORY, to see what programs make of them, the\n"
    "same for the same seed.\n"
    "  --good N  how many good ones (10000)\n"
    "  --seed N  what the damage is made of (1)\n"
    "  --seeds   instead what libFuzzer begins with, a directory for each target\n";

struct arguments
{
    std::uint32_t good = 10000;
    std::uint32_t seed = 1;
    bool seeds = false;
    std::string directory;
};

/// Ends the program when that is all, or when it is wrong.
arguments parse(int argc, char* argv[])
{
    constexpr option options[] = {{"good", required_argument, nullptr, 'g'},
                                  {"seed", required_argument, nullptr, 's'},
                                  {"seeds", no_argument, nullptr, 'c'},
                                  {"help", no_argument, nullptr, 'h'},
                                  {nullptr, 0, nullptr, 0}};
    arguments given;
    auto const number = [] { return static_cast<std::uint32_t>(std::strtoul(optarg, nullptr, 10)); };
    for (int found = 0; (found = ::getopt_long(argc, argv, "", options, nullptr)) != -1;) {
        if (found == 'g')
            given.good = number();
        else if (found == 's')
            given.seed = number();
        else if (found == 'c')
            given.seeds = true;
        else {
            (found == 'h' ? std::cout : std::cerr) << help;
            std::exit(found == 'h' ? 0 : 2);
        }
    }
    if (optind != argc - 1) {
        std::cerr << help;
        std::exit(2);
    }
    given.directory = argv[optind];
    return given;
}

} // namespace

int main(int argc, char* argv[])
{
    arguments const given = parse(argc, argv);
    try {
        genpool::image::configure();
        boost::filesystem::create_directories(given.directory);
        if (given.seeds) {
            genpool::test::write_seeds(given.directory);
        } else {
            auto const set = genpool::test::write_hostile_set(given.directory, given.good, given.seed);
            std::cout << set.good.size() << " good files and " << set.bad.size() + set.special.size()
                      << " bad ones are in " << given.directory << '\n';
        }
    } catch (std::exception const& error) {
        std::cerr << "hostile_files: " << error.what() << '\n';
        return 1;
    }
}
