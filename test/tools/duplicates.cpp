// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "image/support/images.hpp"
#include "support.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace tools_duplicates_tests
{

using namespace genpool::test;

namespace
{

float mirrored(float x, float y, int c) { return gradient(1 - x, 1 - y, c); }

float noisy(float x, float y, int c)
{
    auto const noise = static_cast<float>(static_cast<int>(x * 977 + y * 1013) % 7 - 3);
    return std::clamp(gradient(x, y, c) + noise / 300, 0.f, 1.f);
}

/// Three pictures that are one, in other sizes and formats, one that is another, and two of one colour each.
struct pictures
{
    pictures()
    {
        tree.directory("in/d");
        file(tree, "in/large.png", encoded("png", spec(300, 200)));
        file(tree, "in/small.jpg", encoded("jpeg", spec(90, 60)));
        file(tree, "in/d/noisy.webp", encoded("webp", spec(150, 100), noisy));
        file(tree, "in/other.png", encoded("png", spec(300, 200), mirrored));
        file(tree, "in/black.png", encoded("png", spec(64, 64), [](float, float, int) { return 0.f; }));
        file(tree, "in/blue.png",
             encoded("png", spec(64, 64), [](float, float, int c) { return c == 2 ? 1.f : 0.f; }));
    }

    std::string path(std::string const& name) const { return (tree / ("in/" + name)).string(); }

    temporary_tree tree;
};

} // namespace

BOOST_AUTO_TEST_SUITE(tools_duplicates)

BOOST_AUTO_TEST_CASE(says_what_it_does_and_refuses_what_it_does_not)
{
    check_usage("genpool-duplicates", {"x", "--distance", "160"}, "not 160");
    check_usage("genpool-duplicates", {}, "PATH");
}

BOOST_AUTO_TEST_CASE(lists_pictures_that_look_alike_the_largest_first)
{
    pictures const p;
    std::string const in = (p.tree / "in").string();
    tool_result told = run_tool("genpool-duplicates", {in, "--recursive"});
    BOOST_TEST(told.status == 0);
    BOOST_TEST(told.errors == "");
    BOOST_TEST(told.output ==
               p.path("large.png") + '\n' + p.path("d/noisy.webp") + '\n' + p.path("small.jpg") + '\n');
    told = run_tool("genpool-duplicates", {in, "--json"});
    BOOST_TEST(told.output.starts_with("[{\"path\":\"" + p.path("large.png") +
                                       "\",\"width\":300,\"height\":200,\"bytes\":"));
    BOOST_TEST(told.output.find("\"distance\":0},{\"path\":\"" + p.path("small.jpg")) != std::string::npos);
    BOOST_TEST(std::ranges::count(told.output, '\n') == 1);
    told = run_tool("genpool-duplicates", {p.path("large.png"), p.path("other.png")});
    BOOST_TEST(told.output == "");
}

BOOST_AUTO_TEST_CASE(takes_pictures_of_one_colour_for_alike_only_if_the_colours_are)
{
    temporary_tree const tree;
    auto const plain = [&](char const* name, char const* format, int size, float blue) {
        return file(tree, name,
                    encoded(format, spec(size, size),
                            [=](float, float, int c) { return c == 2 ? blue : .5f; }))
            .string();
    };
    std::string const large = plain("large.png", "png", 64, .8f);
    std::string const small = plain("small.jpg", "jpeg", 32, .8f);
    plain("darker.png", "png", 64, .7f);
    plain("grey.png", "png", 64, .5f);
    tool_result const told = run_tool("genpool-duplicates", {tree.root().string()});
    BOOST_TEST(told.status == 0);
    BOOST_TEST(told.output == large + '\n' + small + '\n');
}

BOOST_AUTO_TEST_CASE(takes_several_names_of_one_file_for_one_picture)
{
    temporary_tree const tree;
    auto const target = file(tree, "b.png", encoded("png", spec(300, 200)));
    boost::filesystem::create_symlink("b.png", tree / "a.png"); // which is found first
    boost::filesystem::create_hard_link(target, tree / "c.png");
    std::string const in = tree.root().string();
    tool_result told = run_tool("genpool-duplicates", {in, in, target.string()});
    BOOST_TEST(told.status == 0);
    BOOST_TEST(told.output == "");
    auto const small = file(tree, "small.jpg", encoded("jpeg", spec(90, 60)));
    told = run_tool("genpool-duplicates", {(tree / "a.png").string(), target.string(), small.string()});
    BOOST_TEST(told.output == target.string() + '\n' + small.string() + '\n');
}

BOOST_AUTO_TEST_CASE(tells_of_what_cannot_be_read)
{
    pictures const p;
    file(p.tree, "in/bad.jpg", bytes(9));
    tool_result const told = run_tool("genpool-duplicates", {(p.tree / "in").string()});
    BOOST_TEST(told.status == 1);
    BOOST_TEST(told.errors == p.path("bad.jpg") + ": not a JPEG, PNG, WebP, TIFF or OpenEXR image\n");
    BOOST_TEST(told.output == p.path("large.png") + '\n' + p.path("small.jpg") + '\n');
}

BOOST_AUTO_TEST_CASE(makes_a_page_with_the_pictures_in_it)
{
    pictures const p;
    file(p.tree, "in/a \"<b>.jpg", encoded("jpeg", spec(60, 40)));
    std::string const page = (p.tree / "page.html").string();
    tool_result const told = run_tool("genpool-duplicates", {(p.tree / "in").string(), "--html", page});
    BOOST_TEST(told.status == 0);
    BOOST_TEST(told.output == "");
    bytes const contents = contents_of(page);
    std::string const html(contents.begin(), contents.end());
    BOOST_TEST(html.find("<p>1 group,") != std::string::npos);
    BOOST_TEST(html.find("a &quot;&lt;b>.jpg</a>") != std::string::npos);
    BOOST_TEST(html.find("/in/a%20%22%3Cb%3E.jpg\"") != std::string::npos);
    BOOST_TEST(html.find("src=\"\"") == std::string::npos);
    std::size_t pictures = 0;
    std::string_view const source = "src=\"data:image/jpeg;base64,/9j/";
    for (std::size_t at = html.find(source); at != std::string::npos; at = html.find(source, at + 1))
        ++pictures;
    BOOST_TEST(pictures == 3u);
}

BOOST_AUTO_TEST_CASE(writes_no_page_over_an_image_nor_works_for_one_that_cannot_be_written)
{
    pictures const p;
    bytes const before = contents_of(p.path("small.jpg"));
    auto const refused = [&](std::string const& page) {
        tool_result const told = run_tool("genpool-duplicates", {(p.tree / "in").string(), "--html", page});
        BOOST_TEST(told.status == 2);
        return told.errors;
    };
    BOOST_TEST(refused(p.path("small.jpg")).find("small.jpg: is an image") != std::string::npos);
    BOOST_TEST((contents_of(p.path("small.jpg")) == before));
    BOOST_TEST(refused(p.path("missing/page.html")).find("cannot be written") != std::string::npos);
    BOOST_TEST(refused("").find("must not be empty") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace tools_duplicates_tests
