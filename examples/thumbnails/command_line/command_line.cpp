// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "command_line.hpp"

#include "../input/formats.hpp"
#include "check_paths.hpp"
#include "help.hpp"
#include "values.hpp"

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>
#include <boost/program_options/variables_map.hpp>

#include <algorithm>
#include <iostream>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace fs = boost::filesystem;
namespace po = boost::program_options;

namespace thumbnails
{
namespace
{

using strings = std::vector<std::string>;

/// The values that were given, and what they mean.
class values
{
public:
    explicit values(po::variables_map const& all) : all_(&all) {}

    bool has(char const* option) const { return all_->count(option) != 0; }
    bool is_default(char const* option) const { return (*all_)[option].defaulted(); }

    template <class T = std::string>
    T get(char const* option) const
    {
        return (*all_)[option].as<T>();
    }

    /// Sets `to` to what `read` makes of the option's text, if that is given.
    template <class T, class F>
    void set(T& to, char const* option, F read) const
    {
        if (has(option))
            to = read(get(option));
    }

    std::size_t number(char const* option, long long least, long long most, std::size_t otherwise) const
    {
        if (!has(option))
            return otherwise;
        auto const value = get<long long>(option);
        if (value < least || value > most)
            throw usage_error("--" + std::string(option) + " must be from " + std::to_string(least) + " to " +
                              std::to_string(most) + ", not " + std::to_string(value));
        return static_cast<std::size_t>(value);
    }

private:
    po::variables_map const* all_;
};

/// `named`: formats that are read, too.
void read_input(input_options& input, strings const& named, values const& from)
{
    if (from.has("input")) {
        strings const all = from.get<strings>("input");
        input.named.assign(all.begin(), all.end());
    }
    if (from.has("files-from"))
        input.list = from.get("files-from");
    if (std::ranges::find(input.named, fs::path()) != input.named.end())
        throw usage_error("DIRECTORY must not be empty");
    if (input.named.empty() && input.list.empty())
        throw usage_error("DIRECTORY is missing");
    input.separator = from.has("null") ? '\0' : '\n';
    input.recursive = from.has("recursive");
    input.extensions = parts_of(from.get<strings>("extensions"));
    if (from.is_default("extensions")) {
        for (optional_format const& one : optional_formats()) {
            if (std::ranges::find(named, one.name) != named.end())
                input.extensions.insert(input.extensions.end(), one.extensions.begin(), one.extensions.end());
        }
    }
    for (std::string const& one : input.extensions) {
        if (one.empty() || one.find_first_of("*/") != std::string::npos)
            throw usage_error("--extensions must be names as jpg, with commas between them");
    }
    if (from.has("exclude"))
        input.excluded = from.get<strings>("exclude");
    if (from.has("shard"))
        set_shard(input, from.get("shard"));
}

void read_settings(settings& how, values const& from)
{
    from.set(how.crop, "crop", crop_of);
    how.sizes = sizes_of(from.get<strings>("size"), how.crop);
    from.set(how.format, "format", format_of);
    from.set(how.background, "background", colour_of);
    from.set(how.filter, "filter", filter_of);
    from.set(how.metadata, "metadata", metadata_of);
    how.jpeg_quality = static_cast<std::int32_t>(from.number("quality", 1, 100, 85));
    how.webp_quality = static_cast<std::int32_t>(from.number("quality", 1, 100, 80));
    how.avif_quality = static_cast<std::int32_t>(from.number("quality", 1, 100, 60));
    how.linear = from.has("linear");
    how.srgb = from.has("srgb");
}

void read_work(working_options& working, values const& from)
{
    constexpr std::size_t for_cluster = 64; // whose processors are elsewhere
    working.jobs =
        from.number("jobs", 1, 1024,
                    from.has("cluster") ? for_cluster : std::max(1u, std::thread::hardware_concurrency()));
    if (from.has("window"))
        working.window = from.number("window", 1, 1000000, 1);
    from.set(working.memory, "memory", bytes_of);
    from.set(working.timeout, "timeout", seconds_of);
    working.isolate = from.has("isolate");
    if (from.has("cluster"))
        working.cluster = from.get("cluster");
    if (working.isolate && !working.cluster.empty())
        throw usage_error("--isolate and --cluster exclude each other");
    working.max_errors = from.number("max-errors", 1, 1000000000, from.has("strict") ? 1 : 0);
}

/// For formats whose readers may do anything.
void isolate(working_options& working)
{
    constexpr std::chrono::minutes most(1); // of a reader that hangs
    if (!working.cluster.empty())
        throw usage_error(
            "--formats and --cluster exclude each other: a crash would be that of a whole worker");
    working.isolate = true;
    if (!working.timeout)
        working.timeout = most;
}

output_template template_of(values const& from)
{
    if (!from.has("output"))
        throw usage_error("-o OUTPUT is missing");
    if (from.get("output").empty())
        throw usage_error("OUTPUT must not be empty");
    try {
        return output_template(from.get("output"));
    } catch (std::invalid_argument const& error) {
        throw usage_error(error.what());
    }
}

/// Or one thumbnail of an image would take the place of another.
void check_sizes(command_line const& given)
{
    std::set<std::string> names;
    input const any{"image", "image", false};
    for (std::string const& size : given.how.sizes) {
        target const where = given.output.place(any, size, given.how.sizes.size() > 1);
        if (!names.insert(where.directory + '/' + where.name).second)
            throw usage_error("--size: thumbnails of " + size +
                              " would have the names of those of another size");
    }
}

command_line checked(values const& from)
{
    command_line given;
    if (from.has("formats"))
        given.how.formats = formats_of(from.get<strings>("formats"));
    read_input(given.input, given.how.formats, from);
    given.output = template_of(from);
    read_settings(given.how, from);
    check_sizes(given);
    read_work(given.working, from);
    if (!given.how.formats.empty())
        isolate(given.working);
    from.set(given.if_there, "existing", existing_of);
    given.telling.quiet = from.has("quiet");
    given.telling.json = from.has("json");
    if (from.has("failed-list"))
        given.telling.failed_list = from.get("failed-list");
    if (from.has("report"))
        given.telling.report = from.get("report");
    given.dry_run = from.has("dry-run");
    given.strict = from.has("strict");
    check_paths(given);
    return given;
}

po::options_description known_options()
{
    po::options_description all;
    auto add = all.add_options();
    auto const text = [] { return po::value<std::string>(); };
    auto const number = [] { return po::value<long long>(); };
    auto const list = [] { return po::value<strings>()->composing(); };
    add("output,o", text());
    add("size", list()->default_value({"256"}, ""));
    add("extensions", list()->default_value({"jpg", "jpeg", "png", "webp", "tif", "tiff", "exr"}, ""));
    for (char const* const option : {"exclude", "formats", "input"})
        add(option, list());
    for (char const* const option :
         {"recursive", "null,0", "linear", "srgb", "isolate", "strict", "quiet", "json", "dry-run", "help"})
        add(option, "");
    for (char const* const option :
         {"files-from", "shard", "existing", "format", "metadata", "crop", "filter", "background", "memory",
          "timeout", "cluster", "report", "failed-list"})
        add(option, text());
    for (char const* const option : {"quality", "jobs", "window", "max-errors"})
        add(option, number());
    return all;
}

} // namespace

std::optional<command_line> parse(int argc, char const* const argv[])
{
    po::positional_options_description positions;
    positions.add("input", -1);
    po::variables_map all;
    try {
        namespace style = po::command_line_style;
        // No guessing of what an abbreviated option may mean.
        po::store(po::command_line_parser(argc, argv)
                      .options(known_options())
                      .positional(positions)
                      .style(style::unix_style & ~style::allow_guessing)
                      .run(),
                  all);
    } catch (po::error const& error) {
        throw usage_error(error.what());
    }
    if (all.count("help")) {
        if (!(std::cout << help).flush())
            throw std::runtime_error("the help cannot be written");
        return {};
    }
    command_line given = checked(values(all));
    given.program = argv[0];
    return given;
}

} // namespace thumbnails
