// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "page.hpp"

#include <genpool/attempt.hpp>
#include <genpool/blocking.hpp>
#include <genpool/map.hpp>

#include "../tools/text.hpp"
#include <genpool/image/thumbnail.hpp>

#include <boost/filesystem/operations.hpp>

#include <string_view>
#include <utility>

namespace duplicates
{
namespace
{

constexpr char head[] = R"(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pictures that look alike</title>
<style>
:root { color-scheme: light dark }
body { font: 15px/1.4 system-ui, sans-serif; margin: 1.5rem }
section { border-top: 1px solid #8886; padding: 1rem 0 }
h2 { font-size: 1rem; margin: 0 0 .6rem }
ul { display: flex; flex-wrap: wrap; gap: 1rem; list-style: none; margin: 0; padding: 0 }
li { width: 260px }
li:first-child { font-weight: 600 }
img { background: #8883; display: block; height: 200px; margin-bottom: .3rem; object-fit: contain; width: 260px }
a { overflow-wrap: anywhere }
small { display: block; font-weight: 400; opacity: .75 }
</style>
<h1>Pictures that look alike</h1>
)";

std::string item(group::member const& one, std::string const& source)
{
    picture const& p = *one.what;
    std::string const address = "file://" + tools::url_path(boost::filesystem::absolute(p.path).native());
    return "<li><a href=\"" + address + "\"><img loading=\"lazy\" alt=\"\" src=\"" + source + "\">" +
           tools::html_text(p.path.native()) + "</a><small>" + std::to_string(p.info.width) + " × " +
           std::to_string(p.info.height) + " pixels, " + std::to_string((p.info.file_bytes + 1023) / 1024) +
           " KiB, " + name(p.info.format) + ", distance " + std::to_string(one.distance) + "</small></li>\n";
}

std::string source_of(genpool::image::thumbnail const& made)
{
    bool const is_png = made.format == genpool::image::thumbnail_format::png;
    std::string_view const bytes(reinterpret_cast<char const*>(made.bytes.data()), made.bytes.size());
    return std::string("data:image/") + (is_png ? "png" : "jpeg") + ";base64," + tools::base64(bytes);
}

} // namespace

std::string page_of(std::vector<group> const& groups, boost::asio::thread_pool& pool, std::size_t jobs)
{
    std::vector<boost::filesystem::path> paths;
    for (group const& alike : groups)
        for (group::member const& one : alike.members)
            paths.push_back(one.what->path);
    auto const make = [](boost::filesystem::path const& image) {
        return genpool::image::make_thumbnail(image, {.size = 260});
    };
    auto made = genpool::blocking(std::move(paths) |
                                  genpool::map(pool, genpool::attempt(make), {.concurrency = jobs}));
    auto next = made.begin();

    std::string page = head;
    page += "<p>" + std::to_string(groups.size()) + (groups.size() == 1 ? " group" : " groups") +
            ", the largest picture of each first.</p>\n";
    for (group const& alike : groups) {
        page += "<section>\n<h2>" + std::to_string(alike.members.size()) + " pictures</h2>\n<ul>\n";
        for (group::member const& one : alike.members) {
            // One that has gone meanwhile has no picture.
            page += item(one, (*next).error() ? std::string() : source_of((*next).value()));
            ++next;
        }
        page += "</ul>\n</section>\n";
    }
    return page += "</html>\n";
}

} // namespace duplicates
