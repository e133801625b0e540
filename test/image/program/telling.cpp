// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// What is told of a run.
#include "support.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace image_program_telling_tests
{

using namespace genpool::test;
namespace fs = boost::filesystem;

namespace
{

struct tree_with_failures : temporary_tree
{
    tree_with_failures()
    {
        directory("in");
        genpool::test::file(*this, "in/good.png", encoded("png", spec(120, 60)));
        genpool::test::file(*this, "in/<script>\xFF&.jpg", {});
    }

    std::string path(char const* name) const { return (*this / name).string(); }

    /// The run, and what it wrote on standard output.
    result run(std::vector<std::string> more, std::string& output) const
    {
        std::vector<std::string> all{path("in"), "-o", path("out")};
        all.insert(all.end(), more.begin(), more.end());
        result const ended = genpool::test::run(all, "exec > '" + path("output") + "'");
        output = text_of("output");
        return ended;
    }

    std::string text_of(char const* name) const
    {
        bytes const all = contents_of(*this / name);
        return std::string(all.begin(), all.end());
    }
};

bool has(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

BOOST_FIXTURE_TEST_SUITE(thumbnails_program_telling, tree_with_failures)

BOOST_AUTO_TEST_CASE(json_has_a_line_for_each_image_and_a_sum)
{
    std::string output;
    result const ended = run({"--json", "--quiet"}, output);
    BOOST_TEST(ended.status == 1);
    BOOST_TEST(ended.lines().size() == 1u); // the failure
    std::string const names = "{\"path\":\"" + path("in/");
    BOOST_TEST(has(
        output,
        names +
            "\\u003cscript>\\udcff\\u0026.jpg\",\"status\":\"failed\",\"error\":\"the file is empty\"}\n"));
    BOOST_TEST(has(output, names +
                               "good.png\",\"status\":\"made\",\"format\":\"png\",\"width\":120,\"height\":"
                               "60,\"outputs\":[{\"path\":\"" +
                               path("out/good.png.jpg") + "\",\"width\":120,\"height\":60,\"bytes\":"));
    BOOST_TEST(has(output, "\"ms\":{\"read\":"));
    BOOST_TEST(has(output, "{\"summary\":true,\"done\":1,\"up_to_date\":0,\"failed\":1,\"seconds\":"));
    run({"--json"}, output);
    BOOST_TEST(has(output, "good.png\",\"status\":\"up-to-date\""));
}

BOOST_AUTO_TEST_CASE(a_dry_run_writes_nothing)
{
    std::string output;
    result const ended = run({"--dry-run"}, output);
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(has(output, path("in/good.png") + " -> " + path("out/good.png") + "\n"));
    BOOST_TEST(!fs::exists(path("out")));
    run({"--dry-run", "--report", path("page.html"), "--failed-list", path("failed")}, output);
    BOOST_TEST(!fs::exists(path("page.html")));
    BOOST_TEST(!fs::exists(path("failed")));
}

BOOST_AUTO_TEST_CASE(quiet_tells_of_failures_alone)
{
    std::string output;
    result const ended = run({"--quiet"}, output);
    BOOST_TEST(ended.lines().size() == 1u);
    BOOST_TEST(output.empty());
}

BOOST_AUTO_TEST_CASE(a_report_has_the_pictures_and_the_failures)
{
    std::string output;
    run({"--report", path("page.html")}, output);
    std::string const page = text_of("page.html");
    BOOST_TEST(page.starts_with("<!DOCTYPE html>"));
    BOOST_TEST(has(page, "\"thumbnail\":\"out/good.png.jpg\",\"width\":120,\"height\":60,"));
    BOOST_TEST(
        has(page, "\\u003cscript>\\udcff\\u0026.jpg\",\"error\":\"the file is empty\",\"link\":\"in/"));
    BOOST_TEST(!has(page, "<script>\xFF"));
    BOOST_TEST(run({"--report", path("missing/page.html")}, output).status == 1);
}

BOOST_AUTO_TEST_CASE(it_stops_after_too_many_failures)
{
    for (int n = 0; n != 50; ++n)
        genpool::test::file(*this, "in/" + std::to_string(n) + ".jpg", {});
    std::string output;
    result const ended = run({"--max-errors", "3", "--jobs", "1", "--window", "1"}, output);
    BOOST_TEST(ended.status == 1);
    BOOST_TEST(ended.failed() >= 3);
    BOOST_TEST(ended.failed() < 10);
    BOOST_TEST(has(ended.text, "Stopping after 3 failures.\n"));
    BOOST_TEST(
        has(run({"--strict", "--jobs", "1", "--window", "1"}, output).text, "Stopping after 1 failure.\n"));
    BOOST_TEST(
        genpool::test::run({path("in"), "-o", path("out"), "--strict", "--extensions", "nothing"}).status ==
        1);
}

BOOST_AUTO_TEST_CASE(help_fits_a_screen)
{
    std::string output;
    BOOST_TEST(run({"--help"}, output).status == 0);
    BOOST_TEST(std::ranges::count(output, '\n') <= 46);
    for (std::string_view rest = output; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1))
        BOOST_TEST(rest.find('\n') <= 100u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_program_telling_tests
