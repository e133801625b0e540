// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// Pictures that look alike: a map makes a hash of each, in constant memory but for the hashes, and those that are near
// to each other are shown together.
//
//     genpool-duplicates photos --recursive --html duplicates.html

#include <genpool/attempt.hpp>
#include <genpool/blocking.hpp>
#include <genpool/map.hpp>

#include "duplicates/collection.hpp"
#include "duplicates/groups.hpp"
#include "duplicates/page.hpp"
#include "thumbnails/input/is_image.hpp"
#include "thumbnails/run/keep_memory.hpp"
#include "thumbnails/run/workers.hpp"
#include "thumbnails/text/json.hpp"
#include "thumbnails/text/printable.hpp"
#include "tools/command_line.hpp"
#include "tools/images.hpp"
#include <genpool/image/configure.hpp>
#include <genpool/image/write_file.hpp>

#include <boost/filesystem/operations.hpp>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace fs = boost::filesystem;
namespace po = boost::program_options;

namespace
{

constexpr tools::manual text{
    R"(Usage: genpool-duplicates [OPTION]... PATH...

Finds pictures that look alike, whatever their size, format and compression: lists the
paths of each group of them, a line each and the largest picture first, with an empty
line between groups. A PATH is an image, or a directory, whose files with names that
end in .jpg, .jpeg, .png, .webp, .tif, .tiff or .exr are looked at, but for those that
begin with a dot. Symbolic links are followed. Pictures that were cropped or mirrored
are not found.

A file that has several names, by symbolic or by hard links, is one picture: there is
nothing to gain by removing one of the names.

The distance between two pictures is the number of bits in which their difference
hashes differ (N. Krawetz, "Kind of Like That", 2013), 0 to 128, and how far their mean
colours are, 0 to 31: pictures of one plain colour each are alike only if the colours
are. In a group each is within the distance of the first.

)",
    R"(
Exit status: 0 if all could be read, whether pictures look alike or not, 1 if some
could not, 2 if the command line is wrong, 130 after Ctrl-C, 143 after SIGTERM.
)"};

duplicates::picture look(fs::path const& path)
{
    return {path, genpool::image::probe(path), genpool::image::make_perceptual_hash(path)};
}

std::string json_line(duplicates::group const& alike)
{
    std::string line;
    for (auto const& [picture, distance] : alike.members) {
        thumbnails::json_object member;
        member.text("path", picture->path.native());
        member.number("width", picture->info.width).number("height", picture->info.height);
        member.number("bytes", picture->info.file_bytes).number("distance", distance);
        line += (line.empty() ? '[' : ',') + member.done();
    }
    return line + "]\n";
}

void print(std::vector<duplicates::group> const& groups, bool is_json)
{
    bool const is_terminal = ::isatty(STDOUT_FILENO) != 0; // which a name must not drive
    bool is_first = true;
    for (duplicates::group const& alike : groups) {
        if (is_json) {
            std::fputs(json_line(alike).c_str(), stdout);
            continue;
        }
        if (!std::exchange(is_first, false))
            std::fputs("\n", stdout);
        for (auto const& member : alike.members) {
            std::string const& path = member.what->path.native();
            std::fputs(((is_terminal ? thumbnails::printable(path) : path) + '\n').c_str(), stdout);
        }
    }
    if (std::fflush(stdout) != 0 || std::ferror(stdout))
        throw std::runtime_error("the output cannot be written");
}

/// Where the page is to come, if there is to be one: before all the work.
fs::path page_in(po::variables_map const& given)
{
    if (!given.count("html"))
        return {};
    fs::path file = given["html"].as<std::string>();
    if (file.empty())
        throw tools::usage_error("--html must not be empty");
    if (thumbnails::is_image(file))
        throw tools::usage_error(file.string() + ": is an image, which --html would write over");
    if (::access(fs::absolute(file).parent_path().c_str(), W_OK | X_OK) != 0)
        throw tools::usage_error(file.string() + ": the page cannot be written");
    return file;
}

int run(po::variables_map const& given)
{
    std::vector<std::string> named = tools::paths(given);
    if (named.empty())
        throw tools::usage_error("PATH is missing");
    auto const distance = static_cast<unsigned>(tools::number(given, "distance", 10, 0, 159));
    auto const jobs = static_cast<std::size_t>(
        tools::number(given, "jobs", std::max(1u, std::thread::hardware_concurrency()), 1, 1024));
    fs::path const page_file = page_in(given);
    genpool::image::configure();
    thumbnails::keep_memory();

    std::atomic<std::size_t> failed = 0;
    auto walk = tools::images(std::move(named), given.count("recursive") != 0,
                              [&](fs::path const& path, boost::system::error_code error) {
                                  ++failed;
                                  tools::tell(path.string() + ": " + error.message());
                              });
    duplicates::collection pictures;
    thumbnails::workers workers(jobs);
    auto seen = std::move(walk) | genpool::map(workers.pool(), genpool::attempt(look), {.concurrency = jobs});
    for (auto& one : genpool::blocking(std::move(seen))) {
        try {
            pictures.add(std::move(one.value()));
        } catch (genpool::image::image_error const& error) {
            ++failed;
            tools::tell(error.what());
        }
    }

    std::vector<duplicates::picture> all = pictures.take();
    auto const groups = duplicates::groups_of(all, distance);
    if (!page_file.empty()) {
        std::string const page = duplicates::page_of(groups, workers.pool(), jobs);
        genpool::image::write_file_atomically(
            page_file, std::span(reinterpret_cast<unsigned char const*>(page.data()), page.size()));
    } else {
        print(groups, given.count("json") != 0);
    }
    return failed ? 1 : 0;
}

} // namespace

int main(int argc, char* argv[])
{
    return tools::run_program("genpool-duplicates", [&] {
        po::options_description options("Options");
        auto add = options.add_options();
        add("distance", po::value<long long>()->value_name("N"), "alike is what is so near (default: 10)");
        add("html", po::value<std::string>()->value_name("FILE"),
            "no list, but a page that shows the pictures side by side");
        add("json", "a line of JSON for each group");
        add("recursive", "the directories in a directory too");
        add("jobs", po::value<long long>()->value_name("N"),
            "images at once (default: one for each processor)");
        auto const given = tools::parse(argc, argv, text, std::move(options));
        return given ? run(*given) : 0;
    });
}
