// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Images made into thumbnails, which are written: one of the maps of system_calls.cpp, where OpenImageIO is.
#include "system_calls.hpp"
#include <genpool/image/configure.hpp>
#include <genpool/image/encode.hpp>
#include <genpool/image/thumbnail.hpp>
#include <genpool/image/write_file.hpp>

#include <boost/filesystem/directory.hpp>
#include <boost/filesystem/file_status.hpp>
#include <boost/filesystem/operations.hpp>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <exception>
#include <fstream>
#include <ios>
#include <iterator>
#include <map>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace
{

using namespace genpool::proof;
namespace fs = boost::filesystem;
namespace image = genpool::image;

using bytes = std::vector<unsigned char>;

bytes contents_of(fs::path const& file)
{
    std::ifstream input(file.native(), std::ios::binary);
    return bytes(std::istreambuf_iterator<char>(input), {});
}

void write(fs::path const& file, bytes const& contents)
{
    std::ofstream(file.native(), std::ios::binary)
        .write(reinterpret_cast<char const*>(contents.data()), static_cast<std::streamsize>(contents.size()));
}

/// What is in the place of a thumbnail before it is written.
enum class place
{
    free,
    taken,    ///< by a file, which is replaced
    directory ///< which is not
};

/// Two pictures, and a directory for their thumbnails.
class workshop : genpool::test::temporary_tree
{
public:
    workshop()
    {
        image::configure();
        fs::create_directory(output_);
        for (std::string const format : {"png", "jpeg"}) {
            fs::path const file = *this / format;
            write(file, image::encode(format, OIIO::ImageSpec(8, 8, 3, OIIO::TypeDesc::UINT8),
                                      [](int row, std::span<float> samples) {
                                          std::ranges::fill(samples, static_cast<float>(row) / 8);
                                      }));
            thumbnails_[file] = image::make_thumbnail(file).bytes;
        }
    }

    std::vector<fs::path> images() const
    {
        std::vector<fs::path> all;
        for (auto const& [file, made] : thumbnails_)
            all.push_back(file);
        return all;
    }

    fs::path target(fs::path const& file) const { return output_ / file.filename(); }

    void prepare(place before) const
    {
        for (fs::directory_entry const& entry : fs::directory_iterator(output_))
            fs::remove(entry.path());
        for (fs::path const& file : images())
            if (before == place::taken)
                write(target(file), old_);
            else if (before == place::directory)
                fs::create_directory(target(file));
    }

    bool has_thumbnail(fs::path const& file) const
    {
        return contents_of(target(file)) == thumbnails_.at(file);
    }

    bool is_as_before(fs::path const& file, place before) const
    {
        auto const kind = fs::status(target(file)).type();
        if (before == place::taken)
            return kind == fs::regular_file && contents_of(target(file)) == old_;
        return kind == (before == place::free ? fs::file_not_found : fs::directory_file);
    }

    std::size_t temporary_files() const
    {
        auto const is_temporary = [&](fs::directory_entry const& entry) {
            return !thumbnails_.contains(*this / entry.path().filename().native());
        };
        return static_cast<std::size_t>(
            std::ranges::count_if(fs::directory_iterator(output_), fs::directory_iterator(), is_temporary));
    }

private:
    fs::path const output_ = *this / "thumbnails";
    bytes const old_ = bytes(100, 'o');
    std::map<fs::path, bytes> thumbnails_;
};

/// How it went with one image.
struct outcome
{
    fs::path image;
    failure told;
};

outcome make(workshop const& w, fs::path const& file)
{
    try {
        image::write_file_atomically(w.target(file), image::make_thumbnail(file).bytes);
        return {file, {{}, 0}};
    } catch (image::image_error const& e) {
        try {
            std::rethrow_if_nested(e);
        } catch (std::system_error const& reason) {
            return {file, {e.file().native(), reason.code().value()}};
        }
        throw;
    }
}

void make_thumbnails(trial& t, place before)
{
    static workshop const w;
    w.prepare(before);
    std::vector<outcome> outcomes;
    auto const error = map_in(
        t, w.images(), [](fs::path const& file) { return make(w, file); },
        [&](outcome how) { outcomes.push_back(std::move(how)); });
    t.require(error == nullptr && std::ranges::equal(outcomes, w.images(), {}, &outcome::image),
              "every image is accounted for");
    for (auto const& [file, told] : outcomes) {
        if (told.error == 0) {
            t.require(before != place::directory && w.has_thumbnail(file), "what succeeds is written");
            continue;
        }
        t.require(t.may_be_told(told.error) || (before == place::directory && told.error == EISDIR),
                  "an error is told by its number, an interruption not at all");
        t.require(told.path == file || told.path == w.target(file), "an error names the file");
        t.require(w.is_as_before(file, before), "what fails changes nothing");
    }
    t.require(w.temporary_files() == t.faults.left_behind, "no temporary file is left that can be removed");
}

bool const added = [] {
    scenarios().push_back({"thumbnails, new", [](trial& t) { make_thumbnails(t, place::free); }});
    scenarios().push_back(
        {"thumbnails in the place of files", [](trial& t) { make_thumbnails(t, place::taken); }});
    scenarios().push_back(
        {"thumbnails that cannot be written", [](trial& t) { make_thumbnails(t, place::directory); }});
    return true;
}();

} // namespace
