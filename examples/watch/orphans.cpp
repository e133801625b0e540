// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "orphans.hpp"

#include "../thumbnails/output/names.hpp"
#include "thumbnail_files.hpp"
#include <genpool/image/error.hpp>
#include <genpool/image/probe.hpp>
#include <genpool/image/thumbnail.hpp>

#include <boost/filesystem/directory.hpp>
#include <boost/filesystem/operations.hpp>

#include <algorithm>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <unordered_set>
#include <vector>

namespace fs = boost::filesystem;
namespace image = genpool::image;

namespace watch
{
namespace
{

using names = std::unordered_set<std::string>;

/// What the thumbnails are called of everything that is in `directory`; nothing if that cannot be told.
std::optional<names> names_for(fs::path const& directory, std::size_t longest)
{
    namespace errc = boost::system::errc;
    names all;
    boost::system::error_code error;
    for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
        for (auto const format : {image::thumbnail_format::jpeg, image::thumbnail_format::png})
            all.insert(thumbnails::thumbnail_name(at->path().filename().native(), image::extension(format),
                                                  longest));
    }
    if (error && error != errc::no_such_file_or_directory && error != errc::not_a_directory)
        return {};
    return all;
}

/// By what is in it.
bool is_thumbnail(fs::path const& file, int size)
{
    try {
        image::image_info const told = image::probe(file);
        auto const format = file.extension() == ".png" ? image::image_format::png : image::image_format::jpeg;
        return told.format == format && std::max(told.width, told.height) <= static_cast<std::uint64_t>(size);
    } catch (image::image_error const&) {
        return false;
    }
}

class sweep
{
public:
    explicit sweep(places const& where) : where_(&where), longest_(thumbnails::longest_name(where.output)) {}

    std::size_t run()
    {
        std::vector<fs::path> directories{where_->output};
        boost::system::error_code error;
        for (fs::recursive_directory_iterator at(where_->output, error), end; !error && at != end;
             at.increment(error)) {
            if (at->symlink_status().type() == fs::directory_file)
                directories.push_back(at->path());
        }
        for (fs::path const& directory : directories | std::views::reverse)
            clean(directory);
        return removed_;
    }

private:
    void clean(fs::path const& directory)
    {
        fs::path const source = where_->directory / thumbnails::below(directory, where_->output);
        std::optional<names> const wanted = names_for(source, longest_);
        std::vector<fs::path> files;
        boost::system::error_code error;
        for (fs::directory_iterator at(directory, error), end; wanted && !error && at != end;
             at.increment(error)) {
            if (at->symlink_status().type() == fs::regular_file && is_name_of_thumbnail(at->path()) &&
                !wanted->contains(at->path().filename().native()) && is_thumbnail(at->path(), where_->size))
                files.push_back(at->path());
        }
        if (files.empty() && !lost_directories_.contains(directory.native()))
            return; // one that somebody has made stays, also if it is empty
        for (fs::path const& file : files)
            remove(file);
        if (directory != where_->output && fs::remove(directory, error))
            lost_directories_.insert(directory.parent_path().native());
    }

    void remove(fs::path const& file)
    {
        if (removed_ == 0 && fs::is_empty(where_->directory))
            throw std::runtime_error("is empty; no thumbnails are removed, since it is perhaps not mounted");
        removed_ += remove_file(file) ? 1 : 0;
    }

    places const* where_;
    std::size_t longest_;
    std::size_t removed_ = 0;
    names lost_directories_; ///< from which empty ones were removed, so that they may be empty, too
};

} // namespace

std::size_t remove_orphans(places const& where) { return sweep(where).run(); }

} // namespace watch
