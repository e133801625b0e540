// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// What the headers of images say: a lazy walk, a function that reads the first kilobytes of each on a pool, and a plain
// for over what comes out, in the order of the walk.
//
//     genpool-info photos --recursive --json

#include <genpool/attempt.hpp>
#include <genpool/blocking.hpp>
#include <genpool/map.hpp>

#include "thumbnails/run/workers.hpp"
#include "thumbnails/text/json.hpp"
#include "thumbnails/text/printable.hpp"
#include "tools/command_line.hpp"
#include "tools/images.hpp"
#include <genpool/image/probe.hpp>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <thread>

namespace fs = boost::filesystem;
namespace po = boost::program_options;
using genpool::image::image_info;

namespace
{

constexpr tools::manual text{
    R"(Usage: genpool-info [OPTION]... PATH...

Tells what the header of each image says, without decoding it: a line each, as a
table, or with --json an object of JSON a line. A PATH is an image, or a directory,
whose files with names that end in .jpg, .jpeg, .png, .webp, .tif, .tiff or .exr are
looked at, in either case, but for those that begin with a dot. Symbolic links are
followed. What a file is, is told by its first bytes, not by its name.

  format       jpeg, png, webp, tiff or openexr
  width, height    as the pixels are stored
  channels     of a pixel, alpha included; of a palette, those of its colours
  bits         of a sample, as stored
  orientation  1 to 8, as EXIF numbers it; from 5 on the sides are exchanged
  alpha, palette, profile    whether there is one
  pages        or frames, or parts; ? (null) where that is not in the header

)",
    R"(
Exit status: 0 if all could be read, 1 if some could not (told on standard error, or
with --json as "error" in the line), 2 if the command line is wrong, 130 after Ctrl-C,
143 after SIGTERM.
)"};

std::string json_line(fs::path const& path, image_info const& told)
{
    auto const truth = [](bool value) { return value ? "true" : "false"; };
    thumbnails::json_object line;
    line.text("path", path.native()).text("format", name(told.format));
    line.number("width", told.width).number("height", told.height);
    line.number("channels", told.channels).number("bits", told.bits);
    line.number("orientation", static_cast<std::uint64_t>(told.orientation));
    line.raw("alpha", truth(told.has_alpha)).raw("palette", truth(told.has_palette));
    line.raw("profile", truth(told.has_profile));
    line.raw("pages", told.pages ? std::to_string(*told.pages) : "null");
    line.number("bytes", told.file_bytes);
    return line.done() + '\n';
}

constexpr char row[] = "%-7s %7s %7s %3s %4s %3s %-5s %-7s %-7s %6s %11s  %s\n";

void print_row(fs::path const& path, image_info const& told)
{
    auto const number = [](auto value) { return std::to_string(value); };
    auto const mark = [](bool has, char const* what) { return has ? what : "-"; };
    std::printf(row, name(told.format), number(told.width).c_str(), number(told.height).c_str(),
                number(told.channels).c_str(), number(told.bits).c_str(), number(told.orientation).c_str(),
                mark(told.has_alpha, "alpha"), mark(told.has_palette, "palette"),
                mark(told.has_profile, "profile"), told.pages ? number(*told.pages).c_str() : "?",
                number(told.file_bytes).c_str(), thumbnails::printable(path.native()).c_str());
}

/// How each line looks, and how many images could not be read.
class report
{
public:
    explicit report(bool is_json) : is_json_(is_json) {}

    void begin() const
    {
        if (!is_json_)
            std::printf(row, "FORMAT", "WIDTH", "HEIGHT", "CH", "BITS", "ORI", "ALPHA", "PALETTE", "PROFILE",
                        "PAGES", "BYTES", "PATH");
    }

    void add(fs::path const& path, image_info const& told) const
    {
        if (is_json_)
            std::fputs(json_line(path, told).c_str(), stdout);
        else
            print_row(path, told);
    }

    /// On any thread.
    void failed(fs::path const& path, std::string const& reason)
    {
        ++failed_;
        if (is_json_)
            std::fputs(
                (thumbnails::json_object().text("path", path.native()).text("error", reason).done() + '\n')
                    .c_str(),
                stdout);
        else
            tools::tell(path.string() + ": " + reason);
    }

    int end() const
    {
        if (std::fflush(stdout) != 0 || std::ferror(stdout))
            throw std::runtime_error("the output cannot be written");
        return failed_ ? 1 : 0;
    }

private:
    bool is_json_;
    std::atomic<std::size_t> failed_ = 0;
};

int run(po::variables_map const& given)
{
    std::vector<std::string> named = tools::paths(given);
    if (named.empty())
        throw tools::usage_error("PATH is missing");
    auto const jobs = static_cast<std::size_t>(
        tools::number(given, "jobs", std::max(1u, std::thread::hardware_concurrency()), 1, 1024));
    report all(given.count("json") != 0);
    auto walk = tools::images(
        std::move(named), given.count("recursive") != 0,
        [&](fs::path const& path, boost::system::error_code error) { all.failed(path, error.message()); });
    auto const look = [](fs::path const& image) { return genpool::image::probe(image); };

    thumbnails::workers workers(jobs);
    all.begin();
    auto told = std::move(walk) | genpool::map(workers.pool(), genpool::attempt(look), {.concurrency = jobs});
    for (auto& image : genpool::blocking(std::move(told))) {
        try {
            all.add(image.input(), image.value());
        } catch (genpool::image::image_error const& error) {
            all.failed(image.input(), error.reason());
        }
    }
    return all.end();
}

} // namespace

int main(int argc, char* argv[])
{
    return tools::run_program("genpool-info", [&] {
        po::options_description options("Options");
        options.add_options()("json", "a line of JSON for each image");
        options.add_options()("recursive", "the directories in a directory too");
        options.add_options()("jobs", po::value<long long>()->value_name("N"),
                              "images at once (default: one for each processor)");
        auto const given = tools::parse(argc, argv, text, std::move(options));
        return given ? run(*given) : 0;
    });
}
