// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "set.hpp"

#include <boost/filesystem/fstream.hpp>
#include <boost/filesystem/operations.hpp>

#include <stdexcept>
#include <utility>

namespace genpool::test
{

namespace fs = boost::filesystem;

namespace
{

void write(fs::path const& path, bytes const& contents)
{
    fs::create_directories(path.parent_path());
    fs::ofstream output(path, std::ios::binary);
    output.write(reinterpret_cast<char const*>(contents.data()),
                 static_cast<std::streamsize>(contents.size()));
    if (!output.flush())
        throw std::runtime_error(path.string() + " cannot be written");
}

std::vector<std::pair<std::string, std::vector<hostile_file>>> all_bad(std::uint32_t seed)
{
    std::mt19937 random(seed);
    return {{"damaged", damaged_files(random)},
            {"bomb", bombs()},
            {"metadata", with_bad_metadata()},
            {"names", with_hostile_names()}};
}

} // namespace

hostile_set write_hostile_set(fs::path const& directory, std::uint32_t good, std::uint32_t seed)
{
    // Good and bad ones side by side: a walk meets them in any order.
    constexpr std::uint32_t directories = 20;
    std::uint32_t count = 0;
    auto const next_directory = [&] { return std::to_string(count++ % directories) + '/'; };
    hostile_set set;
    for (std::uint32_t number = 0; number != good; ++number) {
        hostile_file const one = good_file(number);
        set.good.push_back({next_directory() + one.name, one.expected});
        write(directory / set.good.back().name, one.contents);
    }
    for (auto const& [kind, files] : all_bad(seed)) {
        for (hostile_file const& one : files) {
            // Where the name is what is bad about it, nothing is put before.
            std::string const name = kind == "names" ? "names/" + one.name : kind + '-' + one.name;
            set.bad.push_back({next_directory() + name, one.expected});
            write(directory / set.bad.back().name, one.contents);
        }
    }
    fs::create_directory(directory / "special");
    for (std::string const& name : make_special_files(directory / "special"))
        set.special.push_back("special/" + name);
    return set;
}

void write_seeds(fs::path const& directory)
{
    for (std::uint32_t kind = 0; kind != kinds_of_files; ++kind) {
        hostile_file const one = good_file(kind);
        std::string const extension = one.name.substr(one.name.rfind('.') + 1);
        std::string const target = extension.starts_with("jp")    ? "jpeg"
                                   : extension.starts_with("tif") ? "tiff"
                                   : extension == "exr"           ? "openexr"
                                                                  : extension;
        write(directory / target / one.name, one.contents);
    }
    constexpr std::size_t largest = 8192; // libFuzzer changes small ones more often
    for (hostile_file const& one : with_bad_metadata()) {
        if (one.contents.size() > largest)
            continue;
        std::string const extension = one.name.substr(one.name.rfind('.') + 1);
        write(directory /
                  (extension == "jpg"   ? "jpeg"
                   : extension == "tif" ? "tiff"
                                        : extension) /
                  one.name,
              one.contents);
    }
    for (int orientation = 1; orientation <= 8; ++orientation)
        write(directory / "exif" / std::to_string(orientation), exif_with_orientation(orientation));
    write(directory / "icc" / "rgb", good_profile());
    write(directory / "icc" / "grey", icc_profile({{"desc", std::string(20, '\0')}}, "GRAY"));
}

} // namespace genpool::test
