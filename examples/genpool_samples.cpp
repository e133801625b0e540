// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// A set of varied images, to try programs on that read images: every format that genpool::image reads, 8 and
// 16 bits, grey and alpha, baseline and progressive, lying in all the ways that EXIF knows, from 1 x 1 to
// 6000 x 4000 pixels. The same each time.
//
//     genpool-samples DIRECTORY --count 100
//
// What the images are to be like comes from a generator; a pool of threads draws them.

#include <genpool/async_for_each.hpp>
#include <genpool/generator.hpp>

#include "samples/sample.hpp"
#include <genpool/image/configure.hpp>

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/filesystem/operations.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>
#include <boost/program_options/variables_map.hpp>

#include <cstdint>
#include <exception>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace fs = boost::filesystem;
namespace po = boost::program_options;

namespace
{

constexpr std::uint32_t standard_count = 240;

genpool::generator<samples::sample> all_samples(std::uint32_t count)
{
    for (std::uint32_t index = 0; index != count; ++index)
        co_yield samples::sample_at(index);
}

void write_samples(fs::path const& directory, std::uint32_t count)
{
    genpool::image::configure();
    fs::create_directories(directory);
    asio::thread_pool pool;
    auto const write = [&](samples::sample const& wanted) { samples::write(wanted, directory); };
    genpool::async_for_each(pool, all_samples(count), write, asio::use_future).get();
    std::cout << count << " images are in " << directory.string() << '\n';
}

} // namespace

int main(int argc, char* argv[])
{
    po::options_description options("Options");
    auto add = options.add_options();
    add("directory", po::value<std::string>(), "where the images go");
    add("count", po::value<int>()->default_value(standard_count), "how many");
    po::positional_options_description positions;
    positions.add("directory", 1);
    po::variables_map values;
    try {
        po::store(po::command_line_parser(argc, argv).options(options).positional(positions).run(), values);
        if (!values.count("directory") || values["count"].as<int>() < 0)
            throw po::error("DIRECTORY is missing, or the count is below zero");
    } catch (po::error const& error) {
        std::cerr << "genpool-samples: " << error.what()
                  << "\nUsage: genpool-samples DIRECTORY [--count N]\n";
        return 2;
    }
    try {
        write_samples(values["directory"].as<std::string>(),
                      static_cast<std::uint32_t>(values["count"].as<int>()));
    } catch (std::exception const& error) {
        std::cerr << "genpool-samples: " << error.what() << '\n';
        return 1;
    }
}
