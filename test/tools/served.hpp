// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// A running genpool-server, and what is sent to it.
#pragma once

#include "client.hpp"
#include "image/support/images.hpp"
#include "support.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <vector>

namespace genpool::test
{

/// A server of the directory in of a tree of its own.
struct served
{
    explicit served(std::vector<std::string> options = {})
    {
        tree.directory("in/d");
        file(tree, "in/a.jpg", encoded("jpeg", spec(90, 60)));
        file(tree, "in/d/b c%.png", encoded("png", spec(50, 80, 4)));
        file(tree, "secret.jpg", encoded("jpeg", spec(90, 60)));
        options.insert(options.begin(), {(tree / "in").string(), "--port", "0"});
        program.emplace("genpool-server", options);
        program->wait_for("listening on http://127.0.0.1:");
        port = std::stoi(program->wait_for("/\n"));
    }

    http_reply get(std::string const& target, std::string const& lines = {}) const
    {
        return client(port).get(target, lines);
    }

    /// The value of a metric.
    double metric(std::string const& name) const
    {
        std::string const text = get("/metrics").body;
        std::size_t const at = text.find('\n' + name + ' ');
        BOOST_REQUIRE_MESSAGE(at != std::string::npos, name << " in " << text);
        return std::stod(text.substr(at + name.size() + 2));
    }

    /// Waits until a metric has this value.
    void wait_for(std::string const& name, double value) const
    {
        while (metric(name) != value) {
        }
    }

    /// Has a file be one that was not changed just now, whose thumbnails are kept.
    void make_old(std::string const& name) const
    {
        boost::filesystem::path const path = tree / name;
        boost::filesystem::last_write_time(path, boost::filesystem::last_write_time(path) - 10);
    }

    temporary_tree tree;
    std::optional<tool> program;
    int port = 0;
};

inline OIIO::ImageSpec spec_of(http_reply const& got)
{
    return decode(bytes(got.body.begin(), got.body.end())).spec;
}

inline std::string text_of(bytes const& contents) { return {contents.begin(), contents.end()}; }

/// An image that takes a while.
inline std::string slow_image()
{
    OIIO::ImageSpec made = spec(3000, 2000);
    made.attribute("jpeg:progressive", 1);
    return text_of(encoded("jpeg", made));
}

} // namespace genpool::test
