// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "support.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace image_program_links_tests
{

using namespace genpool::test;
using boost::test_tools::per_element;
namespace fs = boost::filesystem;

BOOST_AUTO_TEST_SUITE(thumbnails_program_links)

BOOST_AUTO_TEST_CASE(links_to_images_are_followed)
{
    temporary_tree const tree;
    tree.directory("elsewhere");
    file(tree, "elsewhere/a.png", encoded("png", spec(40, 30)));
    for (char const* const name : {"in/1.png", "in/2.jpg"}) // a link may call it what it likes
        tree.symlink("../elsewhere/a.png", name);
    tree.symlink("1.png", "in/3.png");
    tree.symlink("../elsewhere", "in/directory.png");
    result const ended = run({(tree / "in").string(), "-o", (tree / "out").string()});
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(ended.done() == 3);
    BOOST_TEST(names_below(tree / "out") == (name_list{"1.png.jpg", "2.jpg.jpg", "3.png.jpg"}),
               per_element());
}

BOOST_AUTO_TEST_CASE(links_to_directories_are_followed_and_loops_end)
{
    temporary_tree const tree;
    tree.directory("elsewhere");
    file(tree, "elsewhere/a.png", encoded("png", spec(40, 30)));
    tree.directory("in/sub");
    file(tree, "in/sub/b.png", encoded("png", spec(40, 30)));
    tree.symlink("../elsewhere", "in/link");
    for (char const* const target : {".", "..", "../sub", "../../in"})
        tree.symlink(target, "in/sub/loop" + std::to_string(std::string_view(target).size()));
    result const ended = run({(tree / "in").string(), "-o", (tree / "out").string(), "--recursive"});
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(names_below(tree / "out") == (name_list{"link/a.png.jpg", "sub/b.png.jpg"}), per_element());
}

BOOST_AUTO_TEST_CASE(links_that_lead_nowhere_are_told)
{
    temporary_tree const tree;
    tree.symlink("missing", "in/broken.jpg");
    tree.symlink("loop.jpg", "in/loop.jpg");
    tree.symlink("missing", "in/directory");
    std::string const in = (tree / "in").string();
    for (bool const recursive : {false, true}) {
        std::vector<std::string> arguments{in, "-o", (tree / "out").string()};
        if (recursive)
            arguments.push_back("--recursive");
        result const ended = run(arguments);
        BOOST_TEST(ended.status == 1);
        BOOST_TEST(ended.done() == 0);
        std::vector<std::string> lines = ended.lines();
        BOOST_REQUIRE(lines.size() == (recursive ? 4u : 3u));
        lines.pop_back();
        std::ranges::sort(lines);
        BOOST_TEST(lines.front() == in + "/broken.jpg: No such file or directory");
        BOOST_TEST(lines.back() == in + "/loop.jpg: Too many levels of symbolic links");
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_program_links_tests
