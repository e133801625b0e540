// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/files.hpp>

#include "directory.hpp"
#include "extensions.hpp"

#include <boost/filesystem/exception.hpp>

#include <cstdint>
#include <memory>
#include <set>
#include <string_view>
#include <utility>

namespace genpool
{
namespace
{

using boost::system::error_code;

/// The errors of a walk, for the callback or for the end.
class error_collector
{
public:
    explicit error_collector(decltype(files_options::on_error) callback) : callback_(std::move(callback)) {}

    void report(std::string const& path, error_code error)
    {
        if (callback_) {
            callback_(path, error);
        } else if (count_++ == 0) {
            first_path_ = path;
            first_ = error;
        }
    }

    void throw_if_any() const
    {
        if (count_ == 0)
            return;
        std::string what = "genpool::files";
        if (std::uint64_t const more = count_ - 1; more > 0)
            what += " (and " + std::to_string(more) + (more == 1 ? " more error)" : " more errors)");
        throw boost::filesystem::filesystem_error(what, first_path_, first_);
    }

private:
    decltype(files_options::on_error) callback_;
    std::uint64_t count_ = 0;
    boost::filesystem::path first_path_;
    error_code first_;
};

class walk final : public detail::path_producer
{
public:
    walk(boost::filesystem::path root, files_options options)
        : options_(std::move(options)), extensions_(std::move(options_.extensions)),
          errors_(std::move(options_.on_error)), pending_{root.native()}
    {}

private:
    bool produce(boost::filesystem::path& current) override
    {
        while (directory_.is_open() || enter_next_directory()) {
            if (find_file()) {
                current = path_;
                return true;
            }
        }
        errors_.throw_if_any();
        return false;
    }

    /// Opens the next directory that can be opened; false when none is left.
    bool enter_next_directory()
    {
        while (take_pending()) {
            error_code error;
            if (enter(error))
                return true;
            directory_.close();
            if (error)
                errors_.report(path_, error);
        }
        return false;
    }

    /// Makes the next directory `path_`. Links come last: what they lead to in this tree has been entered by then
    /// under its own name.
    bool take_pending()
    {
        std::vector<std::string>& from = pending_.empty() ? linked_ : pending_;
        if (from.empty())
            return false;
        path_ = std::move(from.back());
        from.pop_back();
        directory_length_ = path_.size();
        return true;
    }

    /// Opens the directory `path_`; false on an error, or if it was entered before.
    bool enter(error_code& error)
    {
        directory_.open(path_, std::exchange(root_links_, links()), error);
        if (error || !options_.follow_symlinks)
            return !error;
        auto const identity = directory_.identity(error);
        return !error && entered_.insert(identity).second;
    }

    /// Reads on until `path_` is a file to yield; false, and closed, at the end of the directory.
    bool find_file()
    {
        error_code error;
        while (dirent const* entry = directory_.read(error)) {
            if (is_file_to_yield(*entry))
                return true;
        }
        directory_.close();
        if (error) {
            path_.resize(directory_length_);
            errors_.report(path_, error);
        }
        return false;
    }

    bool is_file_to_yield(dirent const& entry)
    {
        std::string_view const name = entry.d_name;
        if (name.starts_with('.') && (!options_.hidden || name == "." || name == ".."))
            return false;
        bool const wanted = extensions_.end(name);
        if (!wanted && !options_.recursive)
            return false;
        path_.resize(directory_length_);
        if (!path_.ends_with('/'))
            path_ += '/';
        path_ += name;
        error_code error;
        detail::entry_kind const kind = directory_.kind(entry, links(), error);
        if (error)
            errors_.report(path_, error);
        else if (is_to_enter(kind))
            (kind == detail::entry_kind::directory ? pending_ : linked_).push_back(path_);
        return kind == detail::entry_kind::file && wanted;
    }

    bool is_to_enter(detail::entry_kind kind) const
    {
        return options_.recursive &&
               (kind == detail::entry_kind::directory || kind == detail::entry_kind::linked_directory) &&
               (!options_.enter || options_.enter(path_));
    }

    detail::symlinks links() const noexcept
    {
        return options_.follow_symlinks ? detail::symlinks::follow : detail::symlinks::keep;
    }

    files_options options_;
    detail::extensions extensions_;
    error_collector errors_;
    std::vector<std::string> pending_; // a stack: fewer wait at once than in a queue
    std::vector<std::string> linked_;  // another, of those that links lead to
    std::set<detail::directory::identity_type> entered_;
    detail::directory directory_;
    detail::symlinks root_links_ = detail::symlinks::follow; // for the first directory only
    std::string path_;                                       // a directory's path and, behind it, a name
    std::size_t directory_length_ = 0;
};

} // namespace

path_range files(boost::filesystem::path directory, files_options options)
{
    return path_range(std::make_unique<walk>(std::move(directory), std::move(options)));
}

} // namespace genpool
