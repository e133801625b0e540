// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../text/json.hpp"
#include "page.hpp"
#include "telling.hpp"
#include <genpool/image/write_file.hpp>

#include <boost/filesystem/operations.hpp>

#include <numeric>
#include <span>
#include <stdexcept>
#include <unistd.h>

namespace fs = boost::filesystem;

namespace thumbnails
{
namespace
{

/// It is held in memory, some hundred bytes for an image, and written at the end, whole or not at all.
class report : public teller
{
public:
    explicit report(fs::path file)
        : file_(std::move(file)), directory_(fs::absolute(file_).parent_path().lexically_normal())
    {
        if (::access(directory_.c_str(), W_OK | X_OK) != 0) // to be told before all the work
            throw std::runtime_error(file_.string() + ": the report cannot be written");
    }

    void tell(told const& one, totals const&) override
    {
        json_object line;
        line.text("path", one.image.native());
        if (!one.made)
            line.text("error", one.problem).text("link", relative(one.image));
        else if (!one.made->made.files.empty() && one.made->how != status::planned)
            add(line, one.made->made);
        else
            return;
        items_ += (items_.empty() ? "" : ",\n") + line.done();
    }

    void end(totals const&) override
    {
        std::string const page = page_head + items_ + page_tail;
        genpool::image::write_file_atomically(
            file_, {reinterpret_cast<unsigned char const*>(page.data()), page.size()});
    }

private:
    /// Of what was there already only that it is.
    void add(json_object& line, result const& made) const
    {
        line.text("thumbnail", relative(made.files.front().file));
        line.number("width", made.width).number("height", made.height);
        line.milliseconds("ms", std::accumulate(made.stages.begin(), made.stages.end(), std::int64_t(0)));
    }

    /// As a browser finds it that opens the report.
    std::string relative(fs::path const& path) const
    {
        fs::path const found = fs::absolute(path).lexically_normal().lexically_relative(directory_);
        return found.string();
    }

    fs::path file_;
    fs::path directory_;
    std::string items_;
};

} // namespace

std::unique_ptr<teller> report_teller(fs::path const& file) { return std::make_unique<report>(file); }

} // namespace thumbnails
